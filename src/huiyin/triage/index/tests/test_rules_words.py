"""Whatever way a word is written, it is found; and what a text holds is never missing from its tokens."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.triage.index.rules.words import coded, normal, tokens

TEXTS = st.text(
    st.sampled_from("电梯坏了電後台 \n，。Aaé１2x冀〇㎏\u200b\u0301\U00020000"), max_size=40
) | st.text(max_size=40)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("電梯壞了", "电梯坏了"),
        ("裡面", "里面"),
        ("ＡＢＣ１２３", "abc123"),
        ("电 梯\u3000坏\u200b了", "电梯坏了"),
        ("乾隆年間", "干隆年间"),
        ("羣眾", "群众"),
        ("已是简体，原样不动。", "已是简体,原样不动。"),
    ],
)
def test_ways_of_writing_that_are_one(written: str, read: str) -> None:
    assert normal(written) == read


def test_what_differs_stays_apart() -> None:
    assert len({normal(word) for word in ("电梯", "楼梯", "法院", "法官", "12", "21", "a")}) == 7


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电梯坏了", {"电梯", "梯坏", "坏了"}),
        ("電梯，壞", {"电梯", "坏"}),
        ("冀A12345号", {"冀", "a", "12345", "号"}),
        ("The BUS stop", {"the", "bus", "stop"}),
        ("村 霸", {"村霸"}),
        ("(2021)民初12号", {"2021", "民初", "12", "号"}),
        (" ，!\n", set()),
        ("", set()),
    ],
)
def test_what_a_text_is_found_by(text: str, found: set[str]) -> None:
    assert tokens(text) == found


@given(TEXTS)
def test_normal_twice_changes_nothing(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(TEXTS)
def test_every_pair_of_chinese_neighbours_is_a_token(text: str) -> None:
    whole, found = normal(text), tokens(text)
    for pair in pairwise(whole):
        if all("\u4e00" <= c <= "\u9fff" for c in pair):
            assert "".join(pair) in found


@given(TEXTS, TEXTS)
def test_a_part_set_off_by_spaces_is_found_by_its_own_tokens(part: str, other: str) -> None:
    chinese = {token for token in tokens(part) if len(token) == 2 and not token.isascii()}
    whole = tokens(f"{other}。{part}。{other}")
    assert chinese <= whole
    assert {token for token in tokens(part) if token.isascii()} <= whole


@given(TEXTS)
def test_codes_are_sorted_once_each_and_fit_four_bytes(text: str) -> None:
    codes = coded(tokens(text))
    assert codes == sorted(set(codes))
    assert all(-(2**31) <= code < 2**31 for code in codes)


@pytest.mark.parametrize("unit", ["電梯壞了", "\u0316\u0301", "\uff9e\u0316", "a ", "ﬃ１", "\n"])
def test_a_very_long_letter_takes_seconds_at_most(unit: str) -> None:
    letter = (unit * 300_000)[:300_000]
    began = process_time()
    tokens(letter)
    assert process_time() - began < 10
