import hashlib
import hmac

from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.ids import ALPHABET, keyed_hash, query_code, spaced, token

KEY = b"k" * 32


def test_the_alphabet_has_no_two_letters_that_look_alike() -> None:
    assert not set(ALPHABET) & set("01OILU")
    assert len(set(ALPHABET)) == len(ALPHABET) == 30
    assert ALPHABET.isascii() and ALPHABET.upper() == ALPHABET


def test_tokens_use_the_whole_alphabet_and_nothing_else() -> None:
    drawn = [token() for _ in range(500)]
    assert {len(one) for one in drawn} == {10}
    assert set("".join(drawn)) == set(ALPHABET)
    assert len(set(drawn)) == 500
    assert len(token(4)) == 4


def test_query_codes_are_sixteen_digits_with_leading_zeros_kept() -> None:
    drawn = [query_code() for _ in range(500)]
    assert all(len(code) == 16 and code.isdecimal() and code.isascii() for code in drawn)
    assert len(set(drawn)) == 500
    assert {code[0] for code in drawn} == set("0123456789")


@given(st.text("0123456789", min_size=1, max_size=20))
def test_a_spaced_code_has_groups_of_four_and_loses_nothing(code: str) -> None:
    groups = spaced(code).split(" ")
    assert "".join(groups) == code
    assert {len(group) for group in groups[:-1]} <= {4} and 1 <= len(groups[-1]) <= 4


def test_a_keyed_hash_is_that_of_the_standard_library() -> None:
    expected = hmac.new(KEY, b"phone\0+8613900000000", hashlib.sha256).hexdigest()
    assert keyed_hash(KEY, "phone", "+8613900000000") == expected


def test_hashes_are_apart_by_key_purpose_and_value() -> None:
    asked = [
        (KEY, "phone", "1"),
        (b"l" * 32, "phone", "1"),
        (KEY, "query", "1"),
        (KEY, "phone", "2"),
        (KEY, "phon", "e1"),
    ]
    assert len({keyed_hash(*one) for one in asked}) == len(asked)
