"""A file that may hold a secret is taken out of sight by hand, put back, or emptied (S3-20)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.taking import allowed, locked, needs_reason, take
from huiyin.cases.models import Allegation, Case, Evidence, Finding, Reply, Talk, Verification
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.triage.secrecy.actions import hold_by_hand
from huiyin.triage.secrecy.rules.lifecycle import roles_on

NO_WORDS = ""


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
    Case.objects.filter(pk=case.pk).update(title=NO_WORDS, summary=NO_WORDS)
    case.assignments.update(summary=NO_WORDS, demand=NO_WORDS)
    Allegation.objects.filter(case=case).update(text=NO_WORDS)
    rounds = Verification.objects.filter(case=case)
    Finding.objects.filter(verification__in=rounds).update(facts=NO_WORDS)
    rounds.update(method=NO_WORDS, matter=NO_WORDS, proposal=NO_WORDS)
    Evidence.objects.filter(verification__in=rounds).update(description=NO_WORDS)
    for written in (Talk, Reply):
        written.objects.filter(case=case).update(text=NO_WORDS)
    case.deadlines.filter(ended_at=None).update(ended_at=now)
    return take(case, "expunge", before, by=SYSTEM, now=now)
