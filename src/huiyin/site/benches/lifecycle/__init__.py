"""Whole lives of a case a second, in an empty database and beside a million cases; and a spike.

As many live at once as the web server lets act. Beside it the same number of bare transactions: a row locked, changed,
and an event written. A database that holds some of the million is filled on; where it holds any, the first figure isn't
that of an empty one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from itertools import count
from secrets import token_urlsafe
from time import perf_counter

from django.conf import settings
from django.db import connection, transaction

from huiyin.cases.models import Case
from huiyin.ledger.models import Event
from huiyin.site.benches.figures import Figure, table
from huiyin.site.benches.lifecycle import spike
from huiyin.site.benches.lifecycle.filling import FIRST, fill
from huiyin.site.benches.lifecycle.living import PROCESSES, Living, rate_of
from huiyin.site.benches.search.city import first_case

SIZES = [int(size) for size in os.environ.get("HUIYIN_BENCH_CASES", "0,300000,1000000").split(",")]
SECONDS = float(os.environ.get("HUIYIN_BENCH_SECONDS", "20"))
ACTS = 10
"""Transactions of one life."""
LEAST, SHARE = 40, 0.9


def measure() -> list[Figure]:
    first_case()
    one = Living(99)
    one.live()
    model = Case.objects.filter(state="closed", pk__lt=FIRST).latest("pk")
    figures: list[Figure] = []
    for size in SIZES:
        began = perf_counter()
        fill(model, size)
        print(f"{size:,} cases after {perf_counter() - began:.0f} s", file=sys.stderr)
        there = Case.objects.filter(pk__gt=FIRST).count()
        figures.append(_lives(f"{there:,} cases", figures[0].ours if figures and not SIZES[0] else None))
        print(table(figures[-1:]), file=sys.stderr)
    return [*figures, *spike.measure()]


def _lives(where: str, empty: float | None) -> Figure:
    bare = rate_of(_bare, SECONDS / 4) / ACTS
    rate = rate_of(lambda n: Living(n + 1).live, SECONDS)
    ratio = rate / empty if empty else None
    ok = rate >= LEAST and (ratio is None or ratio >= SHARE)
    goal = f"≥ {LEAST}/s" + (f" and ≥ {SHARE} of empty" if empty else "")
    how = (
        f"huiyin bench lifecycle: {PROCESSES} processes for {SECONDS:g} s, each life received, opened, assigned, "
        f"accepted, verified, approved, answered, rated and closed by the real actions; machine's load "
        f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; reference: lives of {ACTS} bare transactions, each a row "
        "locked and changed and an event kept"
    )
    return Figure(
        f"lives a second in {where}", "1/s", round(rate, 1), round(bare, 1), _two(ratio), goal, ok, how
    )


def _two(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, 2)


def _bare(n: int) -> Callable[[], object]:
    subject, seq = token_urlsafe(9), count(1)

    def act() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM organisations_region ORDER BY id OFFSET %s LIMIT 1 FOR NO KEY UPDATE", [n]
            )
            cursor.execute(
                "UPDATE organisations_region SET name = name WHERE id = %s", [cursor.fetchone()[0]]
            )
            at, place = settings.CLOCK.now(), next(seq)
            Event.objects.create(
                subject_kind="bench", subject_id=subject, seq=place, verb="act", actor="system", at=at, data={},
                prev="", hash=f"{subject}{place}",
            )  # fmt: skip

    return act
