"""Search over a million cases, as reviewer, leader and handler; beside it the plain ILIKE on the same data.

And the pages of figures about them, once ten million ratings lie beside them, with calls, dispatches and talks.

A database that holds a million cases already isn't filled again; then nothing is said about growth.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from statistics import median
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.test import override_settings

from huiyin.cases.models import Case
from huiyin.cases.queries import visible
from huiyin.cases.search.sources import sources
from huiyin.kernel.clock import FixedClock
from huiyin.organisations.models import Account
from huiyin.organisations.queries import actor_for
from huiyin.policy.queries import policy
from huiyin.reporting.kept.actions import keep_weeks
from huiyin.site.benches.figures import Figure, percentile
from huiyin.site.benches.search.asking import ROLES, Timed, mix, seated, timed, vocabulary
from huiyin.site.benches.search.city import first_case
from huiyin.site.benches.search.filling import BEGIN, DAYS, Filler
from huiyin.site.benches.search.handled import handled
from huiyin.site.benches.search.rated import rated
from huiyin.site.benches.search.texts import Language
from huiyin.site.serving import settle
from huiyin.triage.index.actions import build, mark

SIZES = (100_000, 300_000, 1_000_000)
NOW = BEGIN + timedelta(days=DAYS + 3)
MOST_MS, MOST_QUERIES = 60, 5
_MONTH = f"first={NOW - timedelta(days=30):%Y-%m-%d}&last={NOW:%Y-%m-%d}"
READ = (
    ("overview of a month", f"/oversight/?{_MONTH}", 300),
    ("overview since the launch", "/oversight/", 300),
    ("pool of leads of a month", f"/oversight/leads?{_MONTH}", 300),
    ("ratings by place since the launch", "/oversight/ratings", 1000),
    ("satisfaction since the launch, units by types",
     "/oversight/table?figure=satisfaction&rows=organ&columns=problem_type", 1000),
    ("table of a month, units by types", f"/oversight/table?rows=organ&columns=problem_type&{_MONTH}", 1000),
    ("table since the launch, units by types", "/oversight/table?rows=organ&columns=problem_type", 1000),
)  # fmt: skip
"""Pages of figures, and in how many milliseconds they are to be there."""
_PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def measure() -> list[Figure]:
    """Growth while filling, then the mix of requests, the reference, and how fast the index follows."""
    plain = settings.STORAGES | {"staticfiles": _PLAIN}
    with override_settings(STORAGES=plain, KEPT_SECONDS=3600, ALLOWED_HOSTS=["*"], CLOCK=FixedClock(NOW)):
        grown = filled()
        number = Case.objects.filter(pk=500_000).values_list("number", flat=True).get()
        requests = mix(number)
        settle()  # a process like the web server's: what was loaded to fill tables isn't looked through for garbage
        found = [one for role in ROLES for one in timed(role, requests.items())]
        read, reference, following = _figures_read(), _reference(), _following()
    for one in sorted(found, key=lambda t: -median(t.times))[:12]:
        print(f"{one.role}, {one.asked}: {median(one.times):.0f} ms, busy {one.busy:.0f} ms", file=sys.stderr)
    return [
        *grown,
        *(one for role in ROLES for one in _figures(role, found, reference)),
        _asked(found),
        *read,
        following,
    ]


def _figures(role: str, found: list[Timed], reference: list[float]) -> list[Figure]:
    mine = [one for one in found if one.role == role]
    times, busy = [ms for one in mine for ms in one.times], [one.busy for one in mine]
    how = (
        f"huiyin bench search: {len(times)} whole requests for a page of 50, words from 40 % of the reports to none, "
        f"filters, orders, of {Case.objects.count():,} cases; p50 {percentile(times, 0.5):.1f} ms; machine's load "
        f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; reference: the ILIKE statement alone, p50 "
        f"{percentile(reference, 0.5):.0f} ms"
    )
    cpu = f"web process and database, by request, blind to what else runs; p50 {percentile(busy, 0.5):.1f} ms"
    slow, worked = percentile(times, 0.95), percentile(busy, 0.95)
    goal, beside = f"≤ {MOST_MS} ms", round(percentile(reference, 0.95), 1)
    return [
        Figure(f"search as {role}, p95", "ms", round(slow, 1), beside, None, goal, slow <= MOST_MS, how),
        Figure(f"search as {role}, p95 of processor time", "ms", round(worked, 1), None, None, goal,
               worked <= MOST_MS, cpu),
    ]  # fmt: skip


def _figures_read() -> list[Figure]:
    """How long a leader waits for the pages of figures, of a month and of all."""
    ratings, asking, figures = rated(), seated("leader"), []
    handled()
    began, weeks = perf_counter(), 0
    while done := keep_weeks(policy().city.start, NOW):
        weeks += done
    print(f"{weeks} weeks of committees kept in {perf_counter() - began:.0f} s", file=sys.stderr)
    for name, address, most in READ:
        one = asking.timed(name, address, 5)
        how = (
            f"huiyin bench search: median of {len(one.times)} whole requests beside {Case.objects.count():,} cases "
            f"and {ratings:,} ratings, {one.queries} statements, processors of web process and its database process "
            f"busy {one.busy:.0f} ms; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
        )
        ms = median(one.times)
        figures.append(Figure(name, "ms", round(ms, 1), None, None, f"≤ {most} ms", ms <= most, how))
    return figures


def _asked(found: list[Timed]) -> Figure:
    most = max(one.queries for one in found)
    how = (
        "statements of a page, its navigation included; who asks is known before (session, account, mandates)"
    )
    return Figure("search, statements", "", most, None, None, f"≤ {MOST_QUERIES}", most <= MOST_QUERIES, how)


def _reference() -> list[float]:
    """The same words as the reviewer by ILIKE over title, summary and text, newest 50: milliseconds."""
    viewer = actor_for(Account.objects.get(username=ROLES["reviewer"]), on=settings.CLOCK.now().date())
    times = []
    for words in vocabulary().values():
        holds = Q()
        for word in words.split():
            holds &= Q(summary__icontains=word) | Q(title__icontains=word) | Q(report__text__icontains=word)
        began = perf_counter()
        list(visible(viewer).filter(holds).order_by("-received_at", "-pk")[:50])
        times.append((perf_counter() - began) * 1000)
    return times


def _following() -> Figure:
    """How fast the worker indexes what waits, at the full size of the index."""
    reports = list(
        Case.objects.filter(pk__gt=900_000).order_by("pk").values_list("report_id", flat=True)[:1000]
    )
    mark(*reports)
    began = perf_counter()
    while build(sources):
        pass
    rate = len(reports) / (perf_counter() - began)
    how = "1,000 reports marked and built anew by one worker, 200 a round; a report that arrives waits for one round"
    return Figure(
        "index, reports a second", "1/s", round(rate), None, None, "≥ 100: 200 within 2 s", rate >= 100, how
    )


def filled() -> list[Figure]:
    """Fills the database where it doesn't hold a million cases; then also how the index grew."""
    if Case.objects.count() >= SIZES[-1] - 1:
        return []
    filler, sizes = Filler(Language(), first_case()), []
    for size in SIZES:
        _run("DROP INDEX IF EXISTS indexed_keys")
        filler.fill(size)
        _run("SET maintenance_work_mem = '1GB'")
        _run("CREATE INDEX indexed_keys ON triage_indexed USING gin (keys) WITH (fastupdate = off)")
        sizes.append(_run("SELECT pg_total_relation_size('triage_indexed') / count(*) FROM triage_indexed"))
    _run("VACUUM ANALYZE")
    ratio = sizes[-1] / sizes[0]
    how = f"bytes a case of table and indexes at {', '.join(f'{s:,}' for s in SIZES)} cases: {sizes}"
    grows = Figure(
        "index, bytes a case at a million", "B", sizes[-1], sizes[0], round(ratio, 2),
        "≤ 1.2 of those at 100,000: linear", ratio <= 1.2, how,
    )  # fmt: skip
    return [grows]


def _run(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0]) if cursor.description else 0
