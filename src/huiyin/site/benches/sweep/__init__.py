"""A million open deadlines, of which ten thousand have passed: two workers take each once; an idle look is cheap."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from statistics import median
from time import perf_counter, process_time

from django.db import connection
from django.test import override_settings

from huiyin.cases.models import Case
from huiyin.journey.worker import pass_deadlines
from huiyin.kernel.clock import FixedClock
from huiyin.ledger.models import Event
from huiyin.site.benches.figures import Figure
from huiyin.site.benches.search.city import first_case
from huiyin.site.benches.sweep.filling import DUE, NOW, OPEN, fill
from huiyin.site.benches.sweep.reference import bare_rate

WORKERS = 2
GOAL_RATE, GOAL_MS = 1_000, 5
_WORKER = (
    "from huiyin.site import database; database.ready(); "
    "from huiyin.site.benches.sweep.worker import main; main()"
)


def measure() -> list[Figure]:
    """Fills, times the idle look, the bare loop, and the sweep of what is due."""
    with override_settings(CLOCK=FixedClock(NOW - timedelta(days=90))):
        fill(first_case())
    (idle, busy), reference = _idle(), bare_rate(WORKERS)
    took = _swept()
    again, busy_again = _idle()
    taken = Counter(
        Event.objects.filter(verb__in=("overdue", "lock"), subject_kind="case").values_list(
            "subject_id", flat=True
        )
    )
    once = len(taken) == DUE and set(taken.values()) == {1}
    marked = Case.objects.filter(overdue=True).count() + Case.objects.filter(state="locked").count()
    rate, slow = DUE / took, max(idle, again)
    how = (
        f"{OPEN:,} open deadlines, {DUE:,} due, one in five of which locks its case: {len(taken):,} cases taken, "
        f"{sum(taken.values()):,} events, {marked:,} cases marked, by {WORKERS} workers of their own; reference: "
        f"{WORKERS} bare loops, one row, one event and one commit at a time"
    )
    return [
        Figure("sweep, deadlines a second", "1/s", round(rate), round(reference), round(rate / reference, 2),
               f"≥ {GOAL_RATE}, each exactly once", once and marked == DUE and rate >= GOAL_RATE, how),
        Figure("idle sweep", "ms", round(slow, 2), None, None, f"≤ {GOAL_MS} ms", slow <= GOAL_MS,
               f"median of 100 looks where nothing is due, before and after: {idle:.2f} and {again:.2f} ms; "
               f"the worker's own processor time {max(busy, busy_again):.2f} ms; load {os.getloadavg()[0]:.1f}"),
    ]  # fmt: skip


def _idle() -> tuple[float, float]:
    """Milliseconds, by the wall and of the processor, of a look when nothing is due yet, or nothing any more."""
    now = NOW if Case.objects.filter(overdue=True).exists() else NOW - timedelta(days=1)
    times, busy = [], []
    for _ in range(100):
        began, worked = perf_counter(), process_time()
        touched = pass_deadlines(now)
        times.append((perf_counter() - began) * 1000)
        busy.append((process_time() - worked) * 1000)
        if touched:
            raise RuntimeError("something was due on an idle look")
    return median(times), median(busy)


def _swept() -> float:
    """Seconds from the moment when the workers are ready until both have nothing left."""
    words = [sys.executable, "-c", _WORKER]
    workers = [
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(WORKERS)
    ]
    for worker in workers:
        assert worker.stdout and worker.stdout.readline().strip() == "ready"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    began = perf_counter()
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("go\n")
        worker.stdin.flush()
    if any(worker.wait() for worker in workers):
        raise RuntimeError("a worker failed")
    return perf_counter() - began
