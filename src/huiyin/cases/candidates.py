"""Who could be given a case, and what speaks against each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huiyin.cases.actions.interest import conflicts_of
from huiyin.cases.models import Case
from huiyin.organisations.models import Account, Mandate, Unit


@dataclass(frozen=True)
class Candidate:
    """Somebody with the mandate; `conflict` is why they must stay out, or ""."""

    account: Account
    conflict: str

    @property
    def where(self) -> str:
        officer = self.account.officer
        return f"{officer.unit.name} {officer.title}".strip() if officer else ""

    @property
    def free(self) -> bool:
        """Of somebody without an entry in the register nobody can say in what they have an interest."""
        return not self.conflict and self.account.officer_id is not None


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
