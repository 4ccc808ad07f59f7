"""What follows when a report arrives or its reporter speaks again."""

from __future__ import annotations

from datetime import datetime

from huiyin.assessment import actions as assessment
from huiyin.cases.actions import expunge, put_back
from huiyin.cases.models import Case
from huiyin.intake.models import Report, Supplement
from huiyin.journey.arriving import arrive
from huiyin.journey.people import clerks, reviewers, told
from huiyin.ledger.models import Event
from huiyin.organisations.queries import committee_for, officers_named
from huiyin.ratings import actions as ratings
from huiyin.ratings.rules.levels import BAD
from huiyin.reporting.papers import actions as papers
from huiyin.supervision import actions as supervision
from huiyin.triage.secrecy import actions as secrecy
from huiyin.triage.secrecy.models import Quarantine


def _report(number: str) -> Report:
    return Report.objects.select_related("unit__region").get(number=number)


def open_file(event: Event, now: datetime) -> None:
    """The stages of arrival (`arriving.STAGES`)."""
    arrive(_report(event.subject_id), event, now)


def go_on(event: Event, now: datetime) -> None:
    """What the secrecy officer released goes its way, as if it had just arrived."""
    held = Quarantine.objects.select_related("report__unit__region", "supplement").get(pk=event.subject_id)
    if held.supplement:
        _added(held.supplement, event, now)
    elif case := Case.objects.filter(report=held.report, held_back=True).first():
        put_back(case.number, now=now)
    else:
        arrive(held.report, event, now)


def empty_file(event: Event, now: datetime) -> None:
    """What the secrecy officer deleted goes out of the file that was opened on it, too."""
    held = Quarantine.objects.select_related("report").get(pk=event.subject_id)
    case = Case.objects.filter(report=held.report, held_back=True).first()
    if case and held.supplement_id is None:
        expunge(case.number, now=now)


def empty_beside(event: Event, now: datetime) -> None:
    """After a file was emptied: each chapter takes out what was written beside it."""
    case = Case.objects.get(pk=event.subject_id)
    for chapter in (supervision, ratings, assessment, papers):
        chapter.expunge(case, now=now)


def pass_on(event: Event, now: datetime) -> None:
    """Somebody at the committee hears that the reporter added something, unless that carries a mark of secrecy."""
    _added(Supplement.objects.get(pk=event.data["supplement"]), event, now)


def _added(supplement: Supplement, event: Event, now: datetime) -> None:
    report = Report.objects.select_related("unit__region").get(pk=supplement.report_id)
    case = Case.objects.filter(report=report).first()
    committee = case.committee if case else committee_for(report.unit)
    pinned = set(report.named.values_list("officer_id", flat=True)) | set(case.accused if case else ())
    accused = sorted(pinned | {o.pk for o in officers_named(supplement.text, report.unit)})
    if secrecy.admit_supplement(supplement, committee, accused, now=now) and case:
        told(reviewers(case, now), "supplemented", case, event, now)


def call_back(event: Event, now: datetime) -> None:
    """A bad rating is called back (facts 1.5)."""
    case = Case.objects.filter(number=event.subject_id).first()
    if case and event.data["level"] in BAD:
        told(clerks(case, now), "dissatisfied", case, event, now)


def tell_undelivered(event: Event, now: datetime) -> None:
    """An SMS to a reporter didn't arrive: somebody at the committee must find another way."""
    kind, number = event.data["recipient"]
    case = Case.objects.filter(number=number).first() if kind == "report" else None
    if case:
        told(reviewers(case, now), "undelivered", case, event, now)
