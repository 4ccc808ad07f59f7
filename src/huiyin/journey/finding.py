"""What makes a case findable, and by what: the index is built here, behind everything that somebody waits for."""

from __future__ import annotations

from datetime import datetime

from huiyin.cases.models import Case
from huiyin.cases.search.sources import sources, unindexed
from huiyin.intake.models import Report
from huiyin.ledger.models import Event
from huiyin.policy.queries import city
from huiyin.triage import actions as triage
from huiyin.triage.index import actions as index
from huiyin.triage.likeness import actions as likeness


def mark(event: Event, now: datetime) -> None:
    """After an event of a case that changes what it is found by."""
    index.mark(Case.objects.values_list("report_id", flat=True).get(pk=event.subject_id))


def mark_report(event: Event, now: datetime) -> None:
    """After its reporter added something, or somebody removed what it says."""
    index.mark(Report.objects.values_list("pk", flat=True).get(number=event.subject_id))


def mark_released(event: Event, now: datetime) -> None:
    """After the secrecy officer let something go on: until then it was found by nobody."""
    index.mark(event.data["report"])


def forget_words(event: Event, now: datetime) -> None:
    """After somebody removed what a report says: nothing is found by its words any more."""
    if "supplement" not in event.data:
        report = Report.objects.values_list("pk", flat=True).get(number=event.subject_id)
        likeness.forget(report)
        triage.forget(report)


def mark_opened(event: Event, now: datetime) -> None:
    """After a file is opened: it is to be found, and compared with what is there."""
    report = Case.objects.values_list("report_id", flat=True).get(pk=event.subject_id)
    index.mark(report)
    likeness.mark(report)


def build_index() -> int:
    """A slice of what waits to be indexed; how many marks it took."""
    return index.build(sources)


def compare(now: datetime) -> int:
    """A slice of what is indexed and waits to be compared with the others; how many."""
    return likeness.compare(now)


def index_missing(now: datetime) -> int:
    """Marks the cases that have no entry: of a database from before the index was, or one that was emptied."""
    return index.mark_all(unindexed()) + likeness.mark_missing(now)


def group_matters(now: datetime) -> int:
    """Finds anew what many people write about, where anything came since; how many issues there are."""
    joined = Case.objects.filter(main__isnull=False).values_list("report_id", "main__report_id")
    return likeness.regroup(now, days=city().hot_days, joined=dict(joined))
