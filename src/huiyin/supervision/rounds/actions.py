"""The only writer of what a round asks for, and of accountability records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.taking import locked, needs_reason
from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import OPEN, person, roles_on
from huiyin.intake.vault import tells_reporter
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.models import Officer, Unit
from huiyin.supervision.rounds.models import Breach, FollowUp
from huiyin.supervision.rounds.rules.accountability import BREACH, judges
from huiyin.supervision.rounds.rules.irregular import RULES

KINDS = ("nudge", "explain")
ASKING = frozenset({"supervisor", "reviewer"})
ANSWERING = frozenset({"handler", "approver", "team"})


@transaction.atomic
def follow_up(number: str, kind: str, note: str, *, by: Actor, now: datetime, why: str = "") -> FollowUp:
    """Asks those who have a case in hand to get on with it, or to explain. An open question isn't asked twice."""
    case = locked(number)
    _among(case, by, ASKING)
    if kind not in KINDS or (why and why not in RULES):
        raise NotAllowed(Refused("unknown_choice", {"field": "kind"}))
    if case.state not in OPEN.split():
        raise NotAllowed(Refused("wrong_state", {"state": case.state, "verb": "follow_up"}))
    said = needs_reason(note)
    if tells_reporter(case.report, said):
        raise NotAllowed(Refused("tells_reporter", {"field": "note"}))
    if kind == "explain" and (
        open_one := case.follow_ups.filter(kind=kind, why=why, answered_at=None).first()
    ):
        return open_one
    asked = FollowUp.objects.create(case=case, kind=kind, why=why, note=said, by_id=person(by), at=now)
    facts = {"case": case.pk, "kind": kind, "why": why}
    record("follow_up", asked.pk, "ask", by=by, now=now, unit=case.committee_id, data=facts)
    return asked


@transaction.atomic
def explain(pk: int, text: str, *, by: Actor, now: datetime) -> FollowUp:
    """Whoever has the case in hand explains, once. Raises NotAllowed(`unknown`) for anybody else."""
    asked = FollowUp.objects.select_related("case").filter(pk=pk, kind="explain").first()
    if asked is None:
        raise NotAllowed(Refused("unknown"))
    case = locked(asked.case.number)
    _among(case, by, ANSWERING)
    asked = FollowUp.objects.select_for_update().get(pk=pk)
    if asked.answered_at is not None:
        raise NotAllowed(Refused("answered_already"))
    asked.answer, asked.answered_by_id, asked.answered_at = needs_reason(text), person(by), now
    asked.save(update_fields=["answer", "answered_by", "answered_at"])
    facts = {"case": case.pk, "kind": asked.kind, "why": asked.why}
    record("follow_up", asked.pk, "answer", by=by, now=now, unit=case.unit_id, data=facts)
    return asked


def _among(case: Case, by: Actor, wanted: frozenset[str]) -> None:
    roles = roles_on(case.snapshot(), by)
    if not roles & wanted:
        raise NotAllowed(Refused("wrong_role" if roles else "unknown", {"verb": "follow_up"}))


@dataclass(frozen=True)
class Statement:
    """Which rule was broken, by whom, what happened, and what follows."""

    unit: int
    basis: str
    facts: str
    decision: str
    officer: int | None = None
    case: str = ""


@transaction.atomic
def state_breach(said: Statement, *, by: Actor, now: datetime) -> Breach:
    """A supervisor states a serious breach against a unit below their committee, or somebody in it (S3-21).

    Not against whom the case itself is about: they must not learn of it, and the case has outcomes of its own.
    """
    unit = (
        Unit.objects.select_related("committee")
        .filter(pk=said.unit, committee__in=by.units_as("supervisor"), active=True)
        .first()
    )
    if unit is None or unit.committee is None:
        raise NotAllowed(Refused("not_your_unit"))
    if said.officer is not None and not _works_in(unit, said.officer):
        raise NotAllowed(Refused("unknown_choice", {"field": "officer"}))
    case = _case_meant(said.case, by)
    if case is not None and said.officer in case.accused:
        raise NotAllowed(Refused("unknown_choice", {"field": "officer"}))
    if case is not None and tells_reporter(case.report, said.facts):
        raise NotAllowed(Refused("tells_reporter", {"field": "facts"}))
    made = Breach.objects.create(
        committee=unit.committee,
        unit=unit,
        officer_id=said.officer,
        case=case,
        state=BREACH.first,
        basis=needs_reason(said.basis)[:200],
        decision=needs_reason(said.decision)[:200],
        facts=needs_reason(said.facts),
        by_id=person(by),
        at=now,
    )
    _note(made, "state", by, now)
    return made


def _works_in(unit: Unit, officer: int) -> bool:
    return Officer.objects.filter(pk=officer, unit__path__startswith=unit.path).exists()


def _case_meant(number: str, by: Actor) -> Case | None:
    if not number:
        return None
    case = Case.objects.filter(number=number).first()
    if case is None or "supervisor" not in roles_on(case.snapshot(), by):
        raise NotAllowed(Refused("unknown_choice", {"field": "case"}))
    return case


@transaction.atomic
def contest(pk: int, text: str, *, by: Actor, now: datetime) -> Breach:
    """The unit's leader, or the officer themselves, objects. Once, before it is concluded."""
    row = _locked(pk)
    blamed = row.unit_id in by.units_as("approver", "chief") or (
        row.officer_id and row.officer_id == by.officer
    )
    row = _taken(row, "contest", {"blamed"} if blamed else set())
    row.objection, row.objected_by_id, row.objected_at = needs_reason(text), person(by), now
    row.save()
    _note(row, "contest", by, now)
    return row


def uphold(pk: int, outcome: str, *, by: Actor, now: datetime) -> Breach:
    """It stays on record. Who leads the committee concludes, never who stated it."""
    return _conclude(pk, "uphold", outcome, by=by, now=now)


def withdraw(pk: int, outcome: str, *, by: Actor, now: datetime) -> Breach:
    """It was wrong: it stays readable, and counts against nobody."""
    return _conclude(pk, "withdraw", outcome, by=by, now=now)


@transaction.atomic
def _conclude(pk: int, verb: str, outcome: str, *, by: Actor, now: datetime) -> Breach:
    row = _locked(pk)
    held = by.roles_in(row.committee_id)
    if not held:
        raise NotAllowed(Refused("unknown"))
    if refused := judges(held, stated_it=row.by_id == person(by)):
        raise NotAllowed(refused)
    row = _taken(row, verb, {"judge"})
    row.outcome, row.decided_by_id, row.decided_at = needs_reason(outcome), person(by), now
    row.save()
    _note(row, verb, by, now)
    return row


def _locked(pk: int) -> Breach:
    row = Breach.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotAllowed(Refused("unknown"))
    return row


def _taken(row: Breach, verb: str, roles: set[str]) -> Breach:
    if not roles:
        raise NotAllowed(Refused("unknown"))
    step = BREACH.allowed(verb, row.state, frozenset(roles))
    row.state = step.target or row.state
    return row


def _note(row: Breach, verb: str, by: Actor, now: datetime) -> None:
    facts = {"unit": row.unit_id, "officer": row.officer_id, "case": row.case_id}
    record("breach", row.pk, verb, by=by, now=now, unit=row.committee_id, data=facts)
