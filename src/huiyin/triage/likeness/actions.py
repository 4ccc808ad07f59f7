"""The only writer of hot issues. Run behind everything that somebody waits for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Max, QuerySet

from huiyin.intake.models import Report
from huiyin.intake.queries import senders
from huiyin.organisations.models import Region
from huiyin.triage.likeness.models import HotBuild, HotIssue, HotMember
from huiyin.triage.likeness.rules.closeness import READ, Text
from huiyin.triage.likeness.rules.grouping import Group, grouped
from huiyin.triage.secrecy.queries import clear_reports

ONE_GROUPER = 0x40715500
"""Lock of the database: two workers would build the same issues."""
MOST = 20_000
"""Reports that are compared, newest first."""


@transaction.atomic
def regroup(now: datetime, *, days: int) -> int:
    """Finds the hot issues of the last `days` days anew where a report came or went; how many issues there are now.

    An issue keeps its number while most of its reports stay together. Killed halfway, the earlier ones stand.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_GROUPER])
        if not cursor.fetchone()[0]:
            return 0
    reports = clear_reports(Report.objects.filter(received_at__gt=now - timedelta(days=days)))
    read = _mark(reports, days)
    if HotBuild.objects.filter(read=read).exists():
        return HotIssue.objects.count()
    found = grouped(_texts(reports))
    _store(found, now)
    HotBuild.objects.all().delete()
    HotBuild.objects.create(at=now, read=read)
    return len(found)


def _mark(reports: QuerySet[Report], days: int) -> str:
    seen = reports.aggregate(newest=Max("pk"), many=Count("pk"))
    return f"{days} days, {seen['many']} reports up to {seen['newest']}"


def _texts(reports: QuerySet[Report]) -> list[Text]:
    """Who names no county or district means the one of the unit reported on, where that is of one."""
    rows = reports.exclude(text="").order_by("-received_at", "-pk")
    counties = dict(Region.objects.filter(level="county").values_list("pk", "name"))
    lands = re.compile("|".join(map(re.escape, sorted(counties.values(), key=len, reverse=True))) or "(?!)")
    found = []
    for pk, text, region in rows.values_list("pk", "text", "unit__region")[:MOST]:
        named = lands.findall(text[:READ]) or ([counties[region]] if region in counties else [])
        found.append(Text(pk, text[:READ], frozenset(named)))
    return found


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
