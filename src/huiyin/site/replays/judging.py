"""The rounds of a story: a committee plans and draws, judges visit, houses put right; `balloting` has the vote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import unit
from huiyin.panels import actions
from huiyin.panels.models import Task
from huiyin.policy.queries import appraisals, terms
from huiyin.site.replays import balloting, outcomes
from huiyin.site.replays.pools import enter
from huiyin.site.replays.stage import Stage

Act = Callable[[datetime], None]

LOTTERIES = ("双色球", "3D")
SITTING = {"quarter": 2, "half": 3}
"""How many of the county's leaders judge: the deputy and the political-legal secretary, then the secretary as well."""


def acts(stage: Stage) -> Iterator[tuple[datetime, Act]]:
    """Everything that happens in the story's rounds, with its moment."""
    if not stage.story.rounds:
        return
    yield _at(stage.story.prepared, 10), lambda now: enter(stage, now)
    for row in stage.story.rounds:
        yield from _round(stage, row)


def _round(stage: Stage, row: Mapping[str, Any]) -> Iterator[tuple[datetime, Act]]:
    plan, closes, title = row["plan"], row["closes"], row["title"]
    issue = plan + timedelta(days=4 if row["kind"] == "month" else 1)
    yield _at(plan, 9), lambda now: _plan(stage, row, now)
    if row["kind"] == "month":
        yield _at(plan + timedelta(days=2), 20, 30), lambda now: _draw(stage, title, now)
    yield _at(issue, 9), lambda now: _prepare(stage, title, now)
    yield _at(issue, 10), lambda now: balloting.issue(stage, title, _at(closes, 17), now)
    for day in (issue + timedelta(days=1), closes - timedelta(days=1), closes):
        last = day == closes
        yield _at(day, 15), lambda now, last=last: balloting.vote(stage, title, last, now)  # type: ignore[misc]
    yield _at(closes, 17, 5), lambda now: balloting.count(stage, title, now)
    yield _at(closes, 17, 20), lambda now: balloting.publish(stage, title, now)
    yield _at(closes, 17, 50), lambda now: outcomes.award(stage, title, now)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def _plan(stage: Stage, row: Mapping[str, Any], now: datetime) -> None:
    committee, by = unit(stage.city.city.committee), stage.by("reviewer", now)
    kind = appraisals()[row["kind"]]
    under = Unit.objects.filter(system__in=kind.systems, kind="section", active=True, committee=committee)
    round_ = actions.plan(
        committee, kind.kind, row["title"], terms(kind.code), list(under.order_by("code")), by=by, now=now
    )
    if kind.seats:
        draws = [f"{name} {now.date()}" for name in LOTTERIES]
        actions.announce(round_.pk, {"kind": "numbers", "draws": draws}, by=by, now=now)
    else:
        for code in stage.story.panel["leaders"][-SITTING[kind.kind] :]:
            actions.appoint(round_.pk, code, "leaders", by=by, now=now)


def _draw(stage: Stage, title: str, now: datetime) -> None:
    """What was drawn that evening on television; then somebody can't come."""
    rng, by = stage.rng_of(f"lottery {title}"), stage.by("reviewer", now)
    numbers = [[rng.randrange(1, 34) for _ in range(7)], [rng.randrange(10) for _ in range(3)]]
    round_ = actions.draw(
        balloting.of(title).pk, {"numbers": numbers}, ["人大代表一名", "政协委员一名"], by=by, now=now
    )
    left = stage.story.panel["resigning"]
    for member in round_.members.order_by("mark"):
        if left:
            left -= _resigned(member.pk, by, now)


def _resigned(member: int, by: Actor, now: datetime) -> bool:
    """Not where the draw has nobody who could come instead: then they are asked to come after all."""
    try:
        return bool(actions.resign(member, by=by, now=now))
    except NotAllowed:
        return False


def _prepare(stage: Stage, title: str, now: datetime) -> None:
    """Judges go to see the four houses, and each unit reports on its work."""
    round_, rng, panel = balloting.of(title), stage.rng_of(f"work {title}"), stage.story.panel
    by = stage.by("reviewer", now)
    _put_right(stage, now)
    if round_.plan["seats"]:
        for organ in Unit.objects.filter(kind="organ", committee=round_.committee_id).order_by("code"):
            actions.visit(
                round_.pk, organ, now.date(), rng.randrange(15, 30), panel["visited"], by=by, now=now
            )
    houses: dict[int, dict[int, str]] = {}
    for one in round_.objects_judged.select_related("unit"):
        houses.setdefault(one.unit.parent_id or 0, {})[one.pk] = rng.choice(panel["reports"])
    for house, texts in houses.items():
        held = stage.people.holding("handler", house, now)
        actions.state_works(round_.pk, texts, by=stage.people.actor(held[0], now), now=now)


def _put_right(stage: Stage, now: datetime) -> None:
    """Before the next round the houses say what they did about the last one, and the committee looks."""
    for task in Task.objects.filter(confirmed_at=None).select_related("judged__unit"):
        held = stage.people.holding("handler", task.judged.unit.parent_id or 0, now)
        actions.answer_task(
            task.pk, stage.story.panel["put_right"], by=stage.people.actor(held[0], now), now=now
        )
        actions.confirm_task(task.pk, by=_sees_to(stage, task, now), now=now)


def _sees_to(stage: Stage, task: Task, now: datetime) -> Actor:
    """The special team after a veto, else who holds the round."""
    team = task.judged.team_id
    if task.axis or not team:
        return stage.by("reviewer", now)
    return stage.people.actor(stage.people.holding("team", team, now)[0], now)
