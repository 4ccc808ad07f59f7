"""A file sealed block by block, so that a long one never stands in memory and a cut one doesn't open."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import IO

from huiyin.intake.crypto import CryptoProvider, Tampered

BLOCK = 262_144
"""Plain bytes in a block; only the last may be shorter. Sealed, each follows its length (4 bytes)."""


def sealed(crypto: CryptoProvider, key: bytes, name: str, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The sealed blocks of a file. Each is bound to the file, to its place and to being the last or not."""
    number, waiting = 0, bytearray()
    for block in blocks:
        waiting += block
        while len(waiting) > BLOCK:
            yield _framed(crypto.seal(key, bytes(waiting[:BLOCK]), _aad(name, number, last=False)))
            del waiting[:BLOCK]
            number += 1
    yield _framed(crypto.seal(key, bytes(waiting), _aad(name, number, last=True)))


def opened(crypto: CryptoProvider, key: bytes, name: str, file: IO[bytes]) -> Iterator[bytes]:
    """The plain blocks of a sealed file. Raises Tampered where it is cut, reordered or changed."""
    number, frame = 0, _frame(file)
    while frame is not None:
        following = _frame(file)
        yield crypto.open(key, frame, _aad(name, number, last=following is None))
        number, frame = number + 1, following
    if number == 0:
        raise Tampered("nothing there")


class Reading(io.RawIOBase):
    """An iterator of bytes as a file that can be read once, from its beginning, for a storage to save."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._rest = blocks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: object) -> int:
        view = memoryview(into).cast("B")  # type: ignore[arg-type]
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = block
        taken, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(taken)] = taken
        return len(taken)


def _aad(name: str, number: int, *, last: bool) -> bytes:
    return f"file:{name}:{number}:{'last' if last else 'more'}".encode()


def _framed(body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + body


def _frame(file: IO[bytes]) -> bytes | None:
    size = file.read(4)
    if not size:
        return None
    body = file.read(int.from_bytes(size, "big")) if len(size) == 4 else b""
    if len(size) < 4 or len(body) < int.from_bytes(size, "big"):
        raise Tampered("cut short")
    return body
