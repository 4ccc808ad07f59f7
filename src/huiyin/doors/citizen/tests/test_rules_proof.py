"""The small sum, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from huiyin.doors.citizen.proof import LASTS, LEAST_BITS, MOST_BITS, bits_for, challenge, solved

KEY, NOW = b"k", datetime(2022, 3, 7, tzinfo=UTC)


def solve(given: str) -> str:
    return next(str(n) for n in range(10**6) if solved(KEY, given, str(n), now=NOW))


def test_a_solved_challenge_holds_for_ten_minutes_and_no_longer() -> None:
    given = challenge(KEY, 8, nonce="a1", now=NOW)
    answer = solve(given)
    assert solved(KEY, given, answer, now=NOW + LASTS - timedelta(seconds=1))
    assert not solved(KEY, given, answer, now=NOW + LASTS)


def test_an_easier_challenge_cant_be_made_up() -> None:
    given = challenge(KEY, 12, nonce="a1", now=NOW)
    easier = "0" + given[given.index(".") :]
    assert not any(solved(KEY, easier, str(n), now=NOW) for n in range(50))
    assert not any(
        solved(KEY, challenge(b"other", 0, nonce="a", now=NOW), str(n), now=NOW) for n in range(50)
    )


def test_only_numbers_answer() -> None:
    given = challenge(KEY, 0, nonce="a1", now=NOW)
    assert solved(KEY, given, "0", now=NOW)
    for answer in ("", "-1", "１", "x", "9" * 16, "0\x00"):
        assert not solved(KEY, given, answer, now=NOW)
    for odd in ("", "...", "é.é", "1.2.3"):
        assert not solved(KEY, odd, "0", now=NOW)


def test_the_load_makes_it_harder_within_bounds() -> None:
    assert bits_for(0) == LEAST_BITS and bits_for(10**9) == MOST_BITS
    assert LEAST_BITS < bits_for(1.0) < bits_for(4.0) < bits_for(20.0)
