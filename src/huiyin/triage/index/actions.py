"""The only writer of the index. Nothing here is on the way of a report coming in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from huiyin.ledger.prepared import Fixed
from huiyin.triage.index.models import Indexed, ToIndex
from huiyin.triage.index.rules.keys import Source, counted, keys, month_of, sampled
from huiyin.triage.index.rules.words import normal

A_ROUND = 200
ONE_BUILDER = 0x48594958
"""PostgreSQL's advisory lock under which the index is built: two builders could overwrite newer with older text."""

Read = Callable[[Sequence[int]], Iterable[Source]]


def mark(*reports: int) -> None:
    """Says that reports are to be indexed anew; in the caller's transaction, so that no change goes unsaid."""
    ToIndex.objects.bulk_create(ToIndex(report_id=report) for report in reports)


def mark_all(reports: QuerySet[Any, Any]) -> int:
    """The same for all reports whose ids `reports` answers, in one statement; how many those are."""
    try:
        sql, params = reports.query.sql_with_params()
    except EmptyResultSet:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO triage_toindex (report_id) {sql}", params)
        return int(cursor.rowcount)


_MARKED = Fixed(lambda: ToIndex.objects.values_list("pk")[:1])


def build(read: Read, most: int = A_ROUND) -> int:
    """Indexes up to `most` marked reports, newest mark first, so that what arrives never waits for a database that
    is indexed for the first time; how many marks it took.

    `read` answers what each report is found by; one that it leaves out isn't found by anything. Killed halfway, the
    marks and the old entries stand as before.
    """
    return _build(read, most) if _MARKED.all() else 0


@transaction.atomic
def _build(read: Read, most: int) -> int:
    if not _alone():
        return 0
    marks = list(ToIndex.objects.select_for_update(skip_locked=True).order_by("-pk")[:most])
    reports = list(dict.fromkeys(one.report_id for one in marks))
    if not reports:
        return 0
    sources = list(read(reports))
    gone = set(reports) - {source.report for source in sources}
    Indexed.objects.filter(report__in=gone).delete()
    new = {s.report for s in sources} - set(
        Indexed.objects.filter(report__in=reports).values_list("report_id", flat=True)
    )
    Indexed.objects.bulk_create(
        map(_entry, sources),
        update_conflicts=True,
        unique_fields=["report"],
        update_fields=["received_at", "month", "organ", "keys", "sent", "told"],
    )
    _count(source for source in sources if source.report in new and sampled(source.report))
    ToIndex.objects.filter(pk__in=[one.pk for one in marks]).delete()
    return len(marks)


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_BUILDER])
        return bool(cursor.fetchone()[0])


def _entry(source: Source) -> Indexed:
    return Indexed(
        report_id=source.report,
        received_at=source.received_at,
        month=month_of(source.received_at),
        organ=source.organ,
        keys=keys(source),
        sent=normal(source.sent),
        told=normal(source.told),
    )


def _count(sources: Iterable[Source]) -> None:
    """Adds the tokens of sampled reports to the frequencies, in one order so that nobody waits for each other."""
    found = Counter(code for source in sources for code in counted(source.sent))
    if not found:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO triage_frequency (token, reports) SELECT * FROM unnest(%s::int[], %s::int[]) "
            "ON CONFLICT (token) DO UPDATE SET reports = triage_frequency.reports + excluded.reports",
            [list(found), list(found.values())],
        )
