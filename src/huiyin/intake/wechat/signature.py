"""Whether a message to our official account's address comes from WeChat."""

from __future__ import annotations

import hashlib
import hmac


def signature(token: str, timestamp: str, nonce: str) -> str:
    """SHA-1, as hex, of the three in sorted order. The algorithm is WeChat's choice."""
    return hashlib.sha1("".join(sorted((token, timestamp, nonce))).encode()).hexdigest()  # noqa: S324


def genuine(token: str, *, timestamp: str, nonce: str, given: str) -> bool:
    """Whether `given` is the right signature. An unset token proves nothing."""
    return bool(token) and hmac.compare_digest(signature(token, timestamp, nonce).encode(), given.encode())
