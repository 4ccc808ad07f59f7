"""A letter as it is printed: what the paper says, from the row."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from huiyin.documents.official import Enclosure, Official, system_seal
from huiyin.intake.crypto import provider
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.models import Unit
from huiyin.policy import queries as policy
from huiyin.supervision.letters.facts import number_of
from huiyin.supervision.letters.models import Letter, Seal
from huiyin.supervision.letters.standing import kind_row


def paper(letter: Letter, now: datetime) -> Official:
    """The letter as a paper. One that isn't signed has no number, seal or proof, and is marked as a draft."""
    row, issuer = kind_row(letter.kind), policy.letter_issuers().get(letter.issuer.code)
    signed = letter.signed_at or now
    to = letter.services.select_related("unit").order_by("position")
    note = row.note or (issuer.enquiries if issuer else "")
    return Official(
        form="document" if row.form == "document" else "letter",
        issuer=letter.issuer.name,
        head=(issuer.head if issuer else "") or letter.issuer.name,
        number=number_of(letter),
        title=letter.title,
        to=tuple(one.unit.name for one in to if not one.copied),
        body=_lines(letter.body),
        signed_on=signed.astimezone(SHANGHAI).date(),
        enclosures=tuple(Enclosure(title, _lines(text)) for title, text in letter.enclosures),
        copies=tuple(one.unit.name for one in to if one.copied),
        urgency=row.urgency,
        note=note,
        proof=letter.proof or "",
        proof_url=f"{settings.PUBLIC_URL.rstrip('/')}/proof/{letter.proof}" if letter.proof else "",
        seal=seal_of(letter.issuer) if letter.serial else b"",
    )


def seal_of(unit: Unit) -> bytes:
    """The picture of a body's seal: the one it brought, else one drawn from its name."""
    kept = Seal.objects.filter(unit=unit).order_by("-pk").first()
    if kept is None:
        return system_seal(unit.name)
    crypto, aad = provider(), aad_of(unit)
    return crypto.open(crypto.unwrap(bytes(kept.wrapped_key), aad), bytes(kept.sealed), aad)


def aad_of(unit: Unit) -> bytes:
    return f"seal:{unit.pk}".encode()


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
