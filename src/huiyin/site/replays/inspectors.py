"""The inspectors' day: what moved since the last round, what isn't as it should be, and who answers for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.cases.models import Case
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.queries import unit
from huiyin.policy.queries import policy
from huiyin.site.replays.people import Nobody
from huiyin.site.replays.stage import Stage
from huiyin.supervision.rounds.actions import (
    Statement,
    contest,
    explain,
    follow_up,
    state_breach,
    uphold,
    withdraw,
)
from huiyin.supervision.rounds.models import FollowUp
from huiyin.supervision.rounds.queries import breaches, irregularities, late_now, late_soon, moved

PATIENCE = timedelta(days=3)
"""How long a unit has to object before who leads concludes."""


@dataclass(frozen=True)
class Round:
    """What an inspector saw: cases by kind of movement, and how many were late, soon late, irregular."""

    at: datetime
    moved: Counter[str]
    late: int
    soon: int
    irregular: int


def go_round(stage: Stage, now: datetime) -> list[int]:
    """Looks through all that moved since the last round, asks where something is wrong; the questions (ids) that
    want an explanation. Nothing where the city's story has no such day, nor on days off.
    """
    said = stage.story.phrases.get("round")
    if not said or not policy().calendar.is_working(now.astimezone(SHANGHAI).date()):
        return []
    by = _one(stage, "supervisor", unit(stage.city.city.committee).pk, now)
    since = stage.rounds[-1].at if stage.rounds else now - timedelta(days=1)
    seen, wrong = moved(by, since, now), irregularities(by, now, since)
    soon = list(late_soon(by, now))
    stage.rounds.append(
        Round(
            now,
            Counter({kind: len(rows) for kind, rows in seen.items()}),
            late_now(by, now).count(),
            len(soon),
            len(wrong),
        )
    )
    for case in soon:
        if case.handlers and not case.follow_ups.exists():
            follow_up(case.number, "nudge", said["nudge"], by=by, now=now)
    asked = [_asked(case, why[0], said["explain"], by, now) for case, why in wrong]
    _conclude(stage, by, now)
    return [row.pk for row in asked if row]


def _asked(case: Case, why: str, note: str, by: Actor, now: datetime) -> FollowUp | None:
    """A question for an explanation, the first time that a rule of the city catches a case."""
    if not case.handlers or case.follow_ups.filter(kind="explain", why=why).exists():
        return None
    return follow_up(case.number, "explain", note, by=by, now=now, why=why)


def answer(stage: Stage, asked: int, now: datetime) -> None:
    """Whoever has the case in hand says what the matter is, unless it has left their hands."""
    case = FollowUp.objects.select_related("case").get(pk=asked).case
    if case.handlers and case.state != "closed":
        said = stage.rng_of(f"explained {asked}").choice(stage.story.phrases["round"]["explained"])
        explain(asked, said, by=stage.people.actor(case.handlers[0], now), now=now)


def blame(stage: Stage, case: Case, by: Actor, now: datetime) -> None:
    """A unit that let a matter lie is held to account (S3-21)."""
    said = stage.story.phrases["breach"]
    given = case.assignments.order_by("-at").first()
    if given is not None:
        facts = Statement(given.unit_id, said["basis"], said["facts"], said["decision"], case=case.number)
        state_breach(facts, by=by, now=now)


def _conclude(stage: Stage, by: Actor, now: datetime) -> None:
    """The unit objects where the story has it so; then who leads concludes, never who stated it."""
    said = stage.story.phrases["breach"]
    for row in breaches(by).filter(state__in=("stated", "contested")):
        objects = row.case is not None and "object" in stage.letters[row.case.number].plan.conduct
        if row.state == "stated" and objects:
            contest(row.pk, said["objection"], by=_one(stage, "approver", row.unit_id, now), now=now)
        elif now - row.at >= PATIENCE:
            leader = _one(stage, "leader", row.committee_id, now, without=row.by_id)
            end, words = (
                (withdraw, said["withdrawn"]) if row.state == "contested" else (uphold, said["upheld"])
            )
            end(row.pk, words, by=leader, now=now)


def _one(stage: Stage, role: str, where: int, now: datetime, without: int = 0) -> Actor:
    held = [one for one in stage.people.holding(role, where, now) if one != without]
    if not held:
        raise Nobody(f"nobody is {role} there")
    return stage.people.actor(held[0], now)
