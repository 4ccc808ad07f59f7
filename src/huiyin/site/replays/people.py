"""Who acts for whom on a day of the story: found by mandate, never by knowing better."""

from __future__ import annotations

from datetime import date, datetime

from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import roles_on
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.models import Account, Mandate, Unit
from huiyin.organisations.queries import actor_for


class Nobody(LookupError):
    """The story asks for an act for which nobody in the city has the mandate."""


class People:
    """The accounts of the city as actors, looked up once a day."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._actors: dict[int, Actor] = {}
        self._held: dict[tuple[str, int], list[int]] = {}

    def named(self, username: str, now: datetime) -> Actor:
        return self.actor(Account.objects.only("pk").get(username=username).pk, now)

    def actor(self, account: int, now: datetime) -> Actor:
        self._turn(now)
        if account not in self._actors:
            row = Account.objects.select_related("officer__unit").get(pk=account)
            self._actors[account] = actor_for(row, on=now.astimezone(SHANGHAI).date())
        return self._actors[account]

    def holding(self, role: str, unit: int, now: datetime) -> list[int]:
        """The accounts that hold a role for a unit today."""
        self._turn(now)
        if (role, unit) not in self._held:
            rows = Mandate.objects.in_force(now).filter(role=role, unit=unit, account__is_active=True)
            self._held[(role, unit)] = list(rows.order_by("account").values_list("account", flat=True))
        return self._held[(role, unit)]

    def everybody(self, role: str, now: datetime) -> list[int]:
        """The accounts that hold a role for any unit today."""
        rows = Mandate.objects.in_force(now).filter(role=role, account__is_active=True)
        return list(rows.order_by("account").values_list("account", flat=True).distinct())

    def who(self, role: str, case: Case, now: datetime, turn: int = 0) -> Actor:
        """Somebody who has this role in the case: `turn` shares the work out. Raises Nobody."""
        unit = {"team": case.team_id, "handler": case.unit_id, "approver": case.unit_id}.get(
            role, case.committee_id
        )
        able = [
            actor
            for account in self.holding(role, unit or 0, now)
            if role in roles_on(case.snapshot(), actor := self.actor(account, now))
        ]
        if not able:
            raise Nobody(f"{case.number}: nobody is {role} in state {case.state}")
        return able[turn % len(able)]

    def _turn(self, now: datetime) -> None:
        """Mandates begin and end at midnight."""
        today = now.astimezone(SHANGHAI).date()
        if today != self._day:
            self._day, self._actors, self._held = today, {}, {}

    def forget(self) -> None:
        """After a grant, which holds at once."""
        self._day = None


def house_of(unit: Unit) -> int:
    """Where a report on `unit` is worked on: its own house; for a committee's own staff, the committee above."""
    if unit.system == "committee":
        return unit.committee_id or unit.pk
    return int(unit.path.strip("/").split("/")[0])
