"""A file that may hold a secret is taken out of sight by hand, put back, or emptied (S3-20)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.taking import allowed, locked, needs_reason, take
from huiyin.cases.models import (
    Allegation,
    Case,
    Decision,
    Evidence,
    Finding,
    Outcome,
    Reply,
    TalkPaper,
    Verification,
)
from huiyin.cases.times.models import Objection
from huiyin.intake.withheld.actions import Words, empty, remove_files
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.triage.secrecy.actions import hold_by_hand
from huiyin.triage.secrecy.rules.lifecycle import roles_on


@transaction.atomic
def hold_back(number: str, reason: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """From now on the file exists for nobody; the secrecy officer reads it, and releases or deletes it.

    Its clocks run on: the promise to the reporter stands. Raises NotAllowed with `no_secrecy_officer`.
    """
    case = locked(number)
    before = allowed(case, "hold_back", by, seen)
    hold_by_hand(case.report, case.committee, case.accused, needs_reason(reason), by=by, now=now)
    return take(case, "hold_back", before, by=by, now=now)


@transaction.atomic
def hold_by_number(number: str, reason: str, *, by: Actor, now: datetime) -> Case:
    """The same by the secrecy officer, who reads no files and was told of a number.

    Raises NotAllowed with `unknown` for whatever isn't theirs to hold: they learn of no file that they don't get.
    """
    said = needs_reason(reason)
    case = locked(number)
    before = case.snapshot()
    if before.held_back:
        raise NotAllowed(Refused("unknown"))
    try:
        held = hold_by_hand(case.report, case.committee, case.accused, said, by=by, now=now)
    except NotAllowed as no:
        raise NotAllowed(Refused("unknown")) from no
    if not roles_on(held.snapshot(), by):
        raise NotAllowed(Refused("unknown"))
    return take(case, "hold_back", before, by=by, now=now)


@transaction.atomic
def put_back(number: str, *, now: datetime) -> Case | None:
    """The secrecy officer released it: everybody meets it again where it stood. None where it wasn't held back."""
    case = locked(number)
    before = case.snapshot()
    return take(case, "put_back", before, by=SYSTEM, now=now) if before.held_back else None


@transaction.atomic
def expunge(number: str, *, now: datetime) -> Case | None:
    """The report was deleted: whatever repeats it goes, too, and the file ends, out of sight. Twice is once."""
    case = locked(number)
    before = case.snapshot()
    if not before.held_back or (before.state == "closed" and not case.title):
        return None
    empty(written(case))
    remove_files(_brought(case))
    case.deadlines.filter(ended_at=None).update(ended_at=now)
    return take(case, "expunge", before, by=SYSTEM, now=now)


def written(case: Case) -> Iterator[Words]:
    """Whatever somebody wrote into the file, where the report may be repeated."""
    rounds = Verification.objects.filter(case=case)
    yield Case.objects.filter(pk=case.pk), ("title", "summary")
    yield case.referrals.all(), ("reason", "returned_because")
    yield case.assignments.all(), ("summary", "demand", "sent_back_because", "moved_because")
    yield Allegation.objects.filter(case=case), ("text",)
    yield rounds, ("method", "matter", "proposal")
    yield Finding.objects.filter(verification__in=rounds), ("facts",)
    yield Outcome.objects.filter(verification__in=rounds), ("note",)
    yield Decision.objects.filter(verification__in=rounds), ("reasons",)
    yield Evidence.objects.filter(verification__in=rounds), ("description",)
    yield case.recusals.all(), ("reason", "note")
    yield case.time_requests.all(), ("reason", "answer")
    yield Objection.objects.filter(assignment__case=case), ("reason", "answer")
    yield case.talks.all(), ("text",)
    yield Reply.objects.filter(case=case), ("text",)


def _brought(case: Case) -> list[int]:
    """The files (ids) that came into the file after the report: evidence, and papers of talks."""
    evidence = Evidence.objects.filter(verification__case=case).exclude(attachment=None)
    talks = case.talks.exclude(paper=None).values_list("paper", flat=True)
    papers = TalkPaper.objects.filter(talk__case=case).values_list("file", flat=True)
    return [*evidence.values_list("attachment", flat=True), *talks, *papers]
