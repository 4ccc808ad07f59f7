"""What follows each step of a letter: it is printed and goes out, and who has to act hears of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from huiyin.journey.people import alarm, holding, in_office, text
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.models import Event
from huiyin.messages.actions import enqueue, notify
from huiyin.messages.rules.texts import TEXTS
from huiyin.organisations.models import Account
from huiyin.organisations.queries import actor_for
from huiyin.supervision.letters import actions
from huiyin.supervision.letters.models import Letter, Service
from huiyin.supervision.letters.rules.lifecycle import roles_on
from huiyin.supervision.letters.standing import copy_of, snapshot


def print_and_deliver(event: Event, now: datetime) -> None:
    """A signed letter is printed and put before its addressees."""
    actions.print_papers(int(event.subject_id), now=now)
    actions.deliver(int(event.subject_id), now=now)


def tell_level(event: Event, now: datetime) -> None:
    """The level whose turn it is, or after the last one whoever signs."""
    letter = _letter(event)
    turn = {"in_approval": ("level", "letter_to_approve"), "cleared": ("signer", "letter_to_sign")}
    if letter.state in turn:
        role, template = turn[letter.state]
        _tell_issuer(letter, role, template, event, now)


def tell_writer(event: Event, now: datetime) -> None:
    """Whoever worded it; all who could, where the program did."""
    letter = _letter(event)
    own = letter.writer.removeprefix("account:")
    people = Account.objects.filter(pk=own, is_active=True) if own.isdigit() else ()
    if not _put(people, "letter_handed_back", event, now):
        _tell_issuer(letter, "writer", "letter_handed_back", event, now)


def tell_judges(event: Event, now: datetime) -> None:
    """A reply came in: the issuing body judges it."""
    _tell_issuer(_letter(event), "judge", "letter_to_judge", event, now)


def tell_withheld(event: Event, now: datetime) -> None:
    """It couldn't go where it was to go: those who wrote it find another way."""
    _tell_issuer(_letter(event), "judge", "letter_withheld", event, now)


def tell_unit(event: Event, now: datetime) -> None:
    """It arrived, or has to be answered again: those at the unit who may open it hear of it."""
    if "at" in event.data:
        service = _service(event)
        template = "letter_again" if event.verb == "ask_again" else "letter_received"
        template = template if service.due_at else "letter_told"
        _tell_unit(service, template, event, now)
        _mail_unit(service, template, event, now)


def tell_late(event: Event, now: datetime) -> None:
    """The answer is late (S2-30): the unit hears it, and the body that asked."""
    service = _service(event)
    _tell_unit(service, "letter_late", event, now)
    _tell_issuer(service.letter, "judge", "letter_unanswered", event, now)


def _letter(event: Event) -> Letter:
    return Letter.objects.select_related("issuer", "case").get(pk=event.subject_id)


def _service(event: Event) -> Service:
    rows = Service.objects.select_related("letter__issuer", "letter__case", "unit")
    return rows.get(letter=int(event.subject_id), unit=event.data["at"])


def _tell_unit(service: Service, template: str, event: Event, now: datetime) -> None:
    readers = copy_of(service.letter, service, now).readers
    people = Account.objects.filter(pk__in=readers).order_by("pk")
    _put(people, template, event, now, service.due_at)


def _mail_unit(service: Service, template: str, event: Event, now: datetime) -> None:
    """The unit's own mailbox hears of a paper, too; not of one about a case, of which the whole house must not know."""
    if service.letter.case_id is None and service.unit.mail:
        params = _day_of(template, service.due_at)
        whom = ("unit", service.unit_id)
        key = f"event:{event.pk}"
        enqueue(template, recipient=whom, params=params, key=key, channel="email", unit=event.unit, now=now)


def _tell_issuer(letter: Letter, role: str, template: str, event: Event, now: datetime) -> None:
    """Those of the issuing body who are `role` to the letter; where nobody is, the administrators hear so."""
    standing, today = snapshot(letter, now), now.astimezone(SHANGHAI).date()
    kind = standing.kind
    held = [
        one
        for each in sorted({*kind.writers, *kind.levels, *kind.signers})
        for one in holding(each, letter.issuer_id, now)
    ]
    people = {one.pk: one for one in held if role in roles_on(standing, actor_for(one, on=today))}
    if not _put(people.values(), template, event, now):
        alarm("unattended", key=f"event:{event.pk}", now=now)


TEXTED = ("letter_received", "letter_told", "letter_again", "letter_late")
"""What a unit's people also get as a text message (S2-30): never what it is about."""


def _put(
    people: Iterable[Account], template: str, event: Event, now: datetime, day: datetime | None = None
) -> int:
    params = _day_of(template, day)
    hearing, key = list(people), f"event:{event.pk}"
    heard = in_office(template, event.unit, now) if event.unit else now
    for one in hearing:
        notify(one.pk, template, params, key=key, now=heard)
    if template in TEXTED:
        text(hearing, template, params, event, heard)
    return len(hearing)


def _day_of(template: str, day: datetime | None) -> dict[str, str]:
    wanted = day and "day" in TEXTS[template].blanks
    return {"day": day.astimezone(SHANGHAI).date().isoformat()} if day and wanted else {}
