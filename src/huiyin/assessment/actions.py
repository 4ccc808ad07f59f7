"""The only writer of the use of results; and what the chapter does about a report that was deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huiyin.assessment.exemplars import actions as exemplars
from huiyin.assessment.models import Demerit, Exemplar, Point, Use
from huiyin.assessment.queries import PROVEN
from huiyin.cases.actions.taking import locked
from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import person, roles_on
from huiyin.intake.withheld.actions import Words, empty
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.kernel.text import clean
from huiyin.ledger.actions import record

KINDS = ("appraisal", "talk", "transfer", "training", "improvement", "commendation")


@transaction.atomic
def use_result(number: str, kind: str, note: str, *, officer: int | None, by: Actor, now: datetime) -> Use:
    """The committee writes down what use was made of an answered case's result, for a unit and maybe an officer.

    For an officer only where an approved verification found something: what isn't proven leaves no trace on anybody.
    """
    case = locked(number)
    roles = roles_on(case.snapshot(), by)
    if not roles & {"reviewer", "supervisor"}:
        raise NotAllowed(Refused("wrong_role" if roles else "unknown", {"verb": "use_result"}))
    if case.answered_at is None:
        raise NotAllowed(Refused("not_answered_yet"))
    text = clean(note, 2000)
    if kind not in KINDS or isinstance(text, Refused) or not text:
        raise NotAllowed(Refused("reason_needed"))
    if officer is not None and officer not in case.accused:
        raise NotAllowed(Refused("unknown_choice", {"field": "officer"}))
    if officer is not None and not case.verifications.filter(PROVEN).exists():
        raise NotAllowed(Refused("nothing_proven"))
    made = Use.objects.create(
        case=case, officer_id=officer, unit_id=case.unit_id or case.reported_id, kind=kind, note=text,
        by_id=person(by), at=now,
    )  # fmt: skip
    record("use", made.pk, "record", by=by, now=now, unit=made.unit_id, data={"case": case.pk})
    return made


@transaction.atomic
def expunge(case: Case, *, now: datetime) -> None:
    """Its report was deleted: what was noted beside points and uses goes, and examples drawn from it are taken down.

    Points and their conclusions stand: they cost or spare somebody, and say nothing of the matter. Twice is once.
    """
    exemplars.expunge(case, now=now)
    empty(written(case))


def written(case: Case) -> Iterator[Words]:
    yield Use.objects.filter(case=case), ("note",)
    yield Point.objects.filter(case=case), ("objection", "outcome")
    yield Demerit.objects.filter(Q(case=case) | Q(breach__case=case)), ("objection", "conclusion")
    yield Exemplar.objects.filter(case=case), ("source", "title", "text", "lesson", "reasons")
