"""What is wrong with a list of limits seen together: ties, gaps, and who may grant what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from operator import attrgetter
from typing import Any

from huiyin.kernel.calendar import OfficeHours
from huiyin.kernel.offices import Season as Hours
from huiyin.kernel.offices import overlap
from huiyin.policy.rules.rows import City, Limit, Season
from huiyin.policy.rules.shape import Wrong

GRANTED = ("extension", "suspension")
"""Limits of what may be granted on top, and so by somebody."""

NEEDED_LIMITS = (
    "review", "acceptance", "verification", "handling", "approval", "reply", "whole", "revisit", "secrecy",
    "objection", "objection_answer", "dispute", "callback", "recheck", "score_objection", *GRANTED,
)  # fmt: skip
"""Limits that the life of a case asks for by name."""

ONLY_FOR = ("stage", "type", "channel", "region")
"""What makes a row narrow."""

Rows = Mapping[str, Mapping[int, Any]]


def wrong_limits(rows: Rows) -> Iterator[Wrong]:
    """Ties: two rows of which neither wins. Gaps: something for which no row holds on the city's first day."""
    limits: dict[int, Limit] = dict(rows["limits"])
    seen: set[tuple[object, ...]] = set()
    for at, limit in limits.items():
        key = (limit.name, limit.since, *attrgetter(*ONLY_FOR)(limit))
        if key in seen:
            yield ("limits", at), f"{limit.name} has two rows for the same region and date: neither would win"
        seen.add(key)
        yield from _granting(at, limit)
    yield from _gaps(limits, rows["city"].get(0))


def _granting(at: int, limit: Limit) -> Iterator[Wrong]:
    if limit.name in GRANTED and not limit.granted_by:
        yield ("limits", at), f"{limit.name} needs granted_by: who may grant it"
    if limit.name not in GRANTED and (limit.granted_by or limit.stage):
        yield ("limits", at), f"granted_by and stage are for {' and '.join(GRANTED)}"


def _gaps(limits: Mapping[int, Limit], city: City | None) -> Iterator[Wrong]:
    """For each name the first day from which a row holds for everybody."""
    begins: dict[str, date] = {}
    for limit in limits.values():
        if not any(attrgetter(*ONLY_FOR)(limit)):
            begins[limit.name] = min(limit.since, begins.get(limit.name, date.max))
    for name in NEEDED_LIMITS:
        if name not in begins:
            yield ("limits",), f"the limit {name} is missing (without a region: for everybody)"
        elif city and begins[name] > city.start:
            yield (
                ("limits",),
                f"the limit {name} holds from {begins[name]}, but the city starts on {city.start}",
            )
    for at, limit in limits.items():
        if limit.name not in begins and limit.name not in NEEDED_LIMITS:
            yield ("limits", at), f"{limit.name} has only narrow rows: nothing holds for anybody else"


def wrong_hours(rows: Rows) -> Iterator[Wrong]:
    """Office hours of which there aren't four times in order, or two rows for the same days of a region."""
    found: list[Hours] = []
    for at, row in rows["hours"].items():
        season: Season = row
        times = season.times
        if len(times) != 4 or list(times) != sorted(set(times)):
            yield ("hours", at, "times"), "must be four times in order: open, close, open, close"
            continue
        try:
            first, last = (date.fromisoformat(f"2024-{day}") for day in (season.first, season.last))
        except ValueError:
            yield ("hours", at), "names a day that no year has"
            continue
        hours = OfficeHours((times[0], times[1]), (times[2], times[3]))
        one = Hours((first.month, first.day), (last.month, last.day), hours, season.region)
        if any(overlap(one, other) for other in found):
            yield ("hours", at), "claims days that another row of the same region has"
        found.append(one)
