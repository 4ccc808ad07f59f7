"""What is printed stays as it is: both forms are made once, after signing; and a body's own seal."""

from __future__ import annotations

import hashlib
from datetime import datetime
from io import BytesIO

from django.db import transaction
from PIL import Image, UnidentifiedImageError

from huiyin.cases.rules.lifecycle import person
from huiyin.documents import official, word
from huiyin.intake.attachments import stored
from huiyin.intake.crypto import provider
from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import token
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.charge import lies_with
from huiyin.organisations.models import Unit
from huiyin.supervision.letters.actions.taking import locked
from huiyin.supervision.letters.models import Paper, Seal
from huiyin.supervision.letters.printing import aad_of, paper

LARGEST = 2_000_000
SIDE = 600
"""Pixels of a seal: 42 mm at more than 300 a inch."""


@transaction.atomic
def print_papers(pk: int, *, now: datetime) -> None:
    """Makes and keeps the PDF and the DOCX of a signed letter, once."""
    letter = locked(pk)
    if letter.serial is None or letter.papers.count() == 2:
        return
    said = paper(letter, now)
    for form, content in (("pdf", official.pdf(said)), ("docx", word.docx(said))):
        if letter.papers.filter(form=form).exists():
            continue
        name = token(26).lower()
        key = stored.new_key(name)
        stored.write_file(name, key, iter([content]))
        digest = hashlib.sha256(content).hexdigest()
        made = Paper(letter=letter, form=form, sha256=digest, size=len(content), name=name)
        made.wrapped_key, made.made_at = key, now
        made.save()


@transaction.atomic
def keep_seal(unit: Unit, picture: bytes, *, by: Actor, now: datetime) -> Seal:
    """Keeps the picture of a body's cut seal. Raises NotAllowed: not_your_unit, broken, too_large."""
    if not lies_with(by, "administrator", unit):
        raise NotAllowed(Refused("not_your_unit"))
    if len(picture) > LARGEST:
        raise NotAllowed(Refused("too_large", {"limit_mb": LARGEST // 1_000_000}))
    try:
        with Image.open(BytesIO(picture)) as opened:
            drawn = opened.convert("RGBA").resize((SIDE, SIDE))
    except (UnidentifiedImageError, OSError, ValueError) as wrong:
        raise NotAllowed(Refused("broken")) from wrong
    out = BytesIO()
    drawn.save(out, "PNG")
    crypto, aad = provider(), aad_of(unit)
    key = crypto.new_key()
    made = Seal.objects.create(
        unit=unit, wrapped_key=crypto.wrap(key, aad), sealed=crypto.seal(key, out.getvalue(), aad),
        by_id=person(by), at=now,
    )  # fmt: skip
    digest = hashlib.sha256(out.getvalue()).hexdigest()
    record("seal", made.pk, "keep", by=by, now=now, unit=unit.pk, data={"sha256": digest})
    return made
