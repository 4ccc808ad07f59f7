"""Sealing: each report (and each file) has a data key of its own, wrapped by the master key.

AES-256-GCM unless the city asks for the national algorithms: SM4-CTR authenticated by HMAC-SM3 (GB/T 32907,
GB/T 32905). The first byte of everything sealed names its algorithm, so that a change of algorithm leaves
what was sealed before readable. A hardware module takes the place of `SoftwareCrypto`; nothing else changes.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES = 32


class Tampered(Exception):
    """What is sealed was changed, cut, moved to another record, or sealed under another key."""


class CryptoProvider(Protocol):
    """`aad` names the record (kind and id): sealed bytes copied to another record don't open there."""

    def new_key(self) -> bytes:
        """A fresh data key of 32 bytes."""

    def wrap(self, key: bytes, aad: bytes) -> bytes:
        """`key` sealed under the master key."""

    def unwrap(self, wrapped: bytes, aad: bytes) -> bytes:
        """The data key again; raises Tampered."""

    def seal(self, key: bytes, data: bytes, aad: bytes) -> bytes:
        """`data` encrypted and authenticated under a data key."""

    def open(self, key: bytes, sealed: bytes, aad: bytes) -> bytes:
        """The data again; raises Tampered."""


class Algorithm(Protocol):
    """One way of authenticated encryption under a key of 32 bytes."""

    def seal(self, key: bytes, data: bytes, aad: bytes) -> bytes: ...
    def open(self, key: bytes, sealed: bytes, aad: bytes) -> bytes: ...


class AesGcm:
    """AES-256-GCM: nonce (12 bytes), ciphertext, tag (16)."""

    def seal(self, key: bytes, data: bytes, aad: bytes) -> bytes:
        nonce = secrets.token_bytes(12)
        return nonce + AESGCM(key).encrypt(nonce, data, aad)

    def open(self, key: bytes, sealed: bytes, aad: bytes) -> bytes:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], aad)


class Sm4Sm3:
    """SM4-CTR, then HMAC-SM3 over everything: nonce (16 bytes), ciphertext, tag (32)."""

    def seal(self, key: bytes, data: bytes, aad: bytes) -> bytes:
        nonce = secrets.token_bytes(16)
        body = nonce + self._stream(key, nonce, data)
        return body + self._mac(key, body, aad).finalize()

    def open(self, key: bytes, sealed: bytes, aad: bytes) -> bytes:
        body, tag = sealed[:-32], sealed[-32:]
        self._mac(key, body, aad).verify(tag)
        return self._stream(key, body[:16], body[16:])

    def _stream(self, key: bytes, nonce: bytes, data: bytes) -> bytes:
        return Cipher(algorithms.SM4(_part(key, b"encrypt")[:16]), modes.CTR(nonce)).encryptor().update(data)

    def _mac(self, key: bytes, body: bytes, aad: bytes) -> hmac.HMAC:
        mac = hmac.HMAC(_part(key, b"authenticate"), hashes.SM3())
        mac.update(len(aad).to_bytes(8, "big") + aad + body)
        return mac


def _part(key: bytes, purpose: bytes) -> bytes:
    """A key of 32 bytes for one purpose: HMAC-SM3 of the purpose under `key`."""
    mac = hmac.HMAC(key, hashes.SM3())
    mac.update(purpose)
    return mac.finalize()


AES, SM4 = b"A", b"S"
_ALGORITHMS: dict[bytes, Algorithm] = {AES: AesGcm(), SM4: Sm4Sm3()}


@dataclass(frozen=True)
class SoftwareCrypto:
    """Holds the master key in memory. `algorithm` seals anew; what was sealed with another still opens."""

    master: bytes
    algorithm: bytes = AES

    def __post_init__(self) -> None:
        if len(self.master) != KEY_BYTES:
            raise ValueError(f"the master key has {len(self.master)} bytes, {KEY_BYTES} are needed")

    def new_key(self) -> bytes:
        return secrets.token_bytes(KEY_BYTES)

    def wrap(self, key: bytes, aad: bytes) -> bytes:
        return self.seal(self.master, key, b"key:" + aad)

    def unwrap(self, wrapped: bytes, aad: bytes) -> bytes:
        return self.open(self.master, wrapped, b"key:" + aad)

    def seal(self, key: bytes, data: bytes, aad: bytes) -> bytes:
        return self.algorithm + _ALGORITHMS[self.algorithm].seal(key, data, aad)

    def open(self, key: bytes, sealed: bytes, aad: bytes) -> bytes:
        algorithm = _ALGORITHMS.get(sealed[:1])
        if algorithm is None:
            raise Tampered("no known algorithm")
        try:
            return algorithm.open(key, sealed[1:], aad)
        except (InvalidTag, InvalidSignature, ValueError) as refusal:
            raise Tampered("does not open") from refusal

    def __repr__(self) -> str:
        """Names the master key without showing it."""
        return f"SoftwareCrypto(master={hashlib.sha256(self.master).hexdigest()[:8]})"


def provider() -> CryptoProvider:
    """The provider that the settings name: MASTER_KEY and, where the city asks for it, CRYPTO = "sm4"."""
    return SoftwareCrypto(settings.MASTER_KEY, SM4 if getattr(settings, "CRYPTO", "aes") == "sm4" else AES)
