"""The first rule that fits and says where decides; order, switching and words do what an administrator expects."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.policy.rules.coverage import covers
from huiyin.policy.rules.routing import RoutingRule
from huiyin.triage.index.rules.words import normal
from huiyin.triage.routing.rules.book import moved, place_of, put, switched, to_rows, to_rules
from huiyin.triage.routing.rules.deciding import Choice, Facts, Mention, decide, fits, mentioned, station

TYPES = {"T": "", "T1": "T", "T2": "T", "Q": ""}
UNITS = {"police": "", "traffic": "police", "north": "police", "court": ""}
FACTS = Facts(
    text=normal("东门外红绿灯坏了三天，盼修。"), named=("north", "police"), region="320482101", level="township",
    types=("T1", "T"), matter="request", channel="hotline", acceptor="desk",
)  # fmt: skip


def rule(code: str = "r", **said: object) -> RoutingRule:
    return RoutingRule(code=code, name="规则", name_en="Rule", **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("conditions", "reasons"),
    [
        ({"any": ("斑马线", "红绿灯")}, (("any", "红绿灯"),)),
        ({"all": ("红绿灯", "坏")}, (("all", "红绿灯"), ("all", "坏"))),
        ({"all": ("红绿灯", "斑马线")}, None),
        ({"any": ("红绿灯",), "none": ("盼修",)}, None),
        ({"any": ("紅 綠 燈",)}, (("any", "紅 綠 燈"),)),
        ({"levels": ("county", "township")}, (("levels", "township"),)),
        ({"levels": ("county",)}, None),
        ({"regions": ("320482",)}, (("regions", "320482"),)),
        ({"regions": ("320481",)}, None),
        ({"named": ("police",)}, (("named", "police"),)),
        ({"named": ("court",)}, None),
        ({"types": ("T",)}, (("types", "T"),)),
        ({"types": ("T2",)}, None),
        ({"matters": ("praise",)}, None),
        (
            {"channels": ("hotline",), "acceptors": ("desk",)},
            (("channels", "hotline"), ("acceptors", "desk")),
        ),
        ({"acceptors": ("office",)}, None),
    ],
)
def test_each_condition(conditions: dict[str, object], reasons: tuple[tuple[str, str], ...] | None) -> None:
    assert fits(rule(**conditions), FACTS) == reasons


def test_the_first_that_fits_and_says_where_decides() -> None:
    rules = (
        rule("hurry", any=("坏",), priority=2, limit="soon", supervisor="police"),
        rule("off", any=("红绿灯",), unit="court", enabled=False),
        rule("lights", any=("红绿灯",), unit="traffic", limit="late", priority=1),
        rule("named", matters=("request",), unit="@named"),
    )
    assert decide(FACTS, rules) == Choice(
        rule="lights", unit="traffic", supervisor="police", limit="soon", priority=2,
        reasons=(("any", "红绿灯"),), added_by=("hurry",),
    )  # fmt: skip
    assert decide(FACTS, rules[:2]).unit == "" and decide(FACTS, rules[:2]).priority == 2
    assert decide(FACTS, rules[3:]).unit == "north"
    assert decide(FACTS, (rule("stop", any=("坏",), stop=True), *rules)) == Choice(
        rule="stop", stop=True, reasons=(("any", "坏"),)
    )


NORTH = Mention("北门", "north", ("police", "north"))
LONG = Mention("北门菜场", "market", ("police", "market"))
COURT = Mention("东门", "tribunal", ("court", "tribunal"))


@pytest.mark.parametrize(
    ("text", "within", "unit"),
    [
        ("北门的路灯", "police", "north"),
        ("北门菜场的路灯", "police", "market"),  # the longer word says more
        ("北门和北门菜场都是", "police", "market"),
        ("东门的路灯", "police", None),
        ("东门的路灯", "court", "tribunal"),
        ("东门到北门", "", None),  # two places: a person decides
        ("东门到北门", "police", "north"),
        ("哪儿都没有", "police", None),
    ],
)
def test_whose_place_it_is(text: str, within: str, unit: str | None) -> None:
    found = station(mentioned(normal(text), (NORTH, LONG, COURT)), within)
    assert (found.unit if found else None) == unit


def test_a_rule_whose_place_is_not_clear_lets_the_next_one_decide() -> None:
    rules = (
        rule("there", any=("灯",), unit="@place", within="police"),
        rule("else", any=("灯",), unit="court"),
    )
    assert decide(replace(FACTS, mentions=(NORTH,)), rules).reasons == (("any", "灯"), ("place", "北门"))
    assert decide(FACTS, rules).rule == "else"


words = st.sampled_from(("灯", "红灯", "路灯", "坏", "修", "停车"))
some = st.lists(words, max_size=2, unique=True).map(tuple)
codes = {
    "types": st.lists(st.sampled_from(sorted(TYPES)), max_size=2, unique=True),
    "named": st.lists(st.sampled_from(sorted(UNITS)), max_size=2, unique=True),
    "matters": st.lists(st.sampled_from(("request", "praise")), max_size=1),
    "levels": st.lists(st.sampled_from(("county", "township")), max_size=1),
    "regions": st.lists(st.sampled_from(("320482", "320482101")), max_size=1),
}
conditions = st.fixed_dictionaries(
    {"any": some, "all": some, "none": some} | {name: one.map(tuple) for name, one in codes.items()}
)
effects = st.one_of(
    st.fixed_dictionaries({"unit": st.sampled_from(("traffic", "north", "@named"))}),
    st.just({"stop": True}),
    st.just({"priority": 1}),
)
books = st.lists(st.tuples(conditions, effects, st.booleans()), max_size=5).map(
    lambda drawn: tuple(rule(f"r{at}", enabled=on, **c, **e) for at, (c, e, on) in enumerate(drawn))
)
facts = st.builds(
    lambda text, matter, types, named: replace(FACTS, text=text, matter=matter, types=types, named=named),
    st.lists(words, max_size=4).map("".join), st.sampled_from(("request", "praise", "complaint")),
    st.sampled_from((("T1", "T"), ("T",), ("Q",))), st.sampled_from((("north", "police"), ("court",))),
)  # fmt: skip


@given(facts, books)
def test_what_decides_fits_and_nothing_above_it_would_have(
    here: Facts, rules: tuple[RoutingRule, ...]
) -> None:
    choice = decide(here, rules)
    deciding = [r.code for r in rules if r.decides and fits(r, here) is not None]
    assert choice.rule == (deciding[0] if deciding else "")
    assert bool(choice.unit) != choice.stop if choice.rule else not choice.unit


@given(facts, books, st.integers(0, 4))
def test_switching_off_a_rule_that_did_not_decide_changes_no_unit(
    here: Facts, rules: tuple[RoutingRule, ...], at: int
) -> None:
    before = decide(here, rules)
    if at < len(rules) and rules[at].code != before.rule:
        after = decide(here, switched(rules, rules[at].code, False))  # type: ignore[arg-type]
        assert (after.rule, after.unit, after.stop) == (before.rule, before.unit, before.stop)


@given(facts, conditions, conditions)
def test_what_covers_fits_wherever_the_other_fits(
    here: Facts, wide: dict[str, object], narrow: dict[str, object]
) -> None:
    first, second = rule(**wide), rule(**narrow)
    if covers(first, second, TYPES, UNITS) and fits(second, here) is not None:
        assert fits(first, here) is not None


@given(books)
def test_a_book_is_read_as_it_was_written(rules: tuple[RoutingRule, ...]) -> None:
    assert to_rules(to_rows(rules)) == rules


@given(books, st.integers(0, 4), st.integers(-6, 6))
def test_moving_keeps_every_rule_and_the_order_of_the_others(
    rules: tuple[RoutingRule, ...], at: int, by: int
) -> None:
    if at < len(rules):
        code, after = rules[at].code, moved(rules, rules[at].code, by)
        assert isinstance(after, tuple) and sorted(r.code for r in after) == sorted(r.code for r in rules)
        assert [r for r in after if r.code != code] == [r for r in rules if r.code != code]
        assert place_of(after, code) == max(1, min(at + 1 + by, len(rules)))


def test_a_rule_is_put_where_it_belongs() -> None:
    book = (rule("a", any=("灯",), unit="north"), rule("b", any=("坏",), unit="north"))
    assert [r.code for r in put(book, rule("c", any=("修",), stop=True), 2)] == ["a", "c", "b"]
    assert [r.code for r in put(book, replace(book[0], unit="court"), 9)] == ["b", "a"]
