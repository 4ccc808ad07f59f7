"""The overview's panels: each answers one question, and each of its figures opens the list behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import quote_plus

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.doors.oversight import charts, periods
from huiyin.doors.oversight.wording import MEASURES, Names, change, key_name
from huiyin.doors.shared.access import today
from huiyin.kernel.actor import Actor
from huiyin.policy.queries import Policy
from huiyin.reporting import queries as figures
from huiyin.reporting.rules import measures
from huiyin.reporting.rules.automation import Automation
from huiyin.reporting.rules.cycles import Period, before
from huiyin.reporting.rules.measures import Cube

OF_A_PERIOD = ("received", "answered", "due", "closed", "rated", "satisfied")
Beside = list[tuple[str, measures.Share, str]]

SHOWN = 8
"""Units and types in a chart; its table has them all."""


def link(measure: str, period: Period, **only: str) -> str:
    """The list behind a figure. A page has hundreds: the address itself is looked up once."""
    narrowed = "".join(f"&{name}={quote_plus(code)}" for name, code in only.items())
    return f"{_lists()}?measure={measure}&{periods.query(period)}{narrowed}"


@cache
def _lists() -> str:
    return reverse("oversight:cases")


@dataclass(frozen=True)
class Reading:
    """Everything the page says, read at one moment."""

    period: Period
    cycle: Period
    earlier: Period | None
    now: Cube
    was: Cube | None
    of_cycle: Cube
    organs: Names
    weeks: list[tuple[date, int, int]]
    outside: dict[str, measures.Share]
    auto: Automation
    policy: Policy
    language: str

    def name(self, dimension: str, key: str) -> str:
        return key_name(dimension, key, self.organs, self.policy, self.language)


def read(viewer: Actor, period: Period, rules: Policy, *, now: datetime, language: str) -> Reading:
    cycle = periods.cycle_at(period, rules.city)
    earlier = before(period, rules.city.start, rules.city.cycle_day)
    wanted: dict[str, tuple[Period, tuple[str, ...]]] = {
        "now": (period, (*measures.MEASURES, measures.HERE, *measures.CALLED)),
        "cycle": (cycle, ("due", "closed")),
    }
    if earlier:
        wanted["was"] = (earlier, OF_A_PERIOD)
    sight = figures.sight_of(viewer)
    cubes, organs = figures.cubes(viewer, wanted, now=now, sight=sight)
    so_far = Period(period.first, max(period.first, min(period.last, today(now))))
    answered = cubes["now"].total(measures.HERE)
    return Reading(
        period,
        cycle,
        earlier,
        cubes["now"],
        cubes.get("was"),
        cubes["cycle"],
        organs,
        figures.weekly(viewer, so_far, sight),
        figures.on_the_platform(viewer, period, answered, sight),
        figures.automation(viewer, period, sight),
        rules,
        language,
    )


def slow(read: Reading, dimension: str) -> dict[str, Any]:
    """What isn't finished, by one dimension: bars in four parts, each case in one of them, late ones first."""
    lines = read.now.by(dimension, "unfinished")
    longest = max((line.counts["unfinished"] for line in lines), default=0)
    rows = [
        {
            "name": read.name(dimension, line.key),
            "total": line.counts["unfinished"],
            "late": line.counts["late"],
            "url": link("unfinished", read.period, **{dimension: line.key}),
            "parts": [
                (line.counts[m], link(m, read.period, **{dimension: line.key})) for m in measures.UNFINISHED
            ],
        }
        for line in lines
    ]
    shown = [
        row | {"bar": charts.bar([(m, line.counts[m]) for m in measures.UNFINISHED], longest)}
        for row, line in zip(rows[:SHOWN], lines, strict=False)
    ]
    heads = [str(MEASURES[measure]) for measure in measures.UNFINISHED]
    return {"rows": rows, "shown": shown, "heads": heads, "hidden": max(len(rows) - SHOWN, 0)}


def came(read: Reading, dimension: str) -> list[dict[str, Any]]:
    """What was received, by one dimension, and how each changed since the period before."""
    were = {}
    if read.was:
        were = {line.key: line.counts["received"] for line in read.was.by(dimension, "received")}
    return [
        {
            "name": read.name(dimension, line.key),
            "count": line.counts["received"],
            "url": link("received", read.period, **{dimension: line.key}),
            "more": line.counts["received"] - were.get(line.key, 0),
            "change": change(line.counts["received"], were.get(line.key, 0)),
        }
        for line in read.now.by(dimension, "received")
    ]


def beside(read: Reading) -> Beside:
    """What went beside the platform, by how, each with its list (S3-04)."""
    return [(str(MEASURES[how]), share, link(how, read.period)) for how, share in read.outside.items()]


def week_lines(read: Reading) -> dict[str, Any]:
    """Received and answered by week: the chart, and its twin with a link behind every figure."""
    came, went = str(MEASURES["received"]), str(MEASURES["answered"])
    rows = []
    for monday, received, answered in read.weeks:
        week = Period(max(monday, read.period.first), min(monday + timedelta(days=6), read.period.last))
        rows.append(
            {
                "first": week.first,
                "figures": ((received, link("received", week)), (answered, link("answered", week))),
            }
        )
    return {
        "chart": charts.weeks(read.weeks, came, went),
        "rows": rows,
        "title": _("Received and answered by week"),
    }
