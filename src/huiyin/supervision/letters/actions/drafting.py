"""A letter is drafted from its template with the facts filled in, edited, and proposed for approval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from huiyin.cases.models import Case
from huiyin.intake.vault import tells_reporter
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import organ_of
from huiyin.policy import queries as policy
from huiyin.policy.models import LetterKind
from huiyin.supervision.letters.actions.taking import allowed, locked, take, tidy
from huiyin.supervision.letters.addressees import kept_out, led_by
from huiyin.supervision.letters.facts import facts_for
from huiyin.supervision.letters.models import Letter, Service
from huiyin.supervision.letters.rules.lifecycle import LETTER, SERVICE
from huiyin.supervision.letters.rules.wording import RECORD, complete, filled, worded_by_hand
from huiyin.supervision.letters.standing import about as officers_of
from huiyin.supervision.letters.standing import kind_row

LONGEST_TITLE = 100


@dataclass(frozen=True)
class Wording:
    """What a letter says. `enclosures`: (title, text) of each annex, on a page of its own."""

    title: str
    body: str
    enclosures: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def draft(
    kind: str,
    issuer: Unit,
    addressee: Unit | Sequence[Unit],
    *,
    about: Case | None = None,
    copies: Sequence[Unit] = (),
    facts: Mapping[str, str] | None = None,
    accused: Sequence[int] = (),
    by: Actor = SYSTEM,
    now: datetime,
    because: str,
) -> Letter:
    """A letter from its template, to one unit or many; asked again with the same `because`, the same letter.

    `facts` fill blanks beside what is known of the case `about`; `accused` are officers whom it is about beside the
    case's. Raises NotAllowed: unknown_letter, no_issuer, wrong_role, led_by_accused (to a house that one of them or
    somebody close to them leads), no_addressee, tells_reporter, recorded_text.
    """
    if known := Letter.objects.filter(because=because).first():
        return known
    if not worded_by_hand(kind, because) and not because.startswith(RECORD):
        raise NotAllowed(Refused("recorded_text"))
    row, to = kind_row(kind), [addressee] if isinstance(addressee, Unit) else list(addressee)
    _may_draft(row, issuer, by)
    letter = _worded(row, issuer, to, about, dict(facts or {}), now)
    letter.because, letter.accused, letter.writer = because, sorted(accused), by.account
    _safe(letter, to, copies, now)
    try:
        with transaction.atomic():
            letter.save()
    except IntegrityError:  # somebody else drafted it this very moment
        return Letter.objects.get(because=because)
    for position, unit in enumerate([*to, *(one for one in copies if one not in to)]):
        Service.objects.create(
            letter=letter, unit=unit, copied=position >= len(to), position=position, state=SERVICE.first
        )
    data = {"kind": kind, "case": about.pk if about else None, "to": [unit.pk for unit in to]}
    record("letter", letter.pk, "draft", by=by, now=now, unit=issuer.pk, data=data)
    return letter


def _may_draft(row: LetterKind, issuer: Unit, by: Actor) -> None:
    if issuer.code not in policy.letter_issuers():
        raise NotAllowed(Refused("no_issuer", {"unit": issuer.pk}))
    if by != SYSTEM and not by.roles_in(issuer.pk) & set(row.writers):
        raise NotAllowed(Refused("wrong_role", {"verb": "draft"}))


def _worded(
    row: LetterKind, issuer: Unit, to: list[Unit], case: Case | None, facts: dict[str, str], now: datetime
) -> Letter:
    if not to:
        raise NotAllowed(Refused("no_addressee"))
    known = facts_for(row, issuer, to[0], case, now)
    if len(to) > 1:
        known.pop("unit")
    known |= {name: text for name, text in facts.items() if text.strip()}
    return Letter(
        kind=row.code,
        issuer=issuer,
        case=case,
        house_id=case.organ_id if case else _house(issuer, to),
        state=LETTER.first,
        title=filled(row.title, known)[:LONGEST_TITLE],
        body=filled(row.body, known),
        drafted_at=now,
    )


def _house(issuer: Unit, to: Sequence[Unit]) -> int | None:
    """The one house that all of them are or belong to, if it isn't the issuer's own."""
    houses = {organ_of(unit) for unit in to if unit != issuer}
    return houses.pop() if len(houses) == 1 else None


def _safe(letter: Letter, to: Sequence[Unit], copies: Sequence[Unit], now: datetime) -> None:
    """Refuses what would tell somebody of a report on themselves, or a unit who reported."""
    out = kept_out(officers_of(letter))
    for unit in (*to, *copies):
        if led_by(unit, out, now):
            raise NotAllowed(Refused("led_by_accused", {"unit": unit.pk}))
    _tells_nobody(letter)


def _tells_nobody(letter: Letter) -> None:
    said = "\n".join([letter.title, letter.body, *(part for each in letter.enclosures for part in each)])
    if letter.case and tells_reporter(letter.case.report, said):
        raise NotAllowed(Refused("tells_reporter", {"field": "body"}))


@transaction.atomic
def edit(pk: int, wording: Wording, *, by: Actor, now: datetime, seen: int | None = None) -> Letter:
    """Words a draft anew. Raises NotAllowed(tells_reporter), and Conflict where somebody edited it meanwhile."""
    letter = locked(pk)
    if not worded_by_hand(letter.kind, letter.because):
        raise NotAllowed(Refused("recorded_text"))
    allowed(letter, "edit", by, now, seen)
    letter.title = tidy("title", wording.title, LONGEST_TITLE)
    letter.body = tidy("body", wording.body)
    letter.enclosures = [
        [tidy("enclosures", title, LONGEST_TITLE), tidy("enclosures", text)]
        for title, text in wording.enclosures
        if title.strip() or text.strip()
    ]
    if not letter.title or not letter.body:
        raise NotAllowed(Refused("missing", {"field": "body" if letter.title else "title"}))
    _tells_nobody(letter)
    letter.writer, letter.version = by.account, letter.version + 1
    return take(letter, "edit", by=by, now=now)


@transaction.atomic
def propose(pk: int, *, by: Actor = SYSTEM, now: datetime, seen: int | None = None) -> Letter:
    """Hands a draft to the first level of approval; one without levels waits for its signature at once."""
    letter = locked(pk)
    before = allowed(letter, "propose", by, now, seen)
    if not complete(letter.title, letter.body, *(part for each in letter.enclosures for part in each)):
        raise NotAllowed(Refused("blanks_left", {"field": "body"}))
    letter.version += 1
    take(letter, "propose", by=by, now=now)
    return letter if before.kind.levels else take(letter, "clear", by=SYSTEM, now=now)
