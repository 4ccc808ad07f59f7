"""Tokens and codes that people read aloud, scan or type. Drawn at random, so never inside a rule."""

from __future__ import annotations

import hashlib
import hmac
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0/O, 1/I/L, U: what is read from a poster or over the phone can't be mistaken."""

QUERY_CODE_DIGITS = 16
"""Sixteen decimal digits: 53 bits, typed on a number pad, shaped like nothing that identifies a person."""


def token(length: int = 10) -> str:
    """A random opaque token of `length` characters (10 are 49 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def query_code() -> str:
    """A new query code: sixteen random digits."""
    return f"{secrets.randbelow(10**QUERY_CODE_DIGITS):0{QUERY_CODE_DIGITS}d}"


def spaced(code: str) -> str:
    """A query code in groups of four, as it is printed."""
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def keyed_hash(key: bytes, purpose: str, value: str) -> str:
    """HMAC-SHA-256 of `value` under `key`, apart for each `purpose`, as hex.

    Matches equal values (a phone seen twice, a query code) without keeping them.
    """
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()
