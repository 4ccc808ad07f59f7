"""Which of several limits holds, and what is wrong with a list of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.calendar import OfficeHours
from huiyin.kernel.limits import About, Limit, choose
from huiyin.kernel.offices import Offices, Season
from huiyin.policy.blueprint import load
from huiyin.policy.rules import rows as policy
from huiyin.policy.rules.limits import NEEDED_LIMITS, wrong_hours, wrong_limits

ON = date(2026, 3, 2)
ABOUT = About("130502", ("B21", "B2", "B"), "letter", "verification")
PLAIN = Limit("verification", 10, "working_days", since=date(2022, 1, 1))
ROWS = st.builds(
    Limit,
    st.just("verification"),
    st.integers(1, 90),
    st.sampled_from(["working_days", "calendar_days", "working_hours", "hours"]),
    region=st.sampled_from(["", "130000", "130500", "130502", "130528"]),
    type=st.sampled_from(["", "B", "B2", "B21", "C"]),
    channel=st.sampled_from(["", "letter", "hotline"]),
    stage=st.sampled_from(["", "verification", "approval"]),
    since=st.dates(date(2020, 1, 1), date(2027, 1, 1)),
)


def key(row: Limit) -> tuple[object, ...]:
    return row.stage, row.type, row.channel, row.region, row.since


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ({"stage": "verification"}, {"type": "B21", "channel": "letter", "region": "130502"}),
        ({"type": "B21"}, {"type": "B2", "channel": "letter", "region": "130502"}),
        ({"type": "B"}, {"channel": "letter", "region": "130502"}),
        ({"channel": "letter"}, {"region": "130502", "since": date(2026, 1, 1)}),
        ({"region": "130502"}, {"region": "130500", "since": date(2026, 1, 1)}),
        ({"since": date(2026, 1, 1)}, {}),
    ],
)
def test_stage_then_type_then_way_in_then_region_then_date(
    narrow: dict[str, object], wide: dict[str, object]
) -> None:
    first, second = replace(PLAIN, value=1, **narrow), replace(PLAIN, value=2, **wide)  # type: ignore[arg-type]
    assert choose([PLAIN, second, first], "verification", ABOUT, ON) == first


@given(st.lists(ROWS, unique_by=key), st.randoms(use_true_random=False))
def test_one_row_wins_whatever_their_order(rows: list[Limit], chance: object) -> None:
    found = choose([PLAIN, *rows], "verification", ABOUT, ON)
    shuffled = [PLAIN, *rows]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert choose(shuffled, "verification", ABOUT, ON) == found
    others = [row for row in rows if row != found]
    assert choose([PLAIN, found, *others], "verification", ABOUT, ON) == found, "losers change nothing"


@given(st.lists(ROWS, unique_by=key))
def test_who_wins_fits_and_nobody_who_fits_is_narrower_in_all(rows: list[Limit]) -> None:
    found = choose([PLAIN, *rows], "verification", ABOUT, ON)
    assert found.since <= ON and found.region in ("", "130000", "130500", "130502")
    assert found.type in ("", "B", "B2", "B21") and found.channel in ("", "letter")
    for row in rows:
        if row.fits(ABOUT, ON) and row != found:
            narrower = [
                bool(getattr(row, k)) >= bool(getattr(found, k)) for k in ("stage", "type", "channel")
            ]
            same = all(getattr(row, k) == getattr(found, k) for k in ("stage", "type", "channel", "region"))
            assert not (same and row.since > found.since)
            assert not (all(narrower) and row.stage and not found.stage)


BASE = {
    "name": "verification", "value": 10, "unit": "working_days", "starts": "accepted", "basis": "b",
    "basis_en": "b", "since": date(2022, 2, 14),
}  # fmt: skip


def wrong(*changes: dict[str, object]) -> list[str]:
    city = load("xingtai")
    plain = {i: row for i, row in enumerate(city.limits)}
    more = {100 + i: policy.Limit(**(BASE | change)) for i, change in enumerate(changes)}  # type: ignore[arg-type]
    return [text for _, text in wrong_limits({"limits": {**plain, **more}, "city": {0: city.city}})]


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        (({"type": "B2"}, {"type": "B2", "value": 3}), "two rows"),
        (({"channel": "letter"}, {"channel": "letter", "unit": "working_hours"}), "two rows"),
        (({"name": "extension", "since": date(2023, 1, 1)},), "granted_by"),
        (({"granted_by": ("approver",), "region": "130528"},), "are for extension"),
        (({"stage": "verification", "region": "130528"},), "are for extension"),
        (({"name": "sampling", "region": "130528"},), "nothing holds for anybody else"),
    ],
)
def test_ties_gaps_and_who_may_grant(changes: tuple[dict[str, object], ...], part: str) -> None:
    found = wrong(*changes)
    assert len(found) == 1 and part in found[0]


def test_what_differs_in_type_way_in_region_or_date_is_no_tie() -> None:
    assert wrong({"type": "B2"}, {"type": "B"}, {"channel": "letter"}, {"region": "130528"}) == []


def test_a_city_that_starts_before_its_limits_has_a_gap() -> None:
    city = load("xingtai")
    early = replace(city.city, start=date(2022, 2, 13))
    found = list(wrong_limits({"limits": dict(enumerate(city.limits)), "city": {0: early}}))
    assert len(found) == len(NEEDED_LIMITS) and all(
        "but the city starts on 2022-02-13" in text for _, text in found
    )


DAYS = (time(8, 30), time(12), time(15), time(18))


def season(first: str, last: str, region: str = "", times: tuple[time, ...] = DAYS) -> policy.Season:
    return policy.Season(first=first, last=last, times=times, region=region)


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ((season("06-01", "08-31"), season("08-31", "09-30")), "another row"),
        ((season("11-01", "03-01"), season("01-01", "01-31")), "another row"),
        ((season("06-01", "06-31"),), "no year has"),
        ((season("06-01", "08-31", times=DAYS[:2]),), "four times"),
    ],
)
def test_office_hours_that_make_no_sense(rows: tuple[policy.Season, ...], part: str) -> None:
    found = [text for _, text in wrong_hours({"hours": dict(enumerate(rows))})]
    assert len(found) == 1 and part in found[0]


def test_office_hours_of_a_region_go_before_those_around_it() -> None:
    usual, summer, county = (OfficeHours(afternoon=(time(14), time(h))) for h in (17, 18, 19))
    rows = (Season((6, 1), (8, 31), summer), Season((7, 1), (7, 31), county, "130528"))
    there, elsewhere = Offices(usual, rows).there("130528"), Offices(usual, rows).there("130502")
    july, august, may = date(2026, 7, 2), date(2026, 8, 3), date(2026, 5, 6)
    assert [there.end_of(day).hour for day in (may, july, august)] == [17, 19, 18]
    assert [elsewhere.end_of(day).hour for day in (may, july, august)] == [17, 18, 18]


def test_a_winter_runs_over_the_years_end() -> None:
    winter = Season((11, 1), (2, 29), OfficeHours())
    assert (
        winter.holds(date(2028, 2, 29))
        and winter.holds(date(2026, 12, 31))
        and winter.holds(date(2027, 1, 1))
    )
    assert not winter.holds(date(2027, 3, 1)) and not winter.holds(date(2027, 10, 31))
