"""How the judges of a story vote, and what is published: how well each unit works is drawn once, with milder judges and
stricter ones. Scores and places are the program's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

from huiyin.organisations.queries import unit
from huiyin.panels import actions
from huiyin.panels.models import Round
from huiyin.panels.papers import codes
from huiyin.panels.rules.voting import Marking
from huiyin.site.replays import outcomes
from huiyin.site.replays.stage import Stage

LEVELS = ("poor", "fair", "good", "excellent")


def of(title: str) -> Round:
    """The round with that title."""
    return Round.objects.light().get(title=title)


def issue(stage: Stage, title: str, closes: datetime, now: datetime) -> None:
    by = stage.by("reviewer", now)
    round_ = actions.issue(of(title).pk, closes, by=by, now=now)
    papers = stage.story.panel.get("papers", {})
    if papers.get("round") == title:
        members = round_.members.filter(state="seated").order_by("mark").values_list("pk", flat=True)
        actions.give_papers(round_.pk, list(members[: papers["judges"]]), by=by, now=now)


def vote(stage: Stage, title: str, last: bool, now: datetime) -> None:
    """Some of those who haven't voted do; on the last day all but those who never come."""
    round_, panel = of(title), stage.story.panel
    objects = list(round_.objects_judged.select_related("unit"))
    worth = {one.pk: _worth(stage, one.unit.code, title) for one in objects}
    for member, link in actions.links(round_).items():
        rng = stage.rng_of(f"ballot {title} {member}")
        absent = round_.plan["seats"] and rng.randrange(1000) < panel["absent"]
        if not absent and (last or stage.rng_of(f"today {now.date()} {member}").random() < 0.4):
            actions.hand_in(link, _marking(round_, worth, panel, rng), now=now)
    if last and round_.members.filter(on_paper=True).exists():
        _on_paper(stage, round_, worth, now)


def _on_paper(stage: Stage, round_: Round, worth: dict[int, float], now: datetime) -> None:
    """The papers come back; two people enter each, and where one of them slips they look again."""
    panel, readers = stage.story.panel, [stage.by(role, now) for role in ("clerk", "reviewer")]
    for member in round_.members.filter(on_paper=True, state="seated"):
        actions.take_paper(member.pk, by=readers[0], now=now)
    for number, code in enumerate(sorted(codes(round_))):
        said = _marking(round_, worth, panel, stage.rng_of(f"paper {round_.title} {number}"))
        slip = dict(said.answers)
        slip[next(iter(slip))] = ["unknown"] * len(round_.rule["axes"])
        readings = [Marking(slip, said.opinions), said] if number == 0 else [said]
        for reader in readers:
            for read in readings:
                actions.transcribe(round_.pk, code, read, by=reader, now=now)


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


def count(stage: Stage, title: str, now: datetime) -> None:
    actions.count(of(title).pk, by=stage.by("reviewer", now), now=now)


def publish(stage: Stage, title: str, now: datetime) -> None:
    """The leader sees to the vetoes that were proven, and publishes; a half-year has consequences for who is last."""
    round_, by = of(title), stage.by("leader", now)
    if not round_.plan["seats"]:
        actions.sum_up(round_.pk, stage.story.panel["summary"], by=stage.by("reviewer", now), now=now)
    for row in stage.story.panel.get("indicators", []):
        if row["round"] == title:
            outcomes.state_indicator(stage, round_, row, now)
    for row in stage.story.panel.get("vetoes", []):
        if row["round"] == title:
            one = round_.objects_judged.get(unit__code=row["unit"])
            actions.veto(one.pk, row["reason"], unit(row["team"]).pk, by=by, now=now)
    actions.publish(round_.pk, by=by, now=now)
    outcomes.follow(stage, round_, now)
