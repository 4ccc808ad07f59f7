"""What many people write about, from the candidates that are stored."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations

from django.db import connection, transaction

from huiyin.intake.models import Report
from huiyin.intake.queries import senders
from huiyin.triage.likeness.models import Candidate, HotBuild, HotIssue, HotMember
from huiyin.triage.likeness.rules.grouping import Group, grouped
from huiyin.triage.secrecy.queries import clear_reports

ONE_GROUPER = 0x40715500
"""Lock of the database: two workers would build the same issues."""
MOST = 100_000
"""Reports that are grouped, newest first."""
Pairs = dict[tuple[int, int], float]


@transaction.atomic
def regroup(now: datetime, *, days: int, joined: Mapping[int, int] | None = None) -> int:
    """Finds the hot issues of the last `days` days anew where anything came, went or was joined; how many there are.

    `joined` says of reports (ids) under which other one a person joined them: they are about one thing. An issue keeps
    its number while most of its reports stay together. Killed halfway, the earlier ones stand.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_GROUPER])
        if not cursor.fetchone()[0]:
            return 0
    rows = clear_reports(
        Report.objects.filter(received_at__gt=now - timedelta(days=days), compared__says__gt="")
    )
    newest = rows.order_by("-received_at", "-pk").values_list("pk", "compared__lands")[:MOST]
    lands = {report: frozenset(found) for report, found in newest}
    close = _close(lands)
    _bring_together(joined or {}, lands, close)
    read = _mark(lands, close)
    if HotBuild.objects.filter(read=read).exists():
        return HotIssue.objects.count()
    found = grouped(lands, close)
    _store(found, now)
    HotBuild.objects.all().delete()
    HotBuild.objects.create(at=now, read=read)
    return len(found)


def _close(lands: Mapping[int, frozenset[int]]) -> Pairs:
    """The candidates between reports that aren't about different places."""
    rows = Candidate.objects.filter(apart=False, report__gte=min(lands, default=0))
    found = rows.values_list("report_id", "other_id", "close").iterator(chunk_size=10_000)
    return {(one, other): close for one, other, close in found if one in lands and other in lands}


def _bring_together(joined: Mapping[int, int], lands: dict[int, frozenset[int]], close: Pairs) -> None:
    """What a person joined is as close as can be, whatever its words and places."""
    files: dict[int, list[int]] = {}
    for report, main in joined.items():
        files.setdefault(main, [main]).append(report)
    for main, reports in files.items():
        here = [one for one in reports if one in lands]
        lands |= {one: lands.get(main, frozenset()) for one in here}
        for one, other in combinations(here, 2):
            close.pop((other, one), None)
            close[one, other] = 1.0


def _mark(lands: Mapping[int, frozenset[int]], close: Pairs) -> str:
    """What an issue is built from, in few bytes."""
    seen = zlib.crc32(repr(sorted(lands)).encode()), zlib.crc32(repr(sorted(close.items())).encode())
    return f"{len(lands)} reports {seen[0]:08x}, {len(close)} pairs {seen[1]:08x}"


def _store(found: Sequence[Group], now: datetime) -> None:
    """Writes the groups: each into the issue that most of its reports were in, if no larger group took that one."""
    was = dict(HotMember.objects.values_list("report_id", "issue_id"))
    known = HotIssue.objects.in_bulk()
    HotMember.objects.all().delete()
    for group in found:
        before = Counter(was[report] for report in group.members if report in was).most_common()
        kept = next((issue for issue, _ in before if issue in known), None)
        issue = known.pop(kept) if kept is not None else HotIssue(made_at=now)
        issue.held, issue.changed_at = group.held, now
        issue.save()
        HotMember.objects.bulk_create(_members(issue, group))
    HotIssue.objects.filter(pk__in=list(known)).delete()


def _members(issue: HotIssue, group: Group) -> list[HotMember]:
    """One who left no contact counts as somebody of their own."""
    same = senders(group.members)
    people: dict[tuple[str, int], int] = {}
    rows = []
    for place, report in enumerate(group.members):
        sender = ("sender", same[report]) if report in same else ("report", report)
        person = people.setdefault(sender, len(people))
        rows.append(HotMember(issue=issue, report_id=report, place=place, person=person))
    return rows
