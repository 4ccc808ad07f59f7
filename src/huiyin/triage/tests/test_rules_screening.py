"""What leads a report to a work team: words however they are typed, and the same thing sent again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.triage.rules.screening import Known, Marker, by_words, likeness, pairs, repeated

NOW = datetime(2022, 3, 7, 2, 42, tzinfo=UTC)
GANG = Marker("organised", "organised", 3, words=("村霸", "保护伞"), unless=("扫黑除恶宣传", "宣传扫黑除恶"))
COURT = Marker(
    "litigation", "litigation", 2, words=("枉法裁判",), patterns=(r"[(]20\d{2}[)]冀\d{4}民初\d+号",)
)
REPEAT = Marker("repeat", "repeat", 4, days=180, likeness=0.6)
ALL = (COURT, GANG, REPEAT)


def codes(text: str) -> list[str]:
    return [hit.marker.code for hit in by_words(text, ALL)]


@pytest.mark.parametrize(
    "text",
    [
        "他是村霸",
        "他是村 霸",
        "他是村\u3000霸",
        "他是村\n霸",
        "他是村\u200b霸",
        "他是村\ufeff霸",
        "保 护　伞",
    ],
)
def test_a_word_is_found_however_it_is_spaced(text: str) -> None:
    assert codes(text) == ["organised"]


@pytest.mark.parametrize(
    "text",
    [
        "（2021）冀0502民初123号",
        "(2021)冀0502民初123号",
        "（２０２１）冀０５０２民初１２３号",
        "（2021） 冀 0502 民初 123 号",
    ],
)
def test_a_case_number_is_found_in_full_width_and_half_width(text: str) -> None:
    assert codes(f"我的案子是{text}，一直没有结果。") == ["litigation"]


@pytest.mark.parametrize("text", ["村里的霸道总裁", "护伞坏了", "天黑了，恶心", ""])
def test_what_only_looks_like_a_word_is_not_found(text: str) -> None:
    assert codes(text) == []


def test_a_hit_says_what_was_found_and_hits_stand_in_the_citys_order() -> None:
    hits = by_words("村霸有保护伞，法官枉法裁判", ALL)
    assert [(hit.marker.code, hit.found) for hit in hits] == [
        ("litigation", ("枉法裁判",)),
        ("organised", ("村霸", "保护伞")),
    ]


def test_a_phrase_that_means_nothing_counts_for_nothing() -> None:
    marker = Marker("petition", "petition", 1, words=("上访",), unless=("没有上访", "从未上访"))
    assert by_words("我从未 上访，也没有上访。", [marker]) == []


def test_a_harmless_phrase_doesnt_hide_what_stands_beside_it() -> None:
    assert codes("你们天天扫黑除恶宣传，村霸还在收钱。") == ["organised"]


def test_taking_a_phrase_out_joins_nothing_anew() -> None:
    marker = Marker("x", "x", 1, words=("村霸",), unless=("夹",))
    assert by_words("村夹霸", [marker]) == []


def known(text: str, *, organ: int = 9, days: int = 1, same: bool = False, number: str = "XT-1") -> Known:
    return Known(number, organ, text, NOW - timedelta(days=days), same)


LONG = "三月七日上午我去立案窗口交材料，工作人员让我回去补一份证明，补好以后又说要另一份。"
REWORDED = "三月七日我去立案窗口交材料，他让我回去补证明，补好又要别的，已经跑了四趟还没有立上。"


def test_a_stranger_must_write_almost_the_same_and_the_same_person_need_not() -> None:
    alike = likeness(pairs(LONG), pairs(REWORDED))
    assert REPEAT.likeness / 2 <= alike < REPEAT.likeness, "the example lies between the two thresholds"
    assert repeated(REWORDED, 9, NOW, [known(LONG)], ALL) is None
    hit = repeated(REWORDED, 9, NOW, [known(LONG, same=True)], ALL)
    assert hit is not None
    assert (hit.marker, hit.repeats, hit.likeness) == (REPEAT, "XT-1", round(alike, 2))


def test_about_another_house_or_too_long_ago_is_no_repeat() -> None:
    assert repeated(LONG, 9, NOW, [known(LONG, organ=8), known(LONG, days=181)], ALL) is None
    assert repeated(LONG, 9, NOW, [known(LONG, days=180)], ALL) is not None


def test_of_several_the_closest_is_named() -> None:
    earlier = [known(REWORDED, number="XT-1", same=True), known(LONG, number="XT-2")]
    hit = repeated(LONG, 9, NOW, earlier, ALL)
    assert hit is not None
    assert hit.repeats == "XT-2"


def test_without_a_rule_for_repeats_nothing_repeats() -> None:
    assert repeated(LONG, 9, NOW, [known(LONG)], (COURT, GANG)) is None


texts = st.text(st.sampled_from("立案窗口态度不好材料 ，１２a"), max_size=30)


@given(texts, texts)
def test_likeness_is_a_share_the_same_both_ways(one: str, other: str) -> None:
    alike = likeness(pairs(one), pairs(other))
    assert 0 <= alike <= 1
    assert alike == likeness(pairs(other), pairs(one))
    if len(pairs(one)) > 0:
        assert likeness(pairs(one), pairs(f"　{one} ")) == 1, "spaces around and between change nothing"
