"""Who could be given a case, and what speaks against it."""

from __future__ import annotations

from huiyin.cases.models import Case
from huiyin.organisations.models import Account, Officer, Unit
from huiyin.organisations.queries import officers_in


def teams(case: Case) -> list[Unit]:
    """The work teams of the case's committee."""
    return list(Unit.objects.filter(kind="team", parent=case.committee_id, active=True).order_by("pk"))


def team(pk: int) -> Unit:
    return Unit.objects.get(pk=pk, kind="team")


def officers_of_organ(case: Case) -> list[Officer]:
    """The officers of the house that the case is about."""
    return list(officers_in(Unit.objects.get(pk=case.organ_id)))


def officers(ids: list[int]) -> list[Officer]:
    return list(Officer.objects.filter(pk__in=ids).select_related("unit").order_by("pk"))


def names(accounts: list[int]) -> dict[int, str]:
    """The names of accounts by id."""
    return dict(Account.objects.filter(pk__in=accounts).values_list("pk", "name"))
