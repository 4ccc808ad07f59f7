"""What is sealed opens under its own key and name only, and any change is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.intake.crypto import AES, SM4, SoftwareCrypto, Tampered

MASTER = bytes(range(32))
BOTH = pytest.mark.parametrize("algorithm", [AES, SM4])


@BOTH
@given(data=st.binary(max_size=300), aad=st.binary(max_size=20))
def test_opens_to_what_was_sealed(algorithm: bytes, data: bytes, aad: bytes) -> None:
    crypto = SoftwareCrypto(MASTER, algorithm)
    key = crypto.new_key()
    wrapped = crypto.wrap(key, aad)
    assert crypto.open(crypto.unwrap(wrapped, aad), crypto.seal(key, data, aad), aad) == data


@BOTH
@given(at=st.integers(0), change=st.integers(1, 255))
def test_any_changed_byte_is_noticed(algorithm: bytes, at: int, change: int) -> None:
    crypto = SoftwareCrypto(MASTER, algorithm)
    sealed = bytearray(crypto.seal(MASTER, b"13900000000", b"report:1"))
    sealed[at % len(sealed)] ^= change
    with pytest.raises(Tampered):
        crypto.open(MASTER, bytes(sealed), b"report:1")


@BOTH
@given(kept=st.integers(0, 40))
def test_cut_short_or_moved_to_another_record_does_not_open(algorithm: bytes, kept: int) -> None:
    crypto = SoftwareCrypto(MASTER, algorithm)
    sealed = crypto.seal(MASTER, b"a secret of some length, 40 bytes or so.", b"report:1")
    with pytest.raises(Tampered):
        crypto.open(MASTER, sealed[:kept], b"report:1")
    with pytest.raises(Tampered):
        crypto.open(MASTER, sealed, b"report:2")


def test_a_data_key_is_not_readable_as_data_under_the_master_key() -> None:
    crypto = SoftwareCrypto(MASTER)
    wrapped = crypto.wrap(crypto.new_key(), b"report:1")
    with pytest.raises(Tampered):
        crypto.open(MASTER, wrapped, b"report:1")


def test_a_change_of_algorithm_leaves_the_old_readable() -> None:
    old, new = SoftwareCrypto(MASTER, AES), SoftwareCrypto(MASTER, SM4)
    assert new.open(MASTER, old.seal(MASTER, b"x", b""), b"") == b"x"
    assert new.seal(MASTER, b"x", b"")[:1] == SM4


@BOTH
def test_the_same_text_never_looks_the_same(algorithm: bytes) -> None:
    crypto = SoftwareCrypto(MASTER, algorithm)
    assert len({crypto.seal(MASTER, b"same", b"") for _ in range(50)}) == 50


def test_a_short_master_key_is_refused_and_never_printed() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        SoftwareCrypto(b"x" * 16)
    assert MASTER.hex() not in repr(SoftwareCrypto(MASTER))
    assert repr(MASTER) not in repr(SoftwareCrypto(MASTER))
