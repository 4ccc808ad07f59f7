"""Signs and checks tree heads: Ed25519 under the seed that only this installation has."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def statement(size: int, root: str, at: datetime) -> bytes:
    """What is signed: the tree's size, its root as hex, and the moment in UTC."""
    return (
        f"huiyin tree head\n{size}\n{root}\n{at.astimezone(UTC).isoformat(timespec='microseconds')}".encode()
    )


def sign(text: bytes) -> str:
    """The signature as hex."""
    return Ed25519PrivateKey.from_private_bytes(settings.SIGNING_KEY).sign(text).hex()


def public_key() -> str:
    """The public key as hex (32 bytes), for anyone who wants to check a head."""
    return Ed25519PrivateKey.from_private_bytes(settings.SIGNING_KEY).public_key().public_bytes_raw().hex()


def holds(text: bytes, signature: str, key: str) -> bool:
    """Whether `signature` over `text` was made under public key `key`."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True
