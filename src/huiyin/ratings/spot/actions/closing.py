"""A day is over: its ratings are added up, what looks like a campaign is set apart, and the day's key is destroyed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from django.db import connection, transaction
from django.db.models import F, Min, Sum

from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.actions import record
from huiyin.policy.queries import policy
from huiyin.ratings.spot.models import LEVEL_COLUMNS, Flood, Tally
from huiyin.ratings.spot.rules.counting import Counted, Group, counted
from huiyin.ratings.spot.rules.floods import flooded
from huiyin.ratings.spot.rules.showing import DAYS, enough

KNOWN_AFTER = timedelta(days=7)
"""A place whose first tally is younger has no usual number of ratings a day."""
REMEMBERED = timedelta(days=90)

_TAKE_OUT = """
WITH gone AS (DELETE FROM ratings_spotrating WHERE day < %s RETURNING place_id, day, hour, level, faults)
SELECT day, place_id, hour, level, faults, count(*) FROM gone GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3
"""
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('ratings: close days'))"


def close_days(*, now: datetime) -> int:
    """Adds up the ratings of every day before today and forgets the rest of them; how many there were.

    Twice is once: what was added up isn't there any more. All or nothing.
    """
    today = now.astimezone(SHANGHAI).date()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
        cursor.execute(_TAKE_OUT, [today])
        rows = cursor.fetchall()
        for day, lines in groupby(rows, key=lambda row: row[0]):
            _close(day, [Group.of(*row) for row in lines], now)
        _show_what_is_enough(today - timedelta(days=1))
        _forget_keys(today)
    return sum(row[-1] for row in rows)


def _close(day: date, groups: list[Group], now: datetime) -> None:
    usual = _usual({group.place for group in groups}, day)
    heaps: dict[int, Counted] = defaultdict(Counted)
    floods, rule = [], policy().floods
    for (place, hour), these in groupby(groups, key=attrgetter("place", "hour")):
        lines = [group.line for group in these]
        if why := flooded(lines, usual.get(place), rule):
            known = usual.get(place)
            floods.append(
                Flood(place_id=place, day=day, hour=hour, why=why, usual=known, **columns(counted(lines)))
            )
        else:
            heaps[place] += counted(lines)
    _set_apart(floods)
    _add(heaps, day)
    taken = sum(group.line.count for group in groups)
    kept = sum(heap.total for heap in heaps.values())
    data = {"ratings": taken, "counted": kept, "apart": taken - kept}
    record("rating_day", day.isoformat(), "close", by=SYSTEM, now=now, data=data)


def _usual(places: Iterable[int], day: date) -> dict[int, float]:
    """Ratings a day at each place that has been rated for long enough."""
    total = sum((F(column) for column in LEVEL_COLUMNS.values()), start=F("very_satisfied") * 0)
    rows = (
        Tally.objects.filter(place__in=places, since__gte=day - REMEMBERED)
        .values("place")
        .annotate(first=Min("since"), n=Sum(total))
    )
    old = [row for row in rows if day - row["first"] >= KNOWN_AFTER]
    return {row["place"]: row["n"] / (day - row["first"]).days for row in old}


def _set_apart(floods: list[Flood]) -> None:
    """Adds to what is set apart of that hour already, where a straggler came after the day was closed."""
    for flood in floods:
        known = Flood.objects.filter(place=flood.place_id, day=flood.day, hour=flood.hour).first()
        if known is not None:
            values = columns(known.counted() + flood.counted())
            Flood.objects.filter(pk=known.pk).update(**values)
    known_hours = set(
        Flood.objects.filter(day__in={f.day for f in floods}).values_list("place", "day", "hour")
    )
    Flood.objects.bulk_create(f for f in floods if (f.place_id, f.day, f.hour) not in known_hours)


def _add(heaps: Mapping[int, Counted], day: date) -> None:
    stored = {tally.place_id: tally for tally in Tally.objects.filter(place__in=heaps, until=None)}
    for place, tally in stored.items():
        for column, value in columns(tally.counted() + heaps[place]).items():
            setattr(tally, column, value)
    Tally.objects.bulk_update(stored.values(), [*LEVEL_COLUMNS.values(), "faults"], batch_size=1000)
    new = [place for place in heaps if place not in stored]
    Tally.objects.bulk_create(
        [Tally(place_id=place, since=day, **columns(heaps[place])) for place in new], batch_size=1000
    )


def _show_what_is_enough(yesterday: date) -> None:
    old = Tally.objects.filter(until=None, since__lte=yesterday - timedelta(days=DAYS - 1))
    ready = [t.pk for t in old if enough(t.counted(), (yesterday - t.since).days + 1)]
    Tally.objects.filter(pk__in=ready).update(until=yesterday)


def _forget_keys(today: date) -> None:
    """The keys of past days go with the file they stood in: a deleted row would lie there until it is swept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT day, salt FROM ratings_daykey")
        keys = cursor.fetchall()
        if all(day >= today for day, _ in keys):
            return
        cursor.execute("LOCK TABLE ratings_daykey")
        cursor.execute("SELECT day, salt FROM ratings_daykey WHERE day >= %s", [today])
        running = cursor.fetchall()
        cursor.execute("TRUNCATE ratings_daykey")
        cursor.executemany("INSERT INTO ratings_daykey (day, salt) VALUES (%s, %s)", running)


def columns(sums: Counted) -> dict[str, object]:
    """The columns of `Counts`."""
    return {column: sums.levels.get(level, 0) for level, column in LEVEL_COLUMNS.items()} | {
        "faults": dict(sums.faults)
    }
