"""Who could be given a case, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huiyin.cases.actions.assigning import conflicts_of
from huiyin.cases.models import Case
from huiyin.organisations.models import Account, Mandate, Officer, Unit
from huiyin.organisations.queries import officers_in


@dataclass(frozen=True)
class Candidate:
    """Somebody with the mandate; `conflict` is why they must stay out, or ""."""

    account: Account
    conflict: str

    @property
    def where(self) -> str:
        officer = self.account.officer
        return f"{officer.unit.name} {officer.title}".strip() if officer else ""


def teams(case: Case) -> list[Unit]:
    """The work teams of the case's committee."""
    return list(Unit.objects.filter(kind="team", parent=case.committee_id, active=True).order_by("pk"))


def team(pk: int) -> Unit:
    return Unit.objects.get(pk=pk, kind="team")


def units_for(case: Case, now: datetime) -> list[Unit]:
    """The units below the committee that have both handlers and approvers; the house reported on first."""
    held = Mandate.objects.in_force(now)
    able = Unit.objects.filter(committee=case.committee_id, active=True)
    for role in ("handler", "approver"):
        able = able.filter(pk__in=held.filter(role=role).values("unit"))
    return sorted(able, key=lambda unit: (unit.pk != case.organ_id, unit.system != case.system, unit.pk))


def candidates(case: Case, unit: int, role: str, now: datetime) -> list[Candidate]:
    """Everybody who holds `role` for the unit, with what speaks against each; those without a conflict first."""
    held = Mandate.objects.in_force(now).filter(unit=unit, role=role).values("account")
    accounts = (
        Account.objects.filter(pk__in=held, is_active=True).select_related("officer__unit").order_by("pk")
    )
    against = conflicts_of(case, [account.pk for account in accounts])
    found = [Candidate(account, against.get(account.pk, "")) for account in accounts]
    return sorted(found, key=lambda one: (bool(one.conflict), one.account.pk))


def officers_of_organ(case: Case) -> list[Officer]:
    """The officers of the house that the case is about."""
    return list(officers_in(Unit.objects.get(pk=case.organ_id)))


def officers(ids: list[int]) -> list[Officer]:
    return list(Officer.objects.filter(pk__in=ids).select_related("unit").order_by("pk"))


def names(accounts: list[int]) -> dict[int, str]:
    """The names of accounts by id."""
    return dict(Account.objects.filter(pk__in=accounts).values_list("pk", "name"))
