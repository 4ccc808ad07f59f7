"""What makes two texts one matter: places and words, without a database."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiyin.triage.index.rules.words import normal
from huiyin.triage.likeness.rules.comparing import RUN, compared
from huiyin.triage.likeness.rules.places import common, conflict, places

SMOKE = "丁香花园小区楼下的烧烤摊油烟直排，居民无法开窗。"
AGAIN = "住在丁香花园小区，楼下烧烤摊天天油烟直排，晚上睡不着。"
ELSEWHERE = "白杨花园小区楼下的烧烤摊油烟直排，居民无法开窗。"
LIGHTS = "丁香花园小区门口的路灯坏了三个月没有人修。"

texts = st.text(st.sampled_from("丁香白杨花园小区路村油烟直排居民无法开窗的，。"), max_size=60)


def test_a_place_is_found_by_its_ending() -> None:
    assert "丁香" in places("我住在丁香路的北边")
    assert places("我们村的路不好走") == frozenset(), "no name before the ending"
    assert places("A7县的事") == frozenset(), "a county tells nothing"


def test_the_same_words_about_another_place_are_another_matter() -> None:
    assert conflict(places(SMOKE), places(ELSEWHERE))
    same, other = compared(SMOKE, AGAIN), compared(SMOKE, ELSEWHERE)
    assert other.other_place and not same.other_place
    assert same.score > 0 and "丁香" in "".join(same.places)


def test_who_names_no_place_contradicts_nobody() -> None:
    assert not conflict(places("楼下烧烤摊油烟直排"), places(SMOKE))


def test_reasons_are_words_that_stand_in_both() -> None:
    found = compared(SMOKE, AGAIN)
    assert found.words and all(word in SMOKE and word in AGAIN for word in found.words)


@given(texts, texts)
def test_likeness_has_no_direction_and_stays_in_bounds(one: str, other: str) -> None:
    there, back = compared(one, other), compared(other, one)
    assert (there.score, there.places, there.other_place) == (back.score, back.places, back.other_place)
    assert 0 <= there.score <= 1
    assert not (there.other_place and common(places(one), places(other)))


@given(texts)
def test_a_text_is_wholly_like_itself(text: str) -> None:
    assert compared(text, text).score == (1.0 if len(normal(text)) >= RUN else 0.0)
