"""Where a letter stands, as the rules see it."""

from __future__ import annotations

from datetime import datetime

from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.policy import queries as policy
from huiyin.policy.models import LetterKind
from huiyin.supervision.letters.addressees import kept_out, readers
from huiyin.supervision.letters.models import Letter, Service
from huiyin.supervision.letters.rules.lifecycle import Copy, Kind, Snapshot


def kind_row(code: str) -> LetterKind:
    """The city's row for a kind of paper. Raises NotAllowed for one that it never had."""
    row = policy.letter_kind(code)
    if row is None:
        raise NotAllowed(Refused("unknown_letter", {"kind": code}))
    return row


def about(letter: Letter) -> frozenset[int]:
    """The officers whom it is about, as is known by now."""
    return frozenset(letter.accused) | frozenset(letter.case.accused if letter.case else ())


def copy_of(letter: Letter, service: Service, now: datetime) -> Copy:
    """Where it stands at one unit."""
    people = readers(service.unit, letter.case, kept_out(about(letter)), now)
    owes = not service.copied and bool(kind_row(letter.kind).reply)
    return Copy(service.unit_id, service.state, frozenset(one.pk for one in people), owes)


def snapshot(letter: Letter, now: datetime) -> Snapshot:
    """The letter with all its copies."""
    row = kind_row(letter.kind)
    services = letter.services.select_related("unit").order_by("position")
    return Snapshot(
        state=letter.state,
        issuer=letter.issuer_id,
        kind=Kind(frozenset(row.writers), tuple(row.levels), frozenset(row.signers), row.reply),
        organ=letter.house_id,
        accused=about(letter),
        writer=letter.writer,
        consents=consents(letter),
        held_back=letter.case is not None and letter.case.held_back,
        copies=tuple(copy_of(letter, service, now) for service in services),
    )


def consents(letter: Letter) -> int:
    """How many levels have said yes since it was last proposed."""
    if letter.state not in ("in_approval", "cleared"):
        return 0
    return letter.consents.filter(round=letter.version, given=True).count()
