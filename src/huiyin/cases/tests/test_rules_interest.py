"""Who must stay out of a case, for every reason and for none."""

from __future__ import annotations

import pytest

from huiyin.cases.rules.interest import Candidate, Subject, at_stake, conflict, conflicts, sections_of

DAN, WIFE = 77, 78
COURT, FILING, TRIBUNAL, POLITICS = 1, 2, 3, 4
CASE = Subject(frozenset({DAN}), frozenset({FILING}), frozenset({WIFE}), frozenset({501}))


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (Candidate(500, 80, frozenset({POLITICS})), None),
        (Candidate(500, DAN, frozenset({POLITICS})), "same_person"),
        (Candidate(500, WIFE, frozenset({POLITICS})), "relative"),
        (Candidate(500, 80, frozenset({FILING})), "same_section"),
        (Candidate(500, 80, frozenset({FILING, TRIBUNAL})), "same_section"),
        (Candidate(501, 80, frozenset({POLITICS})), "earlier_handler"),
        (Candidate(501, DAN, frozenset({FILING})), "same_person"),
        (Candidate(500, None), None),
    ],
)
def test_each_reason(who: Candidate, why: str | None) -> None:
    assert conflict(who, CASE) == why


def test_only_those_with_a_conflict_are_named() -> None:
    people = [Candidate(500, 80), Candidate(501, 81), Candidate(502, DAN)]
    assert conflicts(people, CASE) == {501: "earlier_handler", 502: "same_person"}


@pytest.mark.parametrize(
    ("path", "sections"),
    [
        (f"/{COURT}/{FILING}/{TRIBUNAL}/", {FILING, TRIBUNAL}),
        (f"/{COURT}/{FILING}/", {FILING}),
        (f"/{COURT}/", {COURT}),
    ],
)
def test_the_sections_around_a_desk(path: str, sections: set[int]) -> None:
    """Who leads the house is in no section of it, or nobody could approve; but two leaders are colleagues."""
    assert sections_of(path) == sections


@pytest.mark.parametrize("matter", ["complaint", "request", "question", "suggestion", "praise"])
@pytest.mark.parametrize("accused", [frozenset(), frozenset({DAN})])
def test_who_is_in_charge_answers_what_complains_of_nobody(matter: str, accused: frozenset[int]) -> None:
    """属地管理: who asks for something gets it from those in charge; a complaint never goes to those complained of."""
    stay_out = at_stake(matter, accused, f"/{COURT}/{FILING}/")
    assert stay_out == (set() if matter != "complaint" and not accused else {FILING})
