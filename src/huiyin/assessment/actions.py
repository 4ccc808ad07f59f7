"""The only writer of the use of results."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.assessment.models import Use
from huiyin.assessment.queries import PROVEN
from huiyin.cases.actions.taking import locked
from huiyin.cases.rules.lifecycle import person, roles_on
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
