"""The figures of a paper as they stand on its day, counted for the committee as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db.models import Q

from huiyin.assessment.models import Score
from huiyin.assessment.scoring.rules.scores import Standing, ranked
from huiyin.cases.models import Case
from huiyin.kernel.actor import Actor, Mandate
from huiyin.organisations.models import Unit
from huiyin.policy.queries import channel_name, policy
from huiyin.reporting.papers.rules import wording
from huiyin.reporting.queries.figures import NOBODY, behind
from huiyin.reporting.queries.tables import ALL, table
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.figures import FIGURES
from huiyin.reporting.rules.measures import Share, Slice

OF_THE_WHOLE = (
    "received", "answered", "closing", "unfinished", "late", "proof", "satisfaction", "badly_rated",
)  # fmt: skip
OF_WHAT_IS_CLOSED = ("answered", "closing", "proof", "satisfaction")
"""What units may read: nothing of a matter that they weren't given."""
TABLES = ("problem_type", "system", "organ", "channel", "unit")
STANDING_OUT = {"late": "现在超期", "badly_rated": "群众不满意"}
"""What may be worth a meeting, by the figure that counts it."""


@dataclass(frozen=True)
class Frozen:
    """What is kept of a paper's day, and the words that stand in its draft."""

    figures: dict[str, dict[str, object]]
    tables: dict[str, list[list[object]]]
    cases: list[int]
    facts: dict[str, str]


def eye_of(committee: Unit) -> Actor:
    """Who counts: the committee as a whole, with those below it; nobody in person."""
    below = Unit.objects.filter(kind="committee", committee=committee, active=True).values_list(
        "pk", flat=True
    )
    return Actor("program", mandates=tuple(Mandate("leader", pk) for pk in (committee.pk, *below)))


def freeze(
    committee: Unit, period: Period, *, units: bool, types: Sequence[str] = (), now: datetime
) -> Frozen:
    """The figures of a period with the cases behind them, of these problem types and those below them.

    `units`: the paper goes to units.
    """
    within = Q(problem_type__in=policy().below(types)) if types else ALL
    eye, figures, cases = eye_of(committee), dict[str, dict[str, object]](), set[int]()
    shares = {}
    for code in OF_WHAT_IS_CLOSED if units else OF_THE_WHOLE:
        figure = FIGURES[code]
        listed = [
            list(behind(eye, Slice(measure, period), now=now).filter(within).values_list("pk", flat=True))
            for measure in figure.measures
        ]
        shares[code] = Share(len(listed[0]), len(listed[-1]) if figure.whole else 0)
        figures[code] = {"part": listed[0], "whole": listed[-1] if figure.whole else []}
        cases.update(*listed)
    tables = {
        dimension: _by(eye, counted(dimension, units=units), period, dimension, within, now)
        for dimension in TABLES
    }
    facts = {
        "period": spoken(period),
        "figures": wording.summary(shares),
        "by_type": wording.bars(_pairs(tables["problem_type"])),
        "by_system": wording.bars(_pairs(tables["system"])),
        "by_unit": wording.bars(_pairs(tables["organ"])),
        "by_channel": wording.bars(_pairs(tables["channel"])),
        "by_handler": wording.bars(_pairs(tables["unit"])),
        "scores": _scores(committee, period),
        "problems": _problems(
            eye, counted("problem_type", units=units), period, tables["problem_type"], within, now
        ),
        "items": "" if units else _items(figures),
    }
    return Frozen(figures, tables, sorted(cases), facts)


def counted(dimension: str, *, units: bool) -> str:
    """Which figure a paper's table by a dimension counts; a paper to `units` tells of what is closed alone."""
    return "answered" if units else "unfinished" if dimension == "organ" else "received"


def accused_in(cases: list[int]) -> set[int]:
    """The officers whom the counted cases are about."""
    return {
        one for named in Case.objects.filter(pk__in=cases).values_list("accused", flat=True) for one in named
    }


def spoken(period: Period) -> str:
    first, last = period.first, period.last
    end = (
        f"{last.month}月{last.day}日"
        if last.year == first.year
        else f"{last.year}年{last.month}月{last.day}日"
    )
    return f"{first.year}年{first.month}月{first.day}日至{end}"


def _by(
    eye: Actor, code: str, period: Period, dimension: str, within: Q, now: datetime
) -> list[list[object]]:
    """(key, name, count), the most first."""
    found = table(eye, FIGURES[code], period, dimension, within=within, now=now)
    names = _names(dimension, found.rows)
    return [[key, names.get(key, key), found.row(key).part] for key in found.rows]


SYSTEMS = {
    "court": "法院",
    "procuratorate": "检察院",
    "police": "公安",
    "justice": "司法行政",
    "committee": "政法委",
}


def _names(dimension: str, keys: list[str]) -> Mapping[str, str]:
    if dimension in ("organ", "unit"):
        rows = Unit.objects.filter(pk__in=[key for key in keys if key.isdigit()])
        return {NOBODY: "尚未交办"} | {str(pk): name for pk, name in rows.values_list("pk", "name")}
    if dimension == "channel":
        return {key: channel_name(key, "zh-hans") for key in keys}
    if dimension == "problem_type":
        return {key: policy().type_name(key, "zh-hans") for key in keys}
    return SYSTEMS


def _pairs(rows: list[list[object]]) -> list[tuple[str, int]]:
    return [(str(name), int(str(count))) for _, name, count in rows]


def _scores(committee: Unit, period: Period) -> str:
    rows = {
        s.unit_id: s
        for s in Score.objects.filter(committee=committee, first=period.first).select_related("unit")
    }
    places = ranked([Standing(s.unit_id, s.value, s.handled) for s in rows.values()])
    return wording.scored((rows[one.unit].unit.name, one.score, one.handled, one.place) for one in places)


def _problems(
    eye: Actor, code: str, period: Period, rows: list[list[object]], within: Q, now: datetime
) -> str:
    """What grew against the period of the same length before."""
    one = timedelta(days=1)
    before = Period(period.first - (period.last - period.first) - one, period.first - one)
    if before.first < policy().city.start:
        return wording.most(_pairs(rows))
    earlier = table(eye, FIGURES[code], before, "problem_type", within=within, now=now)
    counts = {str(key): int(str(count)) for key, _, count in rows}
    grown = wording.rising(counts, {key: earlier.row(key).part for key in earlier.rows})
    names = {str(key): str(name) for key, name, _ in rows}
    lines = [
        f"（{'一二三'[place]}）{names[key]}由{then}件增加到{count}件"
        for place, (key, then, count) in enumerate(grown)
    ]
    return "\n".join(lines)


def _items(figures: Mapping[str, Mapping[str, object]]) -> str:
    """The cases that stand out, each with why: what a meeting may want to look at."""
    found: dict[int, list[str]] = {}
    for code, why in STANDING_OUT.items():
        for pk in cast(list[int], figures[code]["part"]):
            found.setdefault(pk, []).append(why)
    names = policy()
    cases = Case.objects.filter(pk__in=found).select_related("unit").order_by("pk")
    rows = [
        (
            case.number,
            names.type_name(case.problem_type, "zh-hans"),
            case.unit.name if case.unit else "",
            found[case.pk],
        )
        for case in cases
    ]
    return wording.standing_out(rows)
