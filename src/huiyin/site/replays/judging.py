"""The rounds of a story: a committee plans and draws, judges visit and vote, leaders publish.

How well each unit works is in nobody's hands here: it is drawn once, with some judges milder than others. Scores and
places are the program's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.models import Officer, Unit
from huiyin.organisations.queries import unit
from huiyin.panels import actions
from huiyin.panels.following import ends
from huiyin.panels.models import Round, Task
from huiyin.panels.rules.voting import Marking
from huiyin.policy.queries import appraisals, terms
from huiyin.site.replays.stage import Stage
from huiyin.supervision.rounds.actions import Statement, state_breach

Act = Callable[[datetime], None]

LOTTERIES = ("双色球", "3D")
LEVELS = ("poor", "fair", "good", "excellent")
SITTING = {"quarter": 2, "half": 3}
"""How many of the county's leaders judge: the deputy and the political-legal secretary, then the secretary as well."""


def acts(stage: Stage) -> Iterator[tuple[datetime, Act]]:
    """Everything that happens in the story's rounds, with its moment."""
    if not stage.story.rounds:
        return
    yield _at(stage.story.prepared, 10), lambda now: _enter(stage, now)
    for row in stage.story.rounds:
        yield from _round(stage, row)


def _round(stage: Stage, row: Mapping[str, Any]) -> Iterator[tuple[datetime, Act]]:
    plan, closes, title = row["plan"], row["closes"], row["title"]
    issue = plan + timedelta(days=4 if row["kind"] == "month" else 1)
    yield _at(plan, 9), lambda now: _plan(stage, row, now)
    if row["kind"] == "month":
        yield _at(plan + timedelta(days=2), 20, 30), lambda now: _draw(stage, title, now)
    yield _at(issue, 9), lambda now: _prepare(stage, title, now)
    yield _at(issue, 10), lambda now: _issue(stage, title, _at(closes, 17), now)
    for day in (issue + timedelta(days=1), closes - timedelta(days=1), closes):
        last = day == closes
        yield _at(day, 15), lambda now, last=last: _vote(stage, title, last, now)  # type: ignore[misc]
    yield _at(closes, 17, 5), lambda now: _count(stage, title, now)
    yield _at(closes, 17, 20), lambda now: _publish(stage, title, now)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def _by(stage: Stage, role: str, now: datetime) -> Actor:
    committee = stage.city.city.committee
    named = next(
        account.username
        for account in stage.city.accounts
        if any(m.role == role and m.unit == committee for m in account.mandates)
    )
    return stage.people.named(named, now)


def _of(title: str) -> Round:
    return Round.objects.light().get(title=title)


def _enter(stage: Stage, now: datetime) -> None:
    """Everybody of each group, with town, gender and whatever ties them to a house."""
    panel, rng = stage.story.panel, stage.rng_of("pool")
    traits = {trait["code"]: trait["values"] for trait in appraisals()["month"].traits}
    towns = [value["code"] for value in traits["town"]]
    houses = [row.code for row in stage.city.units if row.system in ("court", "police") and row.parent]
    roster = []
    for group, number in panel["pool"].items():
        for i in range(number):
            town = (
                towns[1 + i % 20]
                if group in ("commissioner", "village")
                else rng.choice(towns + towns[:1] * 6)
            )
            roster.append(_entry(f"{group}-{i + 1:03}", group, town, i, rng, panel, houses))
    for i, code in enumerate(panel["leaders"]):
        roster.append(_entry(code, "leader", "county", i, rng, {"tied": 0, "refuse": 0}, houses))
    actions.enter(unit(stage.city.city.committee), roster, by=_by(stage, "clerk", now), now=now)


def _entry(
    code: str, group: str, town: str, i: int, rng: Random, panel: Mapping[str, Any], houses: list[str]
) -> actions.Entry:
    tied = rng.randrange(1000) < panel["tied"]
    return actions.Entry(
        code,
        f"评委{code}",
        f"1390{rng.randrange(10**7):07}",
        {"group": group, "town": town, "gender": "fm"[(i + rng.randrange(3)) % 2]},
        ties=[(rng.choice(("own", "relative", "former")), rng.choice(houses))] if tied else [],
        consents=True,
        refuses=rng.randrange(1000) < panel["refuse"],
    )


def _plan(stage: Stage, row: Mapping[str, Any], now: datetime) -> None:
    committee, by = unit(stage.city.city.committee), _by(stage, "reviewer", now)
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
    rng, by = stage.rng_of(f"lottery {title}"), _by(stage, "reviewer", now)
    numbers = [[rng.randrange(1, 34) for _ in range(7)], [rng.randrange(10) for _ in range(3)]]
    round_ = actions.draw(
        _of(title).pk, {"numbers": numbers}, ["人大代表一名", "政协委员一名"], by=by, now=now
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
    round_, rng, panel = _of(title), stage.rng_of(f"work {title}"), stage.story.panel
    by = _by(stage, "reviewer", now)
    _put_right(stage, now)
    if round_.plan["seats"]:
        for house in Unit.objects.filter(kind="organ", committee=round_.committee_id).order_by("code"):
            actions.visit(
                round_.pk, house, now.date(), rng.randrange(15, 30), panel["visited"], by=by, now=now
            )
    for one in round_.objects_judged.select_related("unit__parent"):
        held = stage.people.holding("handler", one.unit.parent_id or 0, now)
        actions.state_work(one.pk, rng.choice(panel["reports"]), by=stage.people.actor(held[0], now), now=now)


def _issue(stage: Stage, title: str, closes: datetime, now: datetime) -> None:
    actions.issue(_of(title).pk, closes, by=_by(stage, "reviewer", now), now=now)


def _vote(stage: Stage, title: str, last: bool, now: datetime) -> None:
    """Some of those who haven't voted do; on the last day all but those who never come."""
    round_, panel = _of(title), stage.story.panel
    objects = list(round_.objects_judged.select_related("unit"))
    worth = {one.pk: _worth(stage, one.unit.code, title) for one in objects}
    for member, link in actions.links(round_).items():
        rng = stage.rng_of(f"ballot {title} {member}")
        absent = round_.plan["seats"] and rng.randrange(1000) < panel["absent"]
        if not absent and (last or stage.rng_of(f"today {now.date()} {member}").random() < 0.4):
            actions.hand_in(link, _marking(round_, worth, panel, rng), now=now)


def _worth(stage: Stage, code: str, title: str) -> float:
    """How well a unit works, between the levels; it changes slowly."""
    return stage.rng_of(code).gauss(2.2, 0.5) + stage.rng_of(f"{code} {title}").gauss(0, 0.12)


def _marking(round_: Round, worth: dict[int, float], panel: Mapping[str, Any], rng: Random) -> Marking:
    mild, axes = rng.gauss(0, 0.35), len(round_.rule["axes"])
    answers, opinions = {}, {}
    for pk, good in worth.items():
        seen = good + mild
        answers[str(pk)] = [
            "unknown" if rng.random() < 0.06 else LEVELS[min(3, max(0, round(seen + rng.gauss(0, 0.5))))]
            for _ in range(axes)
        ]
        if rng.random() < panel["opinions"] / 10_000:
            opinions[str(pk)] = rng.choice(panel["texts"])
    return Marking(answers, opinions)


def _count(stage: Stage, title: str, now: datetime) -> None:
    actions.count(_of(title).pk, by=_by(stage, "reviewer", now), now=now)


def _publish(stage: Stage, title: str, now: datetime) -> None:
    """The leader sees to the vetoes that were proven, and publishes; a half-year has consequences for who is last."""
    round_, by = _of(title), _by(stage, "leader", now)
    if not round_.plan["seats"]:
        actions.sum_up(round_.pk, stage.story.panel["summary"], by=_by(stage, "reviewer", now), now=now)
    for row in stage.story.panel.get("vetoes", []):
        if row["round"] == title:
            one = round_.objects_judged.get(unit__code=row["unit"])
            actions.veto(one.pk, row["reason"], by=by, now=now)
    actions.publish(round_.pk, by=by, now=now)
    if round_.kind == "half":
        for one in ends(round_)[1]:
            chief = Officer.objects.filter(unit=one.unit_id).order_by("pk").first()
            said = Statement(
                one.unit.parent_id or 0, **stage.story.panel["last"], officer=chief.pk if chief else None
            )
            state_breach(said, by=_by(stage, "supervisor", now), now=now)


def _put_right(stage: Stage, now: datetime) -> None:
    """Before the next round the houses say what they did about the last one, and the committee looks."""
    for task in Task.objects.filter(confirmed_at=None).select_related("judged__unit"):
        held = stage.people.holding("handler", task.judged.unit.parent_id or 0, now)
        actions.answer_task(
            task.pk, stage.story.panel["put_right"], by=stage.people.actor(held[0], now), now=now
        )
        actions.confirm_task(task.pk, by=_by(stage, "reviewer", now), now=now)
