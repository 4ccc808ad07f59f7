"""The only writer of kept weeks: counts those that are over, and anew those that changed since."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.kernel.clock import SHANGHAI
from huiyin.reporting.kept.models import KeptWeek, Touch
from huiyin.reporting.kept.queries import with_cases
from huiyin.reporting.queries.automation import by_decision
from huiyin.reporting.queries.conditions import definition, moments
from huiyin.reporting.queries.counting import Cases, by_lots
from huiyin.reporting.queries.figures import went_beside
from huiyin.reporting.rules.cycles import Period, week_of
from huiyin.reporting.rules.measures import KEPT, WEEK
from huiyin.reporting.rules.weeks import Counts, add, weeks_in

_ALONE = "SELECT pg_advisory_xact_lock(hashtext('reporting: kept weeks'), %s)"
"""Whoever changes a moment of the committee's cases holds the same lock, shared, until it is committed (0005)."""


def keep_weeks(start: date, now: datetime, most: int = 50) -> int:
    """Counts up to `most` weeks since `start` that are over, oldest first; how many it counted."""
    yesterday = now.astimezone(SHANGHAI).date() - timedelta(days=1)
    mondays = weeks_in(Period(start, yesterday)) if start <= yesterday else []
    missing = _missing(mondays)[:most]
    for committee, monday in missing:
        _keep(committee, monday)
    return len(missing)


def _missing(mondays: list[date]) -> list[tuple[int, date]]:
    """Weeks of which nothing valid is kept."""
    touched = Touch.objects.values("week")
    fresh = KeptWeek.objects.filter(definition=definition()).exclude(pk__in=touched)
    have = set(fresh.values_list("committee", "first"))
    committees = with_cases().values_list("pk", flat=True).order_by("pk")
    return [one for pk in committees for monday in mondays if (one := (pk, monday)) not in have]


@transaction.atomic
def _keep(committee: int, monday: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [committee])
    week, means = week_of(monday), definition()
    begins, ends = moments(week)
    KeptWeek.objects.filter(committee=committee, first=monday).delete()
    KeptWeek.objects.create(
        committee_id=committee,
        first=monday,
        begins_at=begins,
        ends_at=ends,
        definition=means,
        counts=_counted(Cases(_open_to_see, committee, means), week, ends),
    )


def _open_to_see(committee: int) -> QuerySet[Case]:
    return Case.objects.filter(committee=committee, held_back=False)


def _counted(cases: Cases, week: Period, ends: datetime) -> Counts:
    counts = by_lots(cases, {("", measure): [week] for measure in KEPT}, ends)[""]
    for more in (by_decision, went_beside):
        add(counts, more(cases, [week]))
    add(counts, {WEEK: {week.first.isoformat(): dict(counts.get("", {}).get("", {}))}})
    return counts
