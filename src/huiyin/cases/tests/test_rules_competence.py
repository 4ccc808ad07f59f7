"""Who decides whose a matter is, and when a unit may say that it isn't its own."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.rules.competence import Above, Objected, may_judge, may_object, superiors

NOW = datetime(2022, 3, 7, 2, 42, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(days=1), NOW - timedelta(seconds=1)
AGREED, AFFIRMED, FINAL = Objected(False, False), Objected(True, False), Objected(True, True)

# A court (10) with a filing section (11) and its window (12), a police bureau (20) with a station (21), the district's
# committee (1) over both, the city's (2) and the province's (3) over that. Written by hand.
PROVINCE, CITY, DISTRICT = Above(3, 3), Above(2, 2), Above(1, 1)
UP = [DISTRICT, CITY, PROVINCE]
WAYS = {
    "window": [Above(12, 10), Above(11, 10), Above(10, 10), *UP],
    "filing": [Above(11, 10), Above(10, 10), *UP],
    "court": [Above(10, 10), *UP],
    "station": [Above(21, 20), Above(20, 20), *UP],
    "police": [Above(20, 20), *UP],
    "district": UP,
    "city": UP[1:],
}
NOBODY, COURT, POLICE = 0, 10, 20


@pytest.mark.parametrize(
    ("one", "other", "accused", "over"),
    [
        ("court", "district", NOBODY, (2, 3)),  # the sender isn't over itself
        ("court", "police", NOBODY, (1, 2, 3)),
        ("filing", "station", NOBODY, (1, 2, 3)),
        ("window", "filing", NOBODY, (10, 1, 2, 3)),  # who holds it isn't over itself either
        ("window", "filing", COURT, (1, 2, 3)),  # a house decides nothing about a report on itself
        ("window", "filing", POLICE, (10, 1, 2, 3)),
        ("court", "city", NOBODY, (3,)),
        ("city", "city", NOBODY, (3,)),
    ],
)
def test_the_common_superior_is_the_nearest_over_both(
    one: str, other: str, accused: int, over: tuple[int, ...]
) -> None:
    assert superiors(WAYS[one], WAYS[other], accused) == over


@given(st.sampled_from(sorted(WAYS)), st.sampled_from(sorted(WAYS)), st.sampled_from([0, 1, 2, 3, 10, 20]))
def test_it_is_the_same_from_both_sides_and_never_of_the_accused_house(
    one: str, other: str, accused: int
) -> None:
    over = superiors(WAYS[one], WAYS[other], accused)
    assert over == superiors(WAYS[other], WAYS[one], accused)
    houses = {step.unit: step.house for step in WAYS[one]}
    assert all(houses[unit] != accused for unit in over)
    assert not {WAYS[one][0].unit, WAYS[other][0].unit} & set(over)


@pytest.mark.parametrize(
    ("so_far", "object_to", "dispute"),
    [
        ([], None, "nothing_to_dispute"),
        ([AFFIRMED], "objected_already", None),
        ([AGREED], "objected_already", "nothing_to_dispute"),
        ([AFFIRMED, FINAL], "objected_already", "nothing_to_dispute"),
    ],
)
def test_a_unit_objects_once_and_disputes_once(
    so_far: list[Objected], object_to: str | None, dispute: str | None
) -> None:
    for verb, wanted in (("object_to", object_to), ("dispute", dispute)):
        refused = may_object(verb, so_far, until=LATER, now=NOW)
        assert (refused.reason if refused else None) == wanted
        late = may_object(verb, so_far, until=EARLIER, now=NOW)
        assert late is not None and late.reason == (wanted or "objection_late")
        assert may_object(verb, so_far, until=NOW, now=NOW) == refused, "the last moment is in time"


def test_nobody_judges_what_they_had_a_part_in() -> None:
    assert may_judge(7, {8, 9}) is None
    refused = may_judge(8, {8, 9})
    assert refused is not None and refused.reason == "own_dispute"
