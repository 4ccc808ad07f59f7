"""Who may be drawn, and why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiyin.panels.rules.quotas import Mistake, mistakes
from huiyin.panels.rules.roster import Exclusion, Person, Terms, Tie, excluded, mark, sifted
from huiyin.panels.rules.roster import mistakes as roster_mistakes
from huiyin.panels.tests.cast import plan

TERMS = Terms(round=9, cooldown=3, units=frozenset({"court-1"}), barring=frozenset({"own", "relative"}))
CAROL = Person("carol", {"gender": "f"})


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (CAROL, None),
        (replace(CAROL, refuses=True, consents=False, served=8), Exclusion("carol", "refusal")),
        (replace(CAROL, consents=False), Exclusion("carol", "consent")),
        (replace(CAROL, served=6), Exclusion("carol", "cooldown", "6")),
        (replace(CAROL, served=5), None),
        (replace(CAROL, ties=(Tie("own", "court-1"),)), Exclusion("carol", "conflict", "own: court-1")),
        (replace(CAROL, ties=(Tie("own", "court-2"),)), None),
        (replace(CAROL, ties=(Tie("former", "court-1"),)), None),
        (
            replace(CAROL, ties=(Tie("own", "x"), Tie("relative", "court-1"))),
            Exclusion("carol", "conflict", "relative: court-1"),
        ),
    ],
)
def test_the_first_reason_keeps_somebody_out(person: Person, expected: Exclusion | None) -> None:
    assert excluded(person, TERMS) == expected


def test_each_of_the_roster_is_in_or_out_once() -> None:
    people = (CAROL, replace(CAROL, code="dan", refuses=True), replace(CAROL, code="bob", served=8))
    pool = sifted(people, TERMS)
    assert [p.code for p in pool.eligible] == ["carol"]
    assert [e.code for e in pool.excluded] == ["dan", "bob"]


def test_a_roster_names_its_mistakes() -> None:
    of = plan(1, gender={"f": (0, 1), "m": (0, 1)})
    people = [CAROL, CAROL, Person("eve", {}), Person("bob", {"gender": "x"})]
    assert roster_mistakes(of, people) == [
        Mistake("person_twice", "carol"),
        Mistake("value_missing", "eve: gender"),
        Mistake("value_unknown", "bob: gender=x"),
    ]


def test_a_plan_names_its_mistakes() -> None:
    assert mistakes(plan(1, gender={"f": (0, 1)})) == []
    assert mistakes(plan(0, gender={"f": (2, 1)}, town={})) == [
        Mistake("no_seats", "0"),
        Mistake("quota_upside_down", "gender=f"),
        Mistake("no_values", "town"),
    ]


def test_a_mark_says_nothing_without_its_salt() -> None:
    assert mark("carol", b"one") != mark("carol", b"two")
    assert mark("carol", b"one") != mark("caro", b"one")
    assert mark("carol", b"one") == mark("carol", b"one")
