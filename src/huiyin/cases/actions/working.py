"""The unit at work: taking a case on, and the verification report (S0-18, S0-21)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.cases.actions.approving import stands_in
from huiyin.cases.actions.review import name_officers
from huiyin.cases.actions.taking import allowed, last_verification, locked, take, tidy
from huiyin.cases.actions.talks import talks_missing
from huiyin.cases.models import Allegation, Assignment, Case, Evidence, Finding, Outcome, Verification
from huiyin.cases.rules import checks
from huiyin.cases.rules.checks import VerificationDraft
from huiyin.cases.rules.lifecycle import Snapshot, person
from huiyin.cases.rules.processes import PROCESSES
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.prepared import Change, Fixed, Given, insert
from huiyin.organisations.models import Officer
from huiyin.policy.queries import policy
from huiyin.policy.rules.handling import ONE_LEVEL

LOOKED_INTO = PROCESSES[0]


class Incomplete(Exception):
    """A verification report that can't be submitted yet, by field name. What was written is kept."""

    def __init__(self, fields: dict[str, Refused]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


_ACCEPTED = Change(
    lambda: Assignment.objects.filter(case=Given("case"), ended_at=None, accepted_at=None),
    accepted_at=Given("now"),
)
_ASKED = Fixed(lambda: Allegation.objects.filter(case=Given("case")).values_list("pk", flat=True))
_WEIGHT = Fixed(
    lambda: Assignment.objects.filter(case=Given("case"), ended_at=None).order_by("-at")
    .values_list("weight", flat=True)[:1]
)  # fmt: skip


@transaction.atomic
def accept(number: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """A handler takes the case on for the unit; the three days are over (S0-19)."""
    case = locked(number)
    before = allowed(case, "accept", by, seen)
    first = _ACCEPTED.make(case=case.pk, now=now)
    return take(case, "accept", before, by=by, now=now, again=not first)


@transaction.atomic
def save_verification(number: str, draft: VerificationDraft, *, by: Actor, now: datetime) -> Verification:
    """Keeps a verification report as far as it is written, for the round of work that is on."""
    case = locked(number)
    allowed(case, "submit", by, None)
    return _save(case, draft, _ASKED.all(case=case.pk), by=by, now=now, submitted_at=None)


def establish(
    number: str, draft: VerificationDraft, *, by: Actor, now: datetime, seen: int | None = None
) -> Case:
    """The facts are found: from here on runs the time for what is done about them (S3-13).

    Raises Incomplete after keeping what was written. A report submitted without this was done within the first time.
    """
    with transaction.atomic():
        case = locked(number)
        before = allowed(case, "establish", by, seen)
        if before.due_kind != LOOKED_INTO:
            raise NotAllowed(Refused("established_already"))
        asked = _ASKED.all(case=case.pk)
        _save(case, draft, asked, by=by, now=now, submitted_at=None)
        lacking = checks.established(draft, asked)
        if not lacking:
            return take(case, "establish", before, by=by, now=now)
    raise Incomplete(lacking)


def submit(
    number: str, draft: VerificationDraft, *, by: Actor, now: datetime, seen: int | None = None
) -> Case:
    """Hands a verification report to the approver. Raises Incomplete after keeping what was written."""
    with transaction.atomic():
        case = locked(number)
        before = allowed(case, "submit", by, seen)
        blamed = case.matter == "complaint" or bool(case.accused)
        asked = _ASKED.all(case=case.pk)
        lacking = checks.whole(draft, asked, complaint=blamed)
        if missing := talks_missing(case):
            lacking["talks"] = Refused("talks_missing", {"kinds": missing})
        verification = _save(case, draft, asked, by=by, now=now, submitted_at=None if lacking else now)
        if not lacking:
            before = _named_by(case, draft, before, now=now)
            levels = list(policy().signs(case.problem_type, case.channel, _weight(case)))
            other = stands_in(case, levels[0] if levels else ONE_LEVEL[0], now)
            facts: dict[str, Any] = {"verification": verification.pk, "levels": levels}
            facts |= {"approver": other} if other else {}
            return take(case, "submit", before, by=by, now=now, **facts)
    raise Incomplete(lacking)


def _weight(case: Case) -> str:
    """Whether the matter was given out as major or complex."""
    return _WEIGHT.first(case=case.pk) or ""


def _named_by(case: Case, draft: VerificationDraft, before: Snapshot, *, now: datetime) -> Snapshot:
    """Whoever a verification holds responsible is from now on somebody whom the case is about."""
    new = sorted({o.officer for o in draft.outcomes if o.officer is not None} - set(before.accused))
    if not new:
        return before
    name_officers(case, new, by=SYSTEM)
    return take(case, "pin", before, by=SYSTEM, now=now, officers=new).snapshot()


def _save(
    case: Case,
    draft: VerificationDraft,
    asked: Collection[int],
    *,
    by: Actor,
    now: datetime,
    submitted_at: datetime | None,
) -> Verification:
    responsible = _responsible(case) if any(o.officer for o in draft.outcomes) else ()
    if refused := checks.offered(draft, _outcome_codes(), responsible):
        raise NotAllowed(refused)
    verification = _current(case, by=by, now=now)
    for field in ("method", "matter", "proposal"):
        setattr(verification, field, tidy(field, getattr(draft, field)))
    verification.verifiers = tidy("verifiers", draft.verifiers, 200)
    verification.no_interest = draft.no_interest
    verification.by_id = person(by)
    verification.saved_at = now
    verification.submitted_at = submitted_at
    if verification.pk is None:
        insert(verification)
    else:
        verification.save()
        _clear_parts(verification)
    _save_parts(verification, draft, asked)
    return verification


def current(case: Case, *, by: Actor, now: datetime) -> Verification:
    """The verification of the round that is on, begun where nothing is written yet. The case is locked."""
    verification = _current(case, by=by, now=now)
    return verification if verification.pk else insert(verification)


def _current(case: Case, *, by: Actor, now: datetime) -> Verification:
    """`current`, not yet in its table in a first round in which nothing is written.

    A new round begins as a copy of the one that was returned; without its declaration, which whoever verifies now
    makes anew.
    """
    last = last_verification(case)
    if last is not None and last.submitted_at is None:
        return last
    made = Verification(case=case, round=last.round + 1 if last else 1, by_id=person(by), saved_at=now)
    if last is None:
        return made
    for field in ("verifiers", "method", "matter", "proposal"):
        setattr(made, field, getattr(last, field))
    made.save()
    parts: list[Finding | Outcome | Evidence] = [*last.findings.all(), *last.outcomes.all()]
    for part in (*parts, *last.evidence.all()):
        _copy(part, made)
    return made


def _copy(part: Finding | Outcome | Evidence, to: Verification) -> None:
    part.pk, part.verification = None, to
    part.save(force_insert=True)


def _outcome_codes() -> frozenset[str]:
    return frozenset(row.code for row in policy().outcomes)


def _responsible(case: Case) -> frozenset[int]:
    """The officers whom a verification may hold responsible: those whom it is about, and their house."""
    house = Officer.objects.filter(unit__path__startswith=f"/{case.organ_id}/").values_list("pk", flat=True)
    return frozenset(house) | frozenset(case.accused)


def _clear_parts(verification: Verification) -> None:
    """Findings and outcomes go, they are written anew; of the evidence only what has a file stays."""
    verification.findings.all().delete()
    verification.outcomes.all().delete()
    verification.evidence.filter(attachment=None).delete()


def _save_parts(verification: Verification, draft: VerificationDraft, asked: Collection[int]) -> None:
    findings = {f.allegation: f for f in draft.findings if f.allegation in asked}
    for f in findings.values():
        facts = tidy("facts", f.facts)
        insert(
            Finding(
                verification=verification, allegation_id=f.allegation, conclusion=f.conclusion, facts=facts
            )
        )
    Outcome.objects.bulk_create(
        Outcome(verification=verification, officer_id=o.officer, kind=o.kind, note=tidy("note", o.note))
        for o in draft.outcomes
    )
    Evidence.objects.bulk_create(
        Evidence(verification=verification, description=tidy("evidence", e, 200))
        for e in draft.evidence
        if e.strip()
    )
