"""The dry run says which matters would go elsewhere, and which rule takes nearly all of them or none."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from huiyin.triage.routing.rules.book import switched
from huiyin.triage.routing.rules.trial import Moved, compare

from .test_rules_deciding import FACTS, books, rule, words

LIGHTS, PARKING = rule("lights", any=("灯",), unit="traffic"), rule("parking", any=("停车",), unit="north")
MATTERS = {f"JT-{n:03}": replace(FACTS, text="路灯" if n < 9 else "停车") for n in range(12)}


def test_it_names_what_would_move() -> None:
    trial = compare((PARKING,), (LIGHTS, PARKING), MATTERS)
    assert (trial.looked, len(trial.moved), trial.decided) == (12, 9, {"lights": 9, "parking": 3})
    assert trial.moved[0] == Moved("JT-008", "", "traffic", "lights")
    assert [one.code for one in trial.greedy((LIGHTS, PARKING))] == ["lights"]


def test_a_rule_that_takes_nothing_is_named() -> None:
    late = rule("late", any=("红灯",), unit="north")
    trial = compare((), (LIGHTS, late), MATTERS)
    assert [one.code for one in trial.idle((LIGHTS, late))] == ["late"]


def test_of_a_few_matters_nothing_is_called_greedy() -> None:
    few = dict(list(MATTERS.items())[:5])
    assert compare((), (LIGHTS,), few).greedy((LIGHTS,)) == []


@given(books, st.lists(st.lists(words, max_size=4).map("".join), max_size=12))
def test_the_same_rules_move_nothing_and_back_is_as_far(rules, texts) -> None:  # type: ignore[no-untyped-def]
    matters = {str(n): replace(FACTS, text=text) for n, text in enumerate(texts)}
    assert compare(rules, rules, matters).moved == ()
    if rules:
        other = switched(rules, rules[0].code, not rules[0].enabled)
        there, back = compare(rules, other, matters), compare(other, rules, matters)
        assert {m.number for m in there.moved} == {m.number for m in back.moved}
        assert sum(there.decided.values()) <= len(matters)
