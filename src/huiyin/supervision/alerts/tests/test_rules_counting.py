"""When many reports are an alert, and that somebody who may not know of one of them reads as if it had never come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.intake.rules.senders import together
from huiyin.supervision.alerts.rules.counting import (
    Measure,
    Member,
    Raised,
    Standing,
    count,
    foremost,
    standing,
)

BEGIN = datetime(2022, 3, 7, 2, 42, tzinfo=UTC)
PEOPLE = Measure(least=3, again=2, one_person=False, anonymous=True)
PERSON = Measure(least=3, again=1, one_person=True, anonymous=True)


def at(hour: int) -> datetime:
    return BEGIN + timedelta(hours=hour)


def sent(*senders: int | None) -> list[Member]:
    """One report an hour, by these senders."""
    return [Member(100 + hour, at(hour), sender) for hour, sender in enumerate(senders)]


@pytest.mark.parametrize(
    ("senders", "people", "without_anonymous"),
    [
        ((1, 2, 3), 3, 3),
        ((1, 1, 1), 1, 1),  # one person isn't three
        ((1, None, None), 3, 1),
        ((None, None, None), 3, 0),
    ],
)
def test_people_are_counted_not_reports(
    senders: tuple[int | None, ...], people: int, without_anonymous: int
) -> None:
    strict = Measure(PEOPLE.least, PEOPLE.again, one_person=False, anonymous=False)
    assert count(sent(*senders), PEOPLE) == people
    assert count(sent(*senders), strict) == without_anonymous
    assert count(sent(*senders), PERSON) == len(senders)


def test_it_is_an_alert_from_the_report_that_made_it_enough() -> None:
    assert standing(sent(1, 1, 2), (), PEOPLE) is None
    assert standing(sent(1, 1, 2, None, 3), (), PEOPLE) == Standing(at(3), 3, 1, (), waiting=True)


def test_once_seen_it_waits_again_only_after_so_many_more_people() -> None:
    def waits(*senders: int | None) -> bool:
        found = standing(sent(*senders), [at(2)], PEOPLE)
        return found is not None and found.waiting

    assert not waits(1, 2, 3)
    assert not waits(1, 2, 3, 4)
    assert not waits(1, 2, 3, 4, 4, 1, 2)  # the same people again
    assert waits(1, 2, 3, 4, 5)


MEMBERS = st.lists(st.tuples(st.sampled_from([1, 2, 3, 4, None]), st.booleans()), max_size=12)


@given(MEMBERS, st.sets(st.integers(0, 12)), st.sampled_from([PEOPLE, PERSON]))
def test_whoever_may_not_know_of_a_report_reads_as_if_it_had_never_come(
    members: list[tuple[int | None, bool]], moments: set[int], measure: Measure
) -> None:
    """Somebody else, who knows of all of them, acknowledges whenever there is something new to them.

    Had the hidden reports never come, they would have acknowledged only where there was something else that was new.
    """
    everything = sent(*(sender for sender, _ in members))
    mine = [member for member, (_, hidden) in zip(everything, members, strict=True) if not hidden]
    acknowledged = [at(moment) for moment in sorted(moments)]
    read = standing(mine, acknowledged, measure)
    kept = [acknowledged[place] for place in read.seen] if read else []
    never_came = standing(mine, kept, measure)
    if read is None:
        assert never_came is None
        return
    assert never_came == Standing(
        read.since, read.people, read.unknown, tuple(range(len(kept))), read.waiting
    )
    shown_by = [at for at in (member.at for member in mine) if at >= read.since]
    assert len(kept) <= len(shown_by)  # each acknowledgement shown has a report of mine that was new to it


@given(st.lists(st.lists(st.sampled_from("abcdefg"), max_size=3), max_size=10))
def test_contacts_in_common_are_one_sender_also_through_a_third(contacts: list[list[str]]) -> None:
    found = together(enumerate(contacts))
    assert set(found) == {one for one, theirs in enumerate(contacts) if theirs}
    reach = {one: {one} for one in found}
    for _ in contacts:
        for one in reach:
            known = {contact for other in reach[one] for contact in contacts[other]}
            reach[one] |= {other for other in found if known & set(contacts[other])}
    for one in found:
        assert {other for other in found if found[other] == found[one]} == reach[one]


DAN, EVE = (1, 2, "officer:7"), (1, 2, "officer:8")
COVERS = {"five": ("three",), "nine": ("three", "five")}
RUNGS = ("three", "five", "nine", "unit")
REACHED = list(chain.from_iterable(combinations(RUNGS, n) for n in range(len(RUNGS) + 1)))


@pytest.mark.parametrize("reached", REACHED)
def test_of_several_thresholds_the_highest_stands_and_what_nothing_covers_beside_it(
    reached: tuple[str, ...],
) -> None:
    """Whatever was jumped over at once, and in whatever order they are found."""
    highest = next((rule for rule in ("nine", "five", "three") if rule in reached), "")
    wanted = {rule for rule in reached if rule in (highest, "unit")}
    raised = [Raised(rule, DAN, at(0)) for rule in reached]
    assert {one.rule for one in foremost(raised, COVERS)} == wanted
    assert {one.rule for one in foremost(raised[::-1], COVERS)} == wanted
    assert foremost(raised, {}) == raised, "where the city says nothing, each in order"


def test_a_stricter_one_about_another_or_one_that_stopped_counting_covers_nothing() -> None:
    lesser = Raised("three", DAN, at(2))
    assert lesser in foremost([lesser, Raised("five", EVE, at(2))], COVERS)
    assert lesser in foremost([lesser, Raised("five", DAN, at(1))], COVERS)
    assert lesser not in foremost([lesser, Raised("five", DAN, at(2))], COVERS)
