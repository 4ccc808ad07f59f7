"""The only writer of officers' points: posted after a period, objected to, concluded; what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from huiyin.assessment.demerits.models import Consequence, Demerit
from huiyin.assessment.demerits.rules.demerits import (
    CONSEQUENCE,
    DEMERIT,
    Rule,
    Step,
    fitting,
    following,
    total,
)
from huiyin.assessment.demerits.standing import roles_in
from huiyin.cases.actions.taking import needs_reason
from huiyin.cases.models import Case, Outcome
from huiyin.cases.rules.lifecycle import person
from huiyin.intake.vault import tells_reporter
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.models import Officer
from huiyin.organisations.queries import lies_in
from huiyin.policy import queries as policy
from huiyin.supervision.rounds.models import Breach


@dataclass(frozen=True)
class Fact:
    """What an officer did, settled at that moment: a finding that was answered, or a breach that was upheld."""

    officer: Officer
    committee: int
    rule: Rule
    at: datetime
    case: int | None
    outcome: int | None = None
    breach: int | None = None


def rules() -> list[Rule]:
    """What slight breaches cost in the city."""
    here = policy.policy()
    return [
        Rule(row.code, row.fact, here.below(row.types), frozenset(row.kinds), row.points)
        for row in here.demerit_rules
        if row.active
    ]


def steps() -> list[Step]:
    """What follows from so many points in the city."""
    return [
        Step(row.code, row.at, frozenset(row.covers)) for row in policy.policy().demerit_steps if row.active
    ]


@transaction.atomic
def post(first: date, last: date, *, now: datetime) -> list[Demerit]:
    """The points for what was settled in these days, all at once, so that no day points to a report. Twice is once."""
    start, end = _midnight(first), _midnight(last + timedelta(days=1))
    made = [_posted(fact, now) for fact in _facts(start, end)]
    for officer, year in dict.fromkeys((row.officer_id, row.year) for row in made):
        _reckon(officer, year, now)
    return made


def _facts(start: datetime, end: datetime) -> Iterator[Fact]:
    held = rules()
    done = Outcome.objects.filter(
        officer__isnull=False, demerit=None, verification__decisions__approved=True,
        verification__case__answered_at__gte=start, verification__case__answered_at__lt=end,
    )  # fmt: skip
    for row in done.distinct().select_related("officer__unit", "verification__case").order_by("pk"):
        case = row.verification.case
        rule = fitting(held, "outcome", case.problem_type, row.kind)
        if rule and row.officer and case.answered_at and row.verification.round == _last_round(case):
            yield Fact(row.officer, case.committee_id, rule, case.answered_at, case.pk, outcome=row.pk)
    stated = Breach.objects.filter(
        officer__isnull=False, demerit=None, state="upheld", decided_at__gte=start, decided_at__lt=end
    )
    rule = fitting(held, "breach")
    for one in stated.select_related("officer__unit").order_by("pk") if rule else ():
        if rule and one.officer and one.decided_at:
            yield Fact(one.officer, one.committee_id, rule, one.decided_at, one.case_id, breach=one.pk)


def _last_round(case: Case) -> int:
    return max(case.verifications.values_list("round", flat=True))


def _posted(fact: Fact, now: datetime) -> Demerit:
    unit = fact.officer.unit
    made = Demerit.objects.create(
        officer=fact.officer, unit=unit, committee_id=fact.committee, case_id=fact.case, outcome_id=fact.outcome,
        breach_id=fact.breach, rule=fact.rule.code, points=fact.rule.points,
        year=fact.at.astimezone(SHANGHAI).year, at=fact.at, posted_at=now, state=DEMERIT.first,
        objections_until=policy.due("score_objection", region=lies_in(unit.pk), start=now).due_at,
    )  # fmt: skip
    _note(made, "post", SYSTEM, now)
    return made


@transaction.atomic
def contest(pk: int, text: str, *, by: Actor, now: datetime) -> Demerit:
    """The officer, or who leads their unit, objects, once and in time, with reasons."""
    row = _taken(pk, "contest", by)
    if now > row.objections_until:
        raise NotAllowed(Refused("objection_late"))
    row.objection, row.objected_by_id, row.objected_at = needs_reason(text), person(by), now
    return _written(row, "contest", by, now)


def uphold(pk: int, text: str, *, by: Actor, now: datetime) -> Demerit:
    """The points stay."""
    return _conclude(pk, "uphold", text, by, now)


def withdraw(pk: int, text: str, *, by: Actor, now: datetime) -> Demerit:
    """The points go, and with them what they alone had brought about."""
    return _conclude(pk, "withdraw", text, by, now)


@transaction.atomic
def _conclude(pk: int, verb: str, text: str, by: Actor, now: datetime) -> Demerit:
    row = _taken(pk, verb, by)
    said = needs_reason(text)
    if row.case and tells_reporter(row.case.report, said):
        raise NotAllowed(Refused("tells_reporter", {"field": "text"}))
    row.conclusion, row.decided_by_id, row.decided_at = said, person(by), now
    return _written(row, verb, by, now)


@transaction.atomic
def carry_out(pk: int, note: str, *, by: Actor, now: datetime) -> Consequence:
    """Who leads the unit, or the committee, says what was done."""
    row = Consequence.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    roles = roles_in(row, by) if row else frozenset[str]()
    if row is None or not roles:
        raise NotAllowed(Refused("unknown"))
    step = CONSEQUENCE.allowed("carry_out", row.state, roles)
    row.state = step.target or row.state
    row.note, row.done_by_id, row.done_at = needs_reason(note), person(by), now
    row.save()
    _followed(row, "carry_out", by, now)
    return row


_BECOMES = {"due": "reach", "covered": "cover", "fallen_away": "fall_away"}


def _reckon(officer: int, year: int, now: datetime) -> None:
    """What the officer's points of a year have come to is due or covered, once; the rest falls away."""
    rows = Demerit.objects.filter(officer=officer, year=year)
    held = Consequence.objects.filter(officer=officer, year=year).exclude(state="fallen_away")
    known = {row.step: row for row in held}
    done = {row.step for row in known.values() if row.state == "carried_out"}
    points = total(rows.values_list("state", "points"))
    wanted = following(steps(), points, done)
    for row in known.values():
        if row.step not in done and row.state != wanted.get(row.step, "fallen_away"):
            row.state = wanted.get(row.step, "fallen_away")
            row.save(update_fields=["state"])
            _followed(row, _BECOMES[row.state], SYSTEM, now)
    last = rows.order_by("-pk").first()
    for code in [code for code in wanted if code not in known and last]:
        assert last is not None
        made = Consequence.objects.create(
            officer_id=officer, unit_id=last.unit_id, committee_id=last.committee_id, year=year, step=code,
            points=points, at=now, state=wanted[code],
        )  # fmt: skip
        _followed(made, _BECOMES[made.state], SYSTEM, now)


def _taken(pk: int, verb: str, by: Actor) -> Demerit:
    rows = Demerit.objects.select_for_update(of=("self",)).select_related("unit", "case__report")
    row = rows.filter(pk=pk).first()
    roles = roles_in(row, by) if row else frozenset[str]()
    if row is None or not roles:
        raise NotAllowed(Refused("unknown"))
    step = DEMERIT.allowed(verb, row.state, roles)
    row.state = step.target or row.state
    return row


def _written(row: Demerit, verb: str, by: Actor, now: datetime) -> Demerit:
    row.save()
    _note(row, verb, by, now)
    _reckon(row.officer_id, row.year, now)
    return row


def _note(row: Demerit, verb: str, by: Actor, now: datetime) -> None:
    data = {"officer": row.officer_id, "unit": row.unit_id, "points": row.points}
    record("demerit", row.pk, verb, by=by, now=now, unit=row.committee_id, data=data)


def _followed(row: Consequence, verb: str, by: Actor, now: datetime) -> None:
    data = {"officer": row.officer_id, "unit": row.unit_id, "step": row.step}
    record("consequence", row.pk, verb, by=by, now=now, unit=row.committee_id, data=data)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
