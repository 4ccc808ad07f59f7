"""A letter is approved level by level and signed; signing allots its number."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.cases.rules.lifecycle import person
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.ids import token
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.policy import queries as policy
from huiyin.supervision.letters.actions.taking import allowed, locked, reason, take, take_at
from huiyin.supervision.letters.models import Consent, Letter, NumberPool
from huiyin.supervision.letters.rules.lifecycle import SERVICE
from huiyin.supervision.letters.rules.numbers import following
from huiyin.supervision.letters.standing import kind_row

VOIDABLE = next(step.source for step in SERVICE.steps if step.verb == "void")
PROOF_LENGTH = 20
"""98 bits: nobody guesses the address that proves a paper."""


@transaction.atomic
def approve(pk: int, *, by: Actor, now: datetime, seen: int | None = None) -> Letter:
    """The level whose turn it is says yes; after the last one the letter waits for its signature."""
    letter = locked(pk)
    before = allowed(letter, "consent", by, now, seen)
    _consent(letter, before.kind.levels[before.consents], before.consents, by, now)
    last = before.consents + 1 == len(before.kind.levels)
    return take(letter, "clear" if last else "consent", by=by, now=now, level=before.consents + 1)


@transaction.atomic
def hand_back(pk: int, why: str, *, by: Actor, now: datetime, seen: int | None = None) -> Letter:
    """Whoever was to approve or sign hands it back to be worded anew, with reasons."""
    letter = locked(pk)
    before = allowed(letter, "hand_back", by, now, seen)
    role = before.kind.levels[before.consents] if before.consents < len(before.kind.levels) else "signer"
    _consent(letter, role, before.consents, by, now, reason(why))
    return take(letter, "hand_back", by=by, now=now)


def _consent(letter: Letter, role: str, level: int, by: Actor, now: datetime, why: str = "") -> None:
    Consent.objects.create(
        letter=letter, round=letter.version, level=level, role=role,
        given=not why, reasons=why, by_id=person(by), at=now,
    )  # fmt: skip


@transaction.atomic
def sign(pk: int, *, by: Actor, now: datetime, seen: int | None = None) -> Letter:
    """Signs a cleared letter: it gets the next number of its body, kind and year, and the code that proves it.

    The number is taken in the same transaction: one that fails takes none, so there is never a gap.
    """
    letter = locked(pk)
    allowed(letter, "sign", by, now, seen)
    letter.signed_by_id, letter.signed_at, letter.proof = person(by), now, token(PROOF_LENGTH)
    _number(letter, now)
    return take(letter, "sign", by=by, now=now, mark=letter.mark, year=letter.year, serial=letter.serial)


def _number(letter: Letter, now: datetime) -> None:
    issuer = policy.letter_issuers().get(letter.issuer.code)
    if issuer is None:
        raise NotAllowed(Refused("no_issuer", {"unit": letter.issuer_id}))
    letter.mark = issuer.mark + kind_row(letter.kind).mark
    letter.year = now.astimezone(SHANGHAI).year
    NumberPool.objects.get_or_create(mark=letter.mark, year=letter.year)
    pool = NumberPool.objects.select_for_update().get(mark=letter.mark, year=letter.year)
    pool.last = letter.serial = following(pool.last)
    pool.save(update_fields=["last"])


@transaction.atomic
def void(pk: int, why: str, *, by: Actor, now: datetime, seen: int | None = None) -> Letter:
    """Takes a letter back, with a reason. Its number stays its own: no other paper ever gets it."""
    letter = locked(pk)
    allowed(letter, "void", by, now, seen)
    letter.void_because = reason(why)
    return take_back(letter, by=by, now=now)


def take_back(letter: Letter, *, by: Actor, now: datetime) -> Letter:
    """Ends a letter at the body that issued it and at each unit: nobody owes an answer to it any more."""
    take(letter, "void", by=by, now=now)
    for service in letter.services.filter(state__in=VOIDABLE):
        take_at(letter, service, "void", by=SYSTEM, now=now)
    return letter
