"""The only writer of reports, places and what is added to a report."""

from __future__ import annotations

import secrets
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from huiyin.intake import arrival, vault
from huiyin.intake.attachments.actions import attach, attachable
from huiyin.intake.models import Answer, NamedOfficer, Place, PlaceCode, Report, Supplement, Tombstone
from huiyin.intake.numbers import allot
from huiyin.intake.rules.submission import TEXT_LIMIT, Checked, Submission, check, digest, text_limit
from huiyin.kernel.actor import PUBLIC, Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.deadlines import Deadline
from huiyin.kernel.ids import QUERY_CODE_DIGITS, keyed_hash, token
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.kernel.text import clean
from huiyin.ledger.actions import record
from huiyin.ledger.models import Event
from huiyin.ledger.rules.chain import Entry
from huiyin.organisations.charge import over
from huiyin.organisations.models import Officer, Unit
from huiyin.organisations.queries import region_of
from huiyin.organisations.rules.mandates import KEEPERS, within
from huiyin.policy.queries import Policy, policy


@dataclass(frozen=True)
class Receipt:
    """What a reporter keeps. The query code is shown here and nowhere stored."""

    number: str
    query_code: str
    promised_at: datetime
    promised_how: dict[str, Any]
    hash: str
    received_at: datetime


class Wrong(Exception):
    """A submission with mistakes, by field name."""

    def __init__(self, fields: dict[str, Refused]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def query_code_for(key: str) -> str:
    """The query code that belongs to an idempotency key.

    Derived, not drawn: a repeated request gets the same receipt although only the code's hash is kept.
    """
    digits = int(keyed_hash(settings.MASTER_KEY, "query code", key), 16) % 10**QUERY_CODE_DIGITS
    return f"{digits:0{QUERY_CODE_DIGITS}d}"


def receive(
    submission: Submission, *, now: datetime, by: Actor = PUBLIC, promised_from: datetime | None = None
) -> Receipt:
    """Takes a report in: report, sealed identity, event and outbox row, all or nothing.

    The same key again gives the same receipt. Raises Wrong with the mistakes by field, and NotAllowed with
    `already_sent` where the key was used for another text. `promised_from` is when the promise to answer begins,
    where that isn't the moment of receipt: nobody promised anything for a report of the past.
    """
    rules = policy()
    types = frozenset(row.code for row in rules.problem_types)
    way = rules.channel(submission.channel)
    today = now.astimezone(SHANGHAI).date()
    checked = check(submission, types=types, today=today, limit=text_limit(way.way if way else ""))
    if isinstance(checked, dict):
        raise Wrong(checked)
    if not _on_offer(submission, rules):
        raise Wrong({"answers": Refused("unknown_choice")})
    number = allot(rules.city.prefix, now.astimezone(SHANGHAI).year)
    try:
        # One statement is a transaction by itself; with files or a named officer there are more.
        several = submission.uploads or submission.officer or submission.answers or connection.in_atomic_block
        with transaction.atomic() if several else nullcontext():
            return _write(number, checked, rules, by=by, now=now, start=promised_from or now)
    except IntegrityError:
        if earlier := _earlier(checked):
            return earlier
        raise


def _on_offer(submission: Submission, rules: Policy) -> bool:
    """Whether each answer is one of those that this type and channel offer, and none says that it isn't ours."""
    options = {
        (question.code, option["code"])
        for question in rules.asks(submission.problem_type, submission.channel)
        for option in question.options
        if not option["stop"]
    }
    questions = [question for question, _ in submission.answers]
    return set(submission.answers) <= options and len(set(questions)) == len(questions)


def _write(
    number: str, checked: Checked, rules: Policy, *, by: Actor, now: datetime, start: datetime
) -> Receipt:
    source = checked.submission
    way = rules.channel(source.channel)
    limit = way.limit if way and way.limit else "whole"
    promise = rules.due(
        limit, region=region_of(source.unit), start=start, kind=source.problem_type, channel=source.channel
    )
    report = _report(number, checked, promise, now)
    files = attachable(source.uploads, now=now) if source.uploads else []
    facts = {
        "digest": report.digest,
        "files": [file.sha256 for file in files],
        "unit": source.unit,
        "promised_at": promise.due_at.isoformat(),
        **({"answers": len(source.answers)} if source.answers else {}),
    }
    entry = Entry("report", number, 0, "receive", by.account, source.unit, now, facts, "")
    identity = None
    if source.identity_mode != "anonymous" or source.openid:
        identity = vault.sealed(number, _person(checked))
    report.pk, event = arrival.write(report, identity, entry)
    if source.officer:
        NamedOfficer.objects.create(report=report, officer_id=source.officer, pinned_by=by.account)
    if source.answers:
        Answer.objects.bulk_create(Answer(report=report, question=q, option=o) for q, o in source.answers)
    if files:
        attach(source.uploads, report=report, now=now)
    code = query_code_for(source.key)
    return Receipt(number, code, report.promised_at, report.promised_how, event.hash, now)


def _person(checked: Checked) -> vault.Person:
    return vault.Person(checked.name, checked.phone, checked.submission.openid, checked.mail, checked.postal)


def _report(number: str, checked: Checked, promise: Deadline, now: datetime) -> Report:
    source, salt = checked.submission, secrets.token_hex(16)
    return Report(
        number=number,
        unit_id=source.unit,
        place_id=source.place,
        channel=source.channel,
        problem_type=source.problem_type,
        officer_text=checked.officer_text,
        text=checked.text,
        occurred_on=source.occurred_on,
        identity_mode=source.identity_mode,
        language=source.language,
        received_at=now,
        promised_at=promise.due_at,
        promised_how=promise.to_json(),
        query_code_hash=vault.hashed("query code", query_code_for(source.key)),
        idempotency_hash=vault.hashed("idempotency", source.key),
        external_id=source.external_id,
        salt=salt,
        digest=digest(checked.content(), salt),
    )


def _earlier(checked: Checked) -> Receipt | None:
    """The receipt given before for the same key; refuses a key reused for something else."""
    key = checked.submission.key
    report = Report.objects.filter(idempotency_hash=vault.hashed("idempotency", key)).first()
    if report is None:
        return None
    if digest(checked.content(), report.salt) != report.digest:
        raise NotAllowed(Refused("already_sent", {"number": report.number}))
    return given(report, key)


def given(report: Report, key: str) -> Receipt:
    """The receipt that was given for `report`, which was sent with `key`."""
    first = Event.objects.get(subject_kind="report", subject_id=report.number, seq=1)
    return Receipt(
        report.number,
        query_code_for(key),
        report.promised_at,
        report.promised_how,
        first.hash,
        report.received_at,
    )


def supplement(report: Report, text: str, *, now: datetime) -> Supplement:
    """Adds what the reporter still wants to say. Raises Wrong where it is empty or too long.

    Raises NotAllowed(`removed`) where there is nothing left to add to. Until it was looked at for marks of secrecy
    nobody reads it.
    """
    result = clean(text, TEXT_LIMIT)
    if isinstance(result, Refused):
        raise Wrong({"text": result})
    if not result.strip():
        raise Wrong({"text": Refused("missing")})
    with transaction.atomic():
        locked = Report.objects.select_for_update().get(pk=report.pk)
        if Tombstone.objects.filter(report=locked, supplement=None).exists():
            raise NotAllowed(Refused("removed"))
        added = Supplement.objects.create(report=locked, text=result.strip(), at=now)
        record("report", locked.number, "supplement", by=PUBLIC, now=now, data={"supplement": added.pk})
    return added


@transaction.atomic
def make_code(
    unit: Unit,
    name: str,
    *,
    by: Actor,
    now: datetime,
    name_en: str = "",
    bilingual: bool = False,
    officer: str = "",
) -> PlaceCode:
    """Makes a place of `unit` (or takes the one that has this name) and a code for its poster (S0-11).

    `officer` is the code of whose place it is; what comes by it is rated or said of them.

    Raises NotAllowed(`wrong_role`, `not_your_unit`).
    """
    _keeps_places(unit, by)
    place, _ = Place.objects.update_or_create(
        unit=unit,
        name=name,
        defaults={
            "name_en": name_en,
            "bilingual": bilingual,
            "officer": Officer.objects.get(code=officer) if officer else None,
            "active": True,
        },
    )
    code = PlaceCode.objects.create(token=token(), place=place, made_at=now)
    record("place", place.pk, "make_code", by=by, now=now, unit=unit.pk, data={"code": code.pk})
    return code


@transaction.atomic
def retire_code(code: PlaceCode, *, by: Actor, now: datetime) -> None:
    """Switches a code off: whoever scans it is told to choose the unit by hand. Raises NotAllowed likewise."""
    locked = PlaceCode.objects.select_related("place__unit").select_for_update(of=("self",)).get(pk=code.pk)
    _keeps_places(locked.place.unit, by)
    Place.objects.select_for_update(no_key=True).get(pk=locked.place_id)  # its chain of events grows
    locked.active = False
    locked.save(update_fields=["active"])
    record("place", locked.place_id, "retire_code", by=by, now=now, data={"code": code.pk})


def _keeps_places(unit: Unit, by: Actor) -> None:
    if refused := within(by, KEEPERS, over(unit), "keep_place"):
        raise NotAllowed(refused)


def count_scan(place: int, *, now: datetime) -> None:
    """Counts one scan of a place's code on its day. Not an event: it is a number, and about nobody."""
    day = now.astimezone(SHANGHAI).date()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_scans (place_id, day, count) VALUES (%s, %s, 1) "
            "ON CONFLICT (place_id, day) DO UPDATE SET count = intake_scans.count + 1",
            [place, day],
        )
