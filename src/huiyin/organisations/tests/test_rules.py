"""Routing, names and who may be given which role; no database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.actor import SYSTEM, Actor, Mandate
from huiyin.kernel.lifecycle import Refused
from huiyin.organisations.rules.mandates import Terms, grant
from huiyin.organisations.rules.names import named
from huiyin.organisations.rules.routing import Standing, committee_for, house_of

REGIONS = {"province": "130000", "city": "130500", "county": "130528", "other": "130582"}
OWN = {"province": "hb", "city": "xt", "county": "nj", "other": "sh"}


def _level(place: str) -> str:
    return "county" if place == "other" else place


def _world() -> dict[str, Standing]:
    """At each place a committee and a court, and everything that can belong to either."""
    units = []
    for place, region in REGIONS.items():
        level = _level(place)
        committee, court = OWN[place], f"{OWN[place]}-court"
        units += [Standing(committee, "committee", level, region), Standing(court, "organ", level, region)]
        for top in (committee, court):
            units += [
                Standing(f"{top}-section", "section", level, region, top),
                Standing(f"{top}-station", "section", "township", f"{region}001", f"{top}-section"),
                Standing(f"{top}-team", "team", level, region, top),
                Standing(f"{top}-group", "group", level, region, top),
            ]
    return {unit.code: unit for unit in units}


WORLD = _world()
PARTS = ["", "-section", "-station", "-team", "-group"]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("place", list(REGIONS))
def test_a_court_and_all_in_it_goes_to_the_committee_of_its_level_and_region(place: str, part: str) -> None:
    assert committee_for(f"{OWN[place]}-court{part}", WORLD) == OWN[place]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("place", "above"), [("city", "hb"), ("county", "xt"), ("other", "xt")])
def test_a_committees_own_staff_go_one_level_up(place: str, above: str, part: str) -> None:
    assert committee_for(f"{OWN[place]}{part}", WORLD) == above


@pytest.mark.parametrize("part", PARTS)
def test_nobody_stands_over_the_provinces_own(part: str) -> None:
    answer = committee_for(f"hb{part}", WORLD)
    assert isinstance(answer, Refused)
    assert answer.reason == "no_committee_above"


def test_without_a_committee_at_that_level_the_rule_says_so() -> None:
    units = {code: unit for code, unit in WORLD.items() if code != "nj"}
    answer = committee_for("nj-court-station", units)
    assert isinstance(answer, Refused)
    assert answer.reason == "no_committee"


@given(st.sampled_from(sorted(WORLD)))
def test_no_unit_is_ever_reviewed_by_its_own_house(code: str) -> None:
    answer = committee_for(code, WORLD)
    house = house_of(code, WORLD)
    assert isinstance(answer, Refused) or house.kind == "organ" or answer != house.code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("窗口的张伟态度很差", [1]),
        ("张伟东态度很差", [2]),
        ("张伟东和张伟都在", [2, 1]),
        ("先是李静，后来张伟", [3, 4, 1]),
        ("张，伟", []),
        ("", []),
    ],
)
def test_names_in_a_text(text: str, expected: list[int]) -> None:
    assert named(text, [(1, "张伟"), (2, "张伟东"), (3, "李静"), (4, "李静"), (5, "王")]) == expected


REVIEWER = Terms("reviewer", ("committee",), ("auditor",))
SECURITY = Actor("account:1", mandates=(Mandate("security", 1),))


@pytest.mark.parametrize(
    ("terms", "kind", "over", "held", "account", "by", "reason"),
    [
        (REVIEWER, "committee", {1, 7}, [], "account:2", SECURITY, None),
        (REVIEWER, "committee", {1, 7}, [], "account:2", SYSTEM, None),
        (REVIEWER, "committee", {1, 7}, ["clerk"], "account:2", SECURITY, None),
        (REVIEWER, "committee", {1, 7}, ["auditor"], "account:2", SECURITY, "roles_apart"),
        (REVIEWER, "organ", {1, 7}, [], "account:2", SECURITY, "unit_unfit"),
        (None, "committee", {1, 7}, [], "account:2", SECURITY, "unknown_role"),
        (REVIEWER, "committee", {7}, [], "account:2", SECURITY, "not_your_unit"),
        (REVIEWER, "committee", {7}, [], "account:2", SYSTEM, None),
        (REVIEWER, "committee", {1, 7}, [], "account:1", SECURITY, "own_mandate"),
        (REVIEWER, "committee", {1, 7}, [], "account:2", Actor("account:3"), "wrong_role"),
        (REVIEWER, "committee", {1, 7}, [], "account:2", Actor("account:3", mandates=(Mandate("administrator", 1),)),
         "wrong_role"),
    ],
)  # fmt: skip
def test_who_may_be_given_a_role(
    terms: Terms | None,
    kind: str,
    over: set[int],
    held: list[str],
    account: str,
    by: Actor,
    reason: str | None,
) -> None:
    refused = grant(terms, kind, over, held, account, by)
    assert (refused.reason if refused else None) == reason
