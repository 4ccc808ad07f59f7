"""How paper ballots are read, and that two must read the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.lifecycle import Refused
from huiyin.panels.rules.papers import agreed, differing, read_line, too_few_papers, written
from huiyin.panels.rules.scoring import BLANK

SCALE = ("good", "fair", "bad", "unknown")


@given(st.lists(st.sampled_from([BLANK, *SCALE]), min_size=1, max_size=8))
def test_what_is_written_is_read_again(answers: list[str]) -> None:
    assert read_line(written(answers, SCALE), len(answers), SCALE) == answers


def test_an_empty_line_is_blank_and_gaps_do_not_matter() -> None:
    assert read_line("", 3, SCALE) == [BLANK] * 3
    assert read_line(" 1 4 0 ", 3, SCALE) == ["good", "unknown", BLANK]


@pytest.mark.parametrize("line", ["12", "1234", "125", "12x", "1２9"])
def test_a_line_of_another_length_or_with_another_digit_is_not_guessed(line: str) -> None:
    found = read_line(line, 3, SCALE)
    assert isinstance(found, Refused) and found.detail == {"axes": 3, "most": 4}


def test_two_must_read_the_same_and_a_third_may_be_one_of_them() -> None:
    one, other = {"a": ["good"], "b": ["bad"]}, {"a": ["good"], "b": ["fair"]}
    assert agreed({7: one}) is None, "one pair of eyes isn't two"
    assert agreed({7: one, 9: other}) is None
    assert agreed({7: one, 9: dict(one)}) == 7
    assert agreed({7: one, 8: other, 9: dict(other)}) == 8
    assert differing(one, [other]) == ["b"] and differing(one, [one]) == []


def test_of_few_papers_it_could_be_guessed_whose_is_whose() -> None:
    assert too_few_papers({"judges": 4}, []) == Refused("papers_too_few", {"least": 5, "number": 4})
    assert too_few_papers({"judges": 5, "leaders": 2}, ["leaders"]) is None
    assert too_few_papers({"judges": 0}, []) is None
