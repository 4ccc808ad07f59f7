"""What was asked of a case's clock, and how each of its dates came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from huiyin.cases.models import Case, TimeRequest
from huiyin.cases.rules.leeway import ASKS, DECIDES, Asked
from huiyin.cases.rules.lifecycle import SEES_CASE, roles_on
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.limits import Limit
from huiyin.policy import queries as policy


@dataclass(frozen=True)
class Explained:
    """A running deadline: what for, when, and `kernel.deadlines.Deadline` as kept, which says how it came about."""

    kind: str
    due_at: datetime
    how: dict[str, Any]


def explained(case: Case, viewer: Actor) -> list[Explained]:
    """The dates that are open in a case, the next step's first; none for whoever has no part in it."""
    if not roles_on(case.snapshot(), viewer) & (SEES_CASE | {"leader"}):
        return []
    rows = case.deadlines.filter(ended_at=None, kind__in=(case.due_kind, "whole")).order_by("pk")
    found = [Explained(row.kind, row.due_at, row.how) for row in rows]
    return sorted(found, key=lambda one: one.kind == "whole")


def promise_of(case: Case) -> Explained:
    """The promise to the reporter, as its own page shows it."""
    row = case.deadlines.get(kind="whole")
    return Explained(row.kind, row.due_at, row.how)


def requests(case: Case) -> QuerySet[TimeRequest]:
    """What was asked, oldest first, with who asked and who decided."""
    return case.time_requests.select_related("by", "decided_by").order_by("at", "pk")


def waiting(case: Case) -> TimeRequest | None:
    """What waits to be decided."""
    return requests(case).filter(decided_at=None).first()


def standing_still(case: Case, now: datetime) -> TimeRequest | None:
    """The suspension that is on."""
    return granted_to(case).filter(begins_at__lte=now, ends_at__gt=now).first()


def granted_to(case: Case) -> QuerySet[TimeRequest]:
    """What moved the case's days, in order."""
    return case.time_requests.filter(granted=True).order_by("decided_at", "pk")


def asked_of(case: Case, now: datetime) -> Asked:
    """What was asked so far, for the rules."""
    rows = list(case.time_requests.all())
    waits = next((row.kind for row in rows if row.decided_at is None), "")
    still = any(
        row.granted and row.begins_at and row.ends_at and row.begins_at <= now < row.ends_at for row in rows
    )
    return Asked(waits, tuple(row.kind for row in rows if row.granted), still)


def most_for(case: Case, kind: str, now: datetime) -> Limit:
    """The city's row for an extension or a suspension of the step that runs."""
    region = (case.unit or case.committee).region.code
    return policy.limit(
        kind,
        region=region,
        on=now.astimezone(SHANGHAI).date(),
        kind=case.problem_type,
        channel=case.channel,
        stage=case.due_kind,
    )


def offered(case: Case, verbs: tuple[str, ...], roles: frozenset[str], now: datetime) -> tuple[str, ...]:
    """Those of `verbs` that make sense for a case's clock as it stands; every other verb stays."""
    if not set(verbs) & {*ASKS, *DECIDES, "resume"}:
        return verbs
    so_far = asked_of(case, now)
    waiting = case.time_requests.filter(decided_at=None).first() if so_far.waits else None
    granters = set(Limit.from_json(waiting.limit).granted_by) if waiting else set()
    used_up = {
        verb
        for verb, kind in ASKS.items()
        if verb in verbs and so_far.granted.count(kind) >= most_for(case, kind, now).times
    }
    decide = set(DECIDES) if not granters & roles else set()
    return tuple(verb for verb in verbs if so_far.offers(verb) and verb not in used_up | decide)
