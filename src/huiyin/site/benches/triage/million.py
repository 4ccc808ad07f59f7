"""A new report among a million: how long it takes to compare it, and how the index grew until then.

A database that holds a million cases already isn't filled again; then nothing is said about growth.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from huiyin.kernel.clock import FixedClock
from huiyin.site.benches.figures import Figure, percentile
from huiyin.site.benches.search import NOW, filled
from huiyin.site.benches.search.asking import backend
from huiyin.site.benches.search.texts import PHRASES, Language
from huiyin.site.benches.triage.complaints import Message
from huiyin.site.benches.triage.filled import indexed, sent
from huiyin.triage.index.models import Frequency, Indexed
from huiyin.triage.index.rules.keys import SAMPLED, counted
from huiyin.triage.likeness import actions as likeness
from huiyin.triage.models import Candidate, Compared

FILES = ()
NEW, MOST_MS = 200, 50
THINNED = 10
"""Of the reports that would be counted for the frequencies every so many is, and counts as so many."""


def measure(_folder: Path) -> list[Figure]:
    """The growth of the index at three sizes, then the time of a comparison."""
    with override_settings(CLOCK=FixedClock(NOW), KEPT_SECONDS=3600):
        grown = filled()
        _complete()
        return [*grown, *_timed()]


def _complete() -> None:
    """What the filling for search leaves out: the frequencies, and that those reports were compared."""
    if Compared.objects.count() >= Indexed.objects.count() - NEW:
        return
    print("frequencies and texts in normal form …", file=sys.stderr)
    every = SAMPLED * THINNED
    with connection.cursor() as cursor:
        cursor.execute("SELECT sent FROM triage_indexed WHERE report_id %% %s = 0", [every])
        found = Counter(code for (text,) in cursor.fetchall() for code in counted(text))
        Frequency.objects.all().delete()
        Frequency.objects.bulk_create(
            (Frequency(token=code, reports=n * THINNED) for code, n in found.items()), batch_size=10_000
        )
        cursor.execute(
            "INSERT INTO triage_compared (report_id, says, lands) SELECT id, translate(text, '，。', ',.'), '{}' "
            "FROM intake_report ON CONFLICT DO NOTHING"
        )
        cursor.execute("VACUUM ANALYZE triage_compared, triage_frequency")


def _timed() -> list[Figure]:
    language = Language()
    language.random = np.random.default_rng(7)  # other texts in the same words
    lengths = language.random.integers(5, 15, NEW).tolist()
    ranks = iter(language.ranks(PHRASES, sum(lengths), 0.8).tolist())
    texts = ["，".join(language.phrases[next(ranks)].text for _ in range(n)) + "。" for n in lengths]
    given = [Message(i, text, frozenset()) for i, text in enumerate(texts)]
    times, busy, database = [], [], backend()
    with transaction.atomic():
        before = Candidate.objects.count()
        indexed(given, sent(given, "xt-court-filing", settings.CLOCK.now()))
        likeness.compare(NOW, 1)  # what the process reads once
        for _ in range(NEW - 1):
            began, burnt = perf_counter(), _burnt(database)
            likeness.compare(NOW, 1)
            times.append((perf_counter() - began) * 1000)
            busy.append((_burnt(database) - burnt) * 1000)
        kept = (Candidate.objects.count() - before) / NEW
        transaction.set_rollback(True)
    how = (
        f"{len(times)} new reports one by one, from the look into the index to the candidates with their reasons, "
        f"among {Indexed.objects.count():,}; p50 {percentile(times, 0.5):.1f} ms, {kept:.1f} candidates kept of each"
    )
    slow, worked = percentile(times, 0.95), sum(busy) / len(busy)
    goal = f"≤ {MOST_MS} ms"
    return [
        Figure("candidates among a million, p95", "ms", round(slow, 1), None, None, goal, slow <= MOST_MS, how),
        Figure("candidates among a million, processor time", "ms", round(worked, 1), None, None, goal,
               worked <= MOST_MS, "mean of worker and database, blind to what else runs"),
    ]  # fmt: skip


def _burnt(database: object) -> float:
    spent = database.cpu_times() if database else None  # type: ignore[attr-defined]
    return process_time() + (spent.user + spent.system if spent else 0)
