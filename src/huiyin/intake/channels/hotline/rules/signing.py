"""Who says it, when, and never twice: a request or a file between us and the hotline, signed with a shared secret."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from huiyin.kernel.lifecycle import Refused

SKEW = 300
"""Seconds by which the two clocks may differ; a nonce must be remembered for twice as long."""
TIME, NONCE, SIGNATURE = "X-Huiyin-Time", "X-Huiyin-Nonce", "X-Huiyin-Signature"


def signature(secret: str, moment: str, nonce: str, target: str, body: bytes) -> str:
    """HMAC-SHA-256 over time, nonce, "METHOD /path?query" and body, as hex."""
    said = f"{moment}\n{nonce}\n{target}\n".encode() + body
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()


def signed(secret: str, target: str, body: bytes, *, nonce: str, now: datetime) -> dict[str, str]:
    """The three headers that go with a request."""
    moment = str(int(now.timestamp()))
    return {TIME: moment, NONCE: nonce, SIGNATURE: signature(secret, moment, nonce, target, body)}


def wrong(
    secret: str, target: str, body: bytes, headers: Mapping[str, str], *, now: datetime
) -> Refused | None:
    """Why a request isn't believed; whether its nonce was seen before is for the caller to look up."""
    moment, nonce = headers.get(TIME, ""), headers.get(NONCE, "")
    if not secret or not (8 <= len(nonce) <= 64) or not (moment.isascii() and moment.isdigit()):
        return Refused("unsigned")
    expected = signature(secret, moment, nonce, target, body)
    if not hmac.compare_digest(expected.encode(), headers.get(SIGNATURE, "").encode()):
        return Refused("unsigned")
    return None if abs(int(moment) - now.timestamp()) <= SKEW else Refused("stale")


def sealed_lines(secret: str, rows: Iterable[Mapping[str, Any]], *, nonce: str, now: datetime) -> bytes:
    """A file for a closed network: a JSON object a line, the last one counting and signing those before."""
    lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows]
    body = "".join(f"{line}\n" for line in lines).encode()
    moment = str(int(now.timestamp()))
    seal = {"kind": "seal", "count": len(lines), "time": moment, "nonce": nonce}
    seal["signature"] = signature(secret, moment, nonce, f"FILE {len(lines)}", body)
    return body + json.dumps(seal).encode() + b"\n"


def opened_lines(secret: str, data: bytes) -> list[dict[str, Any]] | Refused:
    """The rows of such a file. Refused: unsigned, where a byte was changed, a line is missing or another is there."""
    body, _, last = data.rstrip(b"\n").rpartition(b"\n")
    body = body + b"\n" if body else b""
    try:
        seal = json.loads(last)
        rows = [json.loads(line) for line in body.splitlines()]
        expected = signature(secret, seal["time"], seal["nonce"], f"FILE {seal['count']}", body)
        given, count = str(seal["signature"]), seal["count"]
    except (ValueError, TypeError, KeyError):
        return Refused("unsigned")
    honest = bool(secret) and hmac.compare_digest(expected.encode(), given.encode()) and count == len(rows)
    return rows if honest and all(isinstance(row, dict) for row in rows) else Refused("unsigned")
