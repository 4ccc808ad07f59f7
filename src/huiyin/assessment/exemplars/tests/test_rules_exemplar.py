"""What an example may not say, as which unit it is told, and who chooses."""

from __future__ import annotations

import pytest

from huiyin.assessment.exemplars.rules.discretion import COPIED, gives_away
from huiyin.assessment.exemplars.rules.exemplar import EXEMPLAR, LEAST, judges, told_as
from huiyin.kernel.lifecycle import Refused

REPORT = "三月七日上午我去立案窗口交材料，窗口的人让我自己看墙上的告示，来回补了三次。"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("有事打 13900000000 找窗口。", "says_personal"),
        ("我叫王秀英，家在城东。", "says_reporter"),
        ("窗口的项望舒当场道歉。", "says_name"),
        ("窗口的项 望 舒当场道歉。", "says_name"),
        ("3月7日以后窗口改了做法。", "says_when"),
        ("三月七日以后窗口改了做法。", "says_when"),
        ("见 XT-2022-000123 一件。", "says_when"),
        ("立案庭改了做法。", "says_unit"),
        ("窗口的人让我自己看墙上的告示，群众不满。", "says_words"),
        ("材料写成一页纸，窗口逐项说明，三年没有再补。", ""),
        ("15 号窗设了引导员。", ""),
    ],
)
def test_what_tells_who_it_was_is_found(text: str, why: str) -> None:
    assert gives_away(text, written=[REPORT], people=["项望舒"], units=["立案庭", ""]) == why


def test_a_quotation_counts_from_so_many_characters_on_wherever_it_stands() -> None:
    for start in range(len(REPORT) - COPIED + 1):
        piece = REPORT[start : start + COPIED]
        assert gives_away(f"做法 {piece} 值得学", written=[REPORT]) != "", piece
    assert gives_away(f"做法 {REPORT[8 : 8 + COPIED - 2]} 值得学", written=[REPORT]) == ""


def test_it_is_told_as_the_innermost_unit_with_enough_matters() -> None:
    assert told_as([(3, LEAST - 1), (2, LEAST), (1, 90)]) == 2
    assert told_as([(3, LEAST)]) == 3
    assert told_as([(3, 1), (1, LEAST - 1)]) is None


def test_who_leads_chooses_and_never_who_put_it_forward() -> None:
    assert judges({"leader"}, nominated_it=False) is None
    for held, own in (({"leader"}, True), ({"reviewer"}, False), (set(), False)):
        assert isinstance(judges(held, nominated_it=own), Refused)


def test_the_table_of_its_life() -> None:
    judge = frozenset({"judge"})
    assert {state: EXEMPLAR.open_to(state, judge) for state in EXEMPLAR.states} == {
        "nominated": ("choose", "turn_down"),
        "on_show": ("take_down",),
        "not_chosen": (),
        "taken_down": (),
    }
    assert not any(EXEMPLAR.open_to(state, frozenset({"reviewer"})) for state in EXEMPLAR.states)
