"""The only writer of scores: posted when a period has ended, objected to and concluded point by point, then locked."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db import transaction

from huiyin.assessment.scoring.facts import Fact, facts, handled
from huiyin.assessment.scoring.models import Point, Score
from huiyin.assessment.scoring.rules.scores import POINT, SHEET, Rule, moved, score
from huiyin.assessment.scoring.standing import roles_in
from huiyin.cases.actions.taking import needs_reason
from huiyin.cases.rules.lifecycle import person
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import lies_in
from huiyin.policy import queries as policy


def rules() -> list[Rule]:
    """The city's score rules."""
    return [Rule(r.code, r.kind, r.fact, r.points, r.most, r.per_ten) for r in policy.score_rules()]


@transaction.atomic
def post(first: date, last: date, *, now: datetime) -> list[Score]:
    """The scores of all units that handled something, or of which something is to be counted. Twice is once."""
    start, end = _midnight(first), _midnight(last + timedelta(days=1))
    if Score.objects.filter(first=first).exists():
        return []
    held, denominators = rules(), handled(start, end)
    counted = _by_unit(held, start, end)
    units = Unit.objects.filter(pk__in={*counted, *denominators}, committee__isnull=False)
    return [
        _posted(unit, (first, last), held, denominators.get(unit.pk, 0), counted.get(unit.pk, {}), now)
        for unit in units.order_by("path")
    ]


def _by_unit(held: list[Rule], start: datetime, end: datetime) -> dict[int, dict[str, list[Fact]]]:
    found: dict[int, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for rule in held:
        for fact in facts(rule.fact, start, end):
            found[fact.unit][rule.code].append(fact)
    return found


def _posted(
    unit: Unit,
    days: tuple[date, date],
    held: list[Rule],
    denominator: int,
    found: dict[str, list[Fact]],
    now: datetime,
) -> Score:
    moves = moved(held, {code: len(each) for code, each in found.items()}, denominator)
    made = Score.objects.create(
        unit=unit, committee_id=unit.committee_id or unit.pk, first=days[0], last=days[1], state=SHEET.first,
        handled=denominator, moves=moves, value=score(moves), posted_at=now,
        objections_until=policy.due("score_objection", region=lies_in(unit.pk), start=now).due_at,
    )  # fmt: skip
    Point.objects.bulk_create(
        Point(score=made, rule=code, case_id=fact.case, at=fact.at, state=POINT.first)
        for code, each in found.items()
        for fact in each
    )
    data = {"unit": unit.pk, "value": made.value, "handled": denominator}
    record("score", made.pk, "post", by=SYSTEM, now=now, unit=made.committee_id, data=data)
    return made


@transaction.atomic
def contest(pk: int, text: str, *, by: Actor, now: datetime) -> Point:
    """The unit's leader objects to a point while the score is posted, with reasons."""
    point = _taken(pk, "contest", by)
    if now > point.score.objections_until:
        raise NotAllowed(Refused("objection_late"))
    point.objection, point.objected_by_id, point.objected_at = needs_reason(text), person(by), now
    return _write(point, "contest", by, now)


def uphold(pk: int, outcome: str, *, by: Actor, now: datetime) -> Point:
    """The point stays."""
    return _conclude(pk, "uphold", outcome, by, now)


def withdraw(pk: int, outcome: str, *, by: Actor, now: datetime) -> Point:
    """The point goes, and the score is reckoned anew."""
    return _conclude(pk, "withdraw", outcome, by, now)


@transaction.atomic
def _conclude(pk: int, verb: str, outcome: str, by: Actor, now: datetime) -> Point:
    point = _taken(pk, verb, by)
    point.outcome, point.decided_by_id, point.decided_at = needs_reason(outcome), person(by), now
    _write(point, verb, by, now)
    _reckon(point.score)
    return point


@transaction.atomic
def lock_score(pk: int, *, now: datetime) -> Score | None:
    """Locks a score once its time for objections is over and each is answered; None while it isn't."""
    row = Score.objects.select_for_update().get(pk=pk)
    open_ones = row.points.filter(state="contested").exists()
    if row.state != SHEET.first or row.objections_until >= now or open_ones:
        return None
    _reckon(row)
    row.state, row.final_at = "final", now
    row.save()
    record(
        "score", row.pk, "lock_score", by=SYSTEM, now=now, unit=row.committee_id, data={"value": row.value}
    )
    return row


def _reckon(row: Score) -> None:
    counts: dict[str, int] = defaultdict(int)
    for code in row.points.exclude(state="withdrawn").values_list("rule", flat=True):
        counts[code] += 1
    row.moves = moved(rules(), counts, row.handled)
    row.value = score(row.moves)
    row.save(update_fields=["moves", "value"])


def _taken(pk: int, verb: str, by: Actor) -> Point:
    found = Point.objects.filter(pk=pk).values_list("score", flat=True).first()
    sheet = Score.objects.select_for_update().filter(pk=found or 0).first()
    roles = roles_in(sheet, by) if sheet else frozenset[str]()
    if sheet is None or not roles:
        raise NotAllowed(Refused("unknown"))
    point = Point.objects.select_for_update().get(pk=pk)
    if sheet.state != SHEET.first:
        raise NotAllowed(Refused("wrong_state", {"state": sheet.state, "verb": verb}))
    step = POINT.allowed(verb, point.state, roles)
    point.score, point.state = sheet, step.target or point.state
    return point


def _write(point: Point, verb: str, by: Actor, now: datetime) -> Point:
    point.save()
    data = {"score": point.score_id, "case": point.case_id}
    record("point", point.pk, verb, by=by, now=now, unit=point.score.committee_id, data=data)
    return point


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
