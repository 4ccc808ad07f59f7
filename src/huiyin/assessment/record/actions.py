"""Gives the record of a unit or an officer to whoever may ask for it: as a letter that nobody can word."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huiyin.assessment.record.queries import entries, may_state
from huiyin.assessment.record.rules.record import told
from huiyin.cases.actions.taking import needs_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.organisations.models import Officer, Unit
from huiyin.supervision.letters.actions.drafting import draft, propose
from huiyin.supervision.letters.models import Letter
from huiyin.supervision.letters.rules.wording import RECORD

KIND = "record"
"""The city's kind of paper for it."""


@transaction.atomic
def state_record(
    unit: int, officer: int | None, first: date, last: date, to: int, asked: str, *, by: Actor, now: datetime
) -> Letter:
    """Drafts the statement of what is on record, for who leads to sign; `asked`: who asked, by which paper.

    Raises NotAllowed: not_your_unit, dates_reversed, conflict_of_interest for whom it is about,
    and what `draft` raises.
    """
    about = may_state(by).filter(pk=unit).select_related("committee").first()
    if about is None:
        raise NotAllowed(Refused("not_your_unit", {"field": "unit"}))
    if first > last:
        raise NotAllowed(Refused("dates_reversed", {"field": "last"}))
    person = (
        Officer.objects.filter(pk=officer, unit__path__startswith=about.path).first() if officer else None
    )
    if officer and person is None:
        raise NotAllowed(Refused("unknown_choice", {"field": "officer"}))
    if person and person.pk in by.stays_out_for:
        raise NotAllowed(Refused("conflict_of_interest"))
    who = f"{about.name}{person.name if person else ''}"
    facts = {
        "matter": who,
        "period": f"{first.isoformat()}至{last.isoformat()}",
        "demand": f"{needs_reason(asked)}收悉。",
        "list": told(entries(about, person, first, last)),
    }
    target = f"officer:{person.pk}" if person else f"unit:{about.pk}"
    letter = draft(
        KIND,
        about.committee or about,
        Unit.objects.get(pk=to),
        facts=facts,
        accused=[person.pk] if person else [],
        by=by,
        now=now,
        because=f"{RECORD}{target}:{first.isoformat()}:{last.isoformat()}:{now:%Y%m%d%H%M}",
    )
    return propose(letter.pk, by=by, now=now) if letter.state == "drafted" else letter
