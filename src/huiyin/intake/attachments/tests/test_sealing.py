"""A sealed file opens whole and in order, or not at all."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.intake.attachments.sealing import BLOCK, Reading, opened, sealed
from huiyin.intake.crypto import SoftwareCrypto, Tampered

CRYPTO = SoftwareCrypto(bytes(range(32)))
KEY = bytes(32)


def frames(data: bytes, name: str = "a") -> list[bytes]:
    return list(sealed(CRYPTO, KEY, name, [data]))


def read(body: bytes, name: str = "a") -> bytes:
    return b"".join(opened(CRYPTO, KEY, name, io.BytesIO(body)))


@given(st.lists(st.sampled_from([0, 1, 1000, BLOCK - 1, BLOCK, BLOCK + 1]), max_size=4))
def test_opens_to_what_was_sealed_however_it_was_cut(sizes: list[int]) -> None:
    blocks = [bytes([number]) * size for number, size in enumerate(sizes)]
    assert read(b"".join(sealed(CRYPTO, KEY, "a", blocks))) == b"".join(blocks)


def test_missing_doubled_exchanged_or_cut_blocks_do_not_open() -> None:
    first, second, third = frames(bytes(2 * BLOCK + 5))
    whole = first + second + third
    assert len(read(whole)) == 2 * BLOCK + 5
    for wrong in (
        b"",
        first,
        first + second,
        second + third,
        first + third,
        second + first + third,
        first + first + second + third,
        whole[:-1],
        whole[:-40],
        whole + b"\0\0",
    ):
        with pytest.raises(Tampered):
            read(wrong)


def test_a_file_does_not_open_under_another_name() -> None:
    with pytest.raises(Tampered):
        read(b"".join(frames(b"voice", "a")), "b")


@given(st.lists(st.binary(max_size=50), max_size=8), st.integers(1, 20))
def test_reading_gives_every_byte_once(blocks: list[bytes], step: int) -> None:
    reading = Reading(iter(blocks))
    assert b"".join(iter(lambda: reading.read(step) or b"", b"")) == b"".join(blocks)


def test_two_hundred_megabytes_pass_without_standing_in_memory() -> None:
    def source() -> Iterator[bytes]:
        for number in range(200):
            yield bytes([number]) * 1_000_000

    digest = hashlib.sha256()
    tracemalloc.start()
    for frame in sealed(CRYPTO, KEY, "a", source()):
        digest.update(frame)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000
