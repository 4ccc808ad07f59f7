"""What makes a case findable, and by what: the index is built here, behind everything that somebody waits for."""

from __future__ import annotations

from datetime import datetime

from huiyin.cases.models import Case
from huiyin.cases.search.sources import sources, unindexed
from huiyin.intake.models import Report
from huiyin.ledger.models import Event
from huiyin.policy.queries import city
from huiyin.triage.index import actions as index
from huiyin.triage.likeness.actions import regroup


def mark(event: Event, now: datetime) -> None:
    """After an event of a case that changes what it is found by."""
    index.mark(Case.objects.values_list("report_id", flat=True).get(pk=event.subject_id))


def mark_report(event: Event, now: datetime) -> None:
    """After its reporter added something, or somebody removed what it says."""
    index.mark(Report.objects.values_list("pk", flat=True).get(number=event.subject_id))


def mark_released(event: Event, now: datetime) -> None:
    """After the secrecy officer let something go on: until then it was found by nobody."""
    index.mark(event.data["report"])


def build_index() -> int:
    """A slice of what waits to be indexed; how many marks it took."""
    return index.build(sources)


def index_missing(now: datetime) -> int:
    """Marks the cases that have no entry: of a database from before the index was, or one that was emptied."""
    return index.mark_all(unindexed())


def group_matters(now: datetime) -> int:
    """Finds anew what many people write about, where anything came since; how many issues there are."""
    return regroup(now, days=city().hot_days)
