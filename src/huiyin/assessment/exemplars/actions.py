"""The only writer of the library of exemplars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from huiyin.assessment.exemplars.models import Exemplar
from huiyin.assessment.exemplars.rules.discretion import gives_away
from huiyin.assessment.exemplars.rules.exemplar import EXEMPLAR, TOPICS, YEAR, judges, told_as
from huiyin.assessment.queries import PROVEN
from huiyin.cases.actions.taking import locked, needs_reason
from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import person, roles_on
from huiyin.intake.vault import tells_reporter
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.kernel.text import clean
from huiyin.ledger.actions import record
from huiyin.organisations.models import Officer, Unit

NOMINATORS = ("reviewer", "supervisor")
OWN = ("approver", "chief")
"""Who leads a unit puts forward its own good work."""


@dataclass(frozen=True)
class Told:
    """An example as somebody tells it: of what (`topic`), what was done, what others learn from it."""

    good: bool
    topic: str
    title: str
    text: str
    lesson: str = ""


@transaction.atomic
def nominate(
    told: Told, *, by: Actor, now: datetime, number: str = "", unit: int = 0, source: str = ""
) -> Exemplar:
    """Puts an example forward: from the closed file `number`, or of `unit`'s work as `source` has it (good ones only).

    A bad one only from a file in which something was proven. Raises NotAllowed where the text says anything by which
    somebody could be found, naming the field.
    """
    case = _closed(number, told.good, by) if number else None
    about = _about(case, told.good) if case else _in_charge_of(unit, told.good, by)
    shown = _told_as(case, about, now) if case else about
    kept = {name: _discreet(name, told, case, about, shown) for name in ("title", "text", "lesson")}
    if told.topic not in TOPICS:
        raise NotAllowed(Refused("unknown_choice", {"field": "topic"}))
    made = Exemplar.objects.create(
        committee=about.committee or about,
        unit=about,
        told_as=shown,
        case=case,
        source="" if case else needs_reason(source)[:200],
        good=told.good,
        topic=told.topic,
        **kept,
        state=EXEMPLAR.first,
        by_id=person(by),
        at=now,
    )
    _note(made, "nominate", by, now)
    return made


def _closed(number: str, good: bool, by: Actor) -> Case:
    case = locked(number)
    roles = roles_on(case.snapshot(), by)
    if not roles.intersection(NOMINATORS):
        raise NotAllowed(Refused("wrong_role" if roles else "unknown", {"verb": "nominate"}))
    if case.state != "closed":
        raise NotAllowed(Refused("not_closed"))
    if not good and not case.verifications.filter(PROVEN).exists():
        raise NotAllowed(Refused("nothing_proven"))
    return case


def _about(case: Case, good: bool) -> Unit:
    """A good example is of whoever dealt with it, a bad one of whoever it was about."""
    return (case.unit if good and case.unit else None) or case.reported


def _in_charge_of(unit: int, good: bool, by: Actor) -> Unit:
    mine = Q(committee__in=by.units_as(*NOMINATORS)) | Q(pk__in=by.units_as(*OWN))
    found = Unit.objects.filter(mine, pk=unit, active=True).select_related("committee").first()
    if found is None:
        raise NotAllowed(Refused("not_your_unit", {"field": "unit"}))
    if not good:
        raise NotAllowed(Refused("nothing_proven"))
    return found


def _told_as(case: Case, about: Unit, now: datetime) -> Unit | None:
    """The innermost unit with enough matters that were answered within a year."""
    rows = Case.objects.filter(answered_at__gt=now - timedelta(days=YEAR))
    chain = [int(pk) for pk in reversed(about.path.strip("/").split("/"))]
    counted = (
        (pk, rows.filter(Q(reported__path__contains=f"/{pk}/") | Q(unit__path__contains=f"/{pk}/")).count())
        for pk in chain
    )
    found = told_as(counted)
    return Unit.objects.get(pk=found) if found else None


def _discreet(name: str, told: Told, case: Case | None, about: Unit, shown: Unit | None) -> str:
    limit = {"title": 60, "text": 4000, "lesson": 1000}[name]
    text = clean(getattr(told, name), limit)
    if isinstance(text, Refused):
        raise NotAllowed(Refused(text.reason, {**text.detail, "field": name}))
    if not text and name != "lesson":
        raise NotAllowed(Refused("missing", {"field": name}))
    house = about.path.split("/")[1]
    people = Officer.objects.filter(
        Q(unit__path__startswith=f"/{house}/") | Q(pk__in=case.accused if case else [])
    )
    hidden = [] if shown == about else [about.name, about.short]
    written = [case.report.text, *case.report.supplements.values_list("text", flat=True)] if case else []
    why = gives_away(text, written=written, people=people.values_list("name", flat=True), units=hidden)
    if not why and case and tells_reporter(case.report, text):
        why = "says_reporter"
    if why:
        raise NotAllowed(Refused(why, {"field": name}))
    return text


def choose(pk: int, reasons: str = "", *, by: Actor, now: datetime) -> Exemplar:
    """It stands in the library, and where it is a good one before everybody. By who leads, never who put it forward."""
    return _decide(pk, "choose", reasons, by=by, now=now)


def turn_down(pk: int, reasons: str, *, by: Actor, now: datetime) -> Exemplar:
    """It isn't taken into the library; whoever put it forward reads why."""
    return _decide(pk, "turn_down", needs_reason(reasons), by=by, now=now)


def take_down(pk: int, reasons: str, *, by: Actor, now: datetime) -> Exemplar:
    """It is no example any more: gone for everybody but the committee."""
    return _decide(pk, "take_down", needs_reason(reasons), by=by, now=now)


@transaction.atomic
def expunge(case: Case, *, now: datetime) -> None:
    """The report behind it was deleted by law: no example is made of it any more, for nobody. Its words go, too."""
    rows = Exemplar.objects.select_for_update(of=("self",)).filter(case=case).exclude(text="")
    for row in rows.order_by("pk"):
        row.state = EXEMPLAR.allowed("expunge", row.state, frozenset({"system"})).target or row.state
        row.save(update_fields=["state"])
        _note(row, "expunge", SYSTEM, now)


@transaction.atomic
def _decide(pk: int, verb: str, reasons: str, *, by: Actor, now: datetime) -> Exemplar:
    row = Exemplar.objects.select_for_update(of=("self",)).select_related("case").filter(pk=pk).first()
    if row is None or not (held := by.roles_in(row.committee_id)):
        raise NotAllowed(Refused("unknown"))
    if row.case and not roles_on(row.case.snapshot(), by):
        raise NotAllowed(Refused("unknown"))
    if refused := judges(held, nominated_it=row.by_id == person(by)):
        raise NotAllowed(refused)
    step = EXEMPLAR.allowed(verb, row.state, frozenset({"judge"}))
    row.state = step.target or row.state
    row.reasons, row.decided_by_id, row.decided_at = reasons[:2000], person(by), now
    row.save(update_fields=["state", "reasons", "decided_by", "decided_at"])
    _note(row, verb, by, now)
    return row


def _note(row: Exemplar, verb: str, by: Actor, now: datetime) -> None:
    facts = {"unit": row.unit_id, "case": row.case_id, "good": row.good}
    record("exemplar", row.pk, verb, by=by, now=now, unit=row.committee_id, data=facts)
