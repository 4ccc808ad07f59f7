"""Links and envelopes: derived, sealed and opened with the round's own key (docs/decisions/0022-two-envelopes.md)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from huiyin.intake.crypto import provider
from huiyin.kernel.ids import keyed_hash
from huiyin.panels.models import Judge, Member, Round, Transcript
from huiyin.panels.rules.voting import Ballot, Marking


def closed(judge: Judge, name: str, phone: str) -> None:
    """Puts name and phone into the judge's row, sealed under a key of their own."""
    crypto, aad = provider(), _of(judge)
    key = crypto.new_key()
    judge.wrapped_key = crypto.wrap(key, aad)
    judge.sealed = crypto.seal(key, json.dumps([name, phone], ensure_ascii=False).encode(), aad)


def contact(judge: Judge) -> tuple[str, str]:
    """The judge's name and phone. Raises Tampered."""
    key = provider().unwrap(bytes(judge.wrapped_key), _of(judge))
    name, phone = json.loads(provider().open(key, bytes(judge.sealed), _of(judge)))
    return name, phone


def _of(judge: Judge) -> bytes:
    return f"judge:{judge.committee_id}:{judge.code}".encode()


BLOCK = 4096
"""Bytes: envelopes are filled up to a multiple, so that their size says nothing of what is in them."""


def new_key(round_: Round) -> bytes:
    """A fresh key for the round's envelopes, put into its row."""
    crypto = provider()
    key = crypto.new_key()
    round_.key = crypto.wrap(key, f"round:{round_.pk}".encode())
    return key


def key_of(round_: Round) -> bytes:
    """The round's key, until the count. Raises Tampered."""
    return provider().unwrap(bytes(round_.key), f"round:{round_.pk}".encode())


def link_of(key: bytes, member: Member) -> str:
    """The address by which a member comes to their ballot; who asks for a new one gets the next turn's."""
    return keyed_hash(key, "link", f"{member.pk}/{member.turn}")[:32]


def hash_of(link: str) -> str:
    """What the table keeps of a link."""
    return hashlib.sha256(link.encode()).hexdigest()


def _aad(row: Member | Transcript) -> bytes:
    if isinstance(row, Transcript):
        return f"transcript:{row.round_id}:{row.by_id}:{row.paper}".encode()
    return f"envelope:{row.round_id}:{row.pk}".encode()


def sealed(row: Member | Transcript, key: bytes, ballot: Ballot) -> bytes:
    """The ballot in an envelope that opens for this member, or this transcript, alone."""
    inside: Mapping[str, Any] = {
        "check": ballot.check,
        "answers": {one: list(said) for one, said in ballot.marking.answers.items()},
        "opinions": dict(ballot.marking.opinions),
    }
    body = json.dumps(inside, ensure_ascii=False).encode()
    return provider().seal(key, body + b" " * (-len(body) % BLOCK), _aad(row))


def opened(row: Member | Transcript, key: bytes) -> Ballot:
    """What is in an envelope. Raises Tampered where it was changed or belongs to another."""
    kept = row.sealed if isinstance(row, Transcript) else row.envelope
    inside = json.loads(provider().open(key, bytes(kept), _aad(row)))
    return Ballot(inside["check"], row.layer, Marking(inside["answers"], inside["opinions"]))
