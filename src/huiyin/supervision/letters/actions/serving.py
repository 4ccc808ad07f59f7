"""A signed letter goes out; each unit acknowledges and replies, the reply is judged, until it is struck off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.cases.rules.lifecycle import person
from huiyin.intake.attachments.actions import claim
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.policy import queries as policy
from huiyin.supervision.letters.actions.taking import allowed_at, locked, reason, take, take_at, tidy
from huiyin.supervision.letters.addressees import kept_out, led_by
from huiyin.supervision.letters.models import Answer, AnswerFile, Letter, Service
from huiyin.supervision.letters.rules.lifecycle import OWING, settled
from huiyin.supervision.letters.standing import about, copy_of, kind_row


@transaction.atomic
def deliver(pk: int, *, now: datetime) -> Letter:
    """Puts a signed letter before its addressees; withheld where it would reach whom it is about. Twice is once."""
    letter = locked(pk)
    if letter.state != "signed":
        return letter
    take(letter, "deliver", by=SYSTEM, now=now)
    out = kept_out(about(letter))
    for service in letter.services.select_related("unit__region").order_by("position"):
        if led_by(service.unit, out, now) or not copy_of(letter, service, now).readers:
            take_at(letter, service, "withhold", by=SYSTEM, now=now)
            continue
        service.delivered_at = now
        _set_due(letter, service, now)
        take_at(letter, service, "deliver", by=SYSTEM, now=now)
    return _concluded(letter, now)


def _set_due(letter: Letter, service: Service, now: datetime) -> None:
    limit = kind_row(letter.kind).reply
    if service.copied or not limit:
        return
    due = policy.due(limit, region=service.unit.region.code, start=now)
    service.due_at, service.how, service.late_at = due.due_at, due.to_json(), None


@transaction.atomic
def acknowledge(pk: int, unit: int, *, by: Actor, now: datetime) -> Service:
    """Somebody at the unit confirms that it arrived."""
    letter = locked(pk)
    service, _ = allowed_at(letter, unit, "acknowledge", by, now)
    service.acknowledged_at, service.acknowledged_by_id = now, person(by)
    take_at(letter, service, "acknowledge", by=by, now=now)
    _concluded(letter, now)
    return service


@transaction.atomic
def reply(
    pk: int, unit: int, text: str, files: Sequence[tuple[str, str]] = (), *, by: Actor, now: datetime
) -> Answer:
    """The unit answers in writing; whoever answers has also received it.

    `files`: (token of a file that arrived whole, what it shows).
    """
    return _answered(pk, unit, "reply", text, files, by, now)


@transaction.atomic
def report_progress(
    pk: int, unit: int, text: str, files: Sequence[tuple[str, str]] = (), *, by: Actor, now: datetime
) -> Answer:
    """The unit says how far it has come (S2-32), until what it promised is struck off. No day moves for it."""
    return _answered(pk, unit, "report_progress", text, files, by, now)


def _answered(
    pk: int, unit: int, verb: str, text: str, files: Sequence[tuple[str, str]], by: Actor, now: datetime
) -> Answer:
    letter = locked(pk)
    service, copy = allowed_at(letter, unit, verb, by, now)
    if not copy.owes:
        raise NotAllowed(Refused("no_answer_asked"))
    said = tidy("text", text)
    if not said:
        raise NotAllowed(Refused("missing", {"field": "text"}))
    if service.acknowledged_at is None:
        service.acknowledged_at, service.acknowledged_by_id = now, person(by)
    made = Answer.objects.create(
        service=service, round=service.answers.count() + 1, interim=verb != "reply", text=said,
        by_id=person(by), at=now,
    )  # fmt: skip
    for token, shows in files:
        AnswerFile.objects.create(
            answer=made, description=tidy("description", shows, 200), attachment=claim(token, now=now)
        )
    take_at(letter, service, verb, by=by, now=now, round=made.round)
    return made


@transaction.atomic
def judge(pk: int, unit: int, sufficient: bool, reasons: str = "", *, by: Actor, now: datetime) -> Service:
    """The issuing body finds a reply sufficient, or asks again, with reasons and a new day."""
    letter = locked(pk)
    verb = "find_sufficient" if sufficient else "ask_again"
    service, _ = allowed_at(letter, unit, verb, by, now)
    answer = service.answers.filter(interim=False).order_by("-round")[0]
    answer.sufficient, answer.judged_by_id, answer.judged_at = sufficient, person(by), now
    answer.reasons = tidy("reason", reasons) if sufficient else reason(reasons)
    answer.save(update_fields=["sufficient", "judged_by", "judged_at", "reasons"])
    if not sufficient:
        _set_due(letter, service, now)
    return take_at(letter, service, verb, by=by, now=now, round=answer.round)


@transaction.atomic
def strike_off(pk: int, unit: int, note: str, *, by: Actor, now: datetime) -> Service:
    """What was asked for is done, and was looked at again: struck off the list (S2-32)."""
    letter = locked(pk)
    service, _ = allowed_at(letter, unit, "strike_off", by, now)
    service.note, service.struck_off_at = tidy("note", note), now
    take_at(letter, service, "strike_off", by=by, now=now)
    _concluded(letter, now)
    return service


@transaction.atomic
def pass_late(service: int, *, now: datetime) -> bool:
    """Notes, once a round, that a unit hasn't answered in time (S2-30)."""
    found = Service.objects.filter(pk=service).values_list("letter", flat=True).first()
    letter = locked(found or 0)
    row = letter.services.get(pk=service)
    if letter.state != "delivered" or row.state not in OWING or row.late_at or not row.due_at:
        return False
    if row.due_at >= now:
        return False
    row.late_at = now
    take_at(letter, row, "pass_late", by=SYSTEM, now=now)
    return True


def _concluded(letter: Letter, now: datetime) -> Letter:
    """Ends the letter's life once nothing is expected anywhere."""
    copies = [copy_of(letter, s, now) for s in letter.services.select_related("unit").order_by("position")]
    if letter.state == "delivered" and all(map(settled, copies)):
        take(letter, "conclude", by=SYSTEM, now=now)
    return letter
