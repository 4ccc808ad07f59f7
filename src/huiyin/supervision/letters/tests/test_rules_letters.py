"""Who meets a letter as what; numbers; templates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from huiyin.kernel.actor import SYSTEM, Actor, Mandate
from huiyin.kernel.lifecycle import Step
from huiyin.supervision.letters.rules.lifecycle import (
    LETTER,
    SERVICE,
    Copy,
    Kind,
    Snapshot,
    reads,
    roles_at,
    roles_on,
    settled,
)
from huiyin.supervision.letters.rules.numbers import written
from huiyin.supervision.letters.rules.wording import complete, filled

COMMITTEE, COURT, POLICE = 1, 2, 3
KIND = Kind(frozenset({"reviewer"}), ("supervisor", "leader"), frozenset({"leader"}), "letter")
LETTER_ON_COURT = Snapshot("in_approval", COMMITTEE, KIND, organ=COURT, accused=frozenset({70}))
AT_COURT = Copy(COURT, "delivered", frozenset({5}), owes=True)


def person(number: int, *roles: str, unit: int = COMMITTEE, **more: object) -> Actor:
    return Actor(f"account:{number}", mandates=tuple(Mandate(r, unit) for r in roles), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("roles", "consents", "expected"),
    [
        (("reviewer",), 0, "reader writer judge"),
        (("supervisor",), 0, "reader level"),
        (("supervisor",), 1, "reader"),
        (("leader",), 0, "reader signer"),
        (("leader",), 1, "reader level signer"),
        (("supervisor", "leader"), 0, "reader level signer"),
        (("clerk",), 0, ""),
    ],
)
def test_whose_turn_it_is(roles: tuple[str, ...], consents: int, expected: str) -> None:
    letter = replace(LETTER_ON_COURT, consents=consents)
    assert roles_on(letter, person(9, *roles)) == set(expected.split())


def test_nobody_approves_or_signs_what_they_worded_themselves() -> None:
    own = replace(LETTER_ON_COURT, writer="account:9")
    assert roles_on(own, person(9, "reviewer", "supervisor", "leader")) == {"reader", "writer", "judge"}
    assert "level" in roles_on(own, person(8, "supervisor"))
    plain = replace(own, kind=replace(KIND, levels=()))
    assert "signer" in roles_on(plain, person(9, "leader"))


MEETING = {
    "whom it is about": person(9, "reviewer", "leader", officer=70),
    "close to them": person(9, "reviewer", "leader", close=frozenset({70})),
    "of their house, at the committee": person(9, "reviewer", "leader", home=COURT),
    "another committee": person(9, "reviewer", "leader", unit=POLICE),
    "a handler of the house": person(9, "handler", unit=COURT),
}


@pytest.mark.parametrize("who", MEETING)
def test_for_whom_it_does_not_exist(who: str) -> None:
    letter = replace(LETTER_ON_COURT, copies=(AT_COURT,))
    assert not reads(letter, MEETING[who])


@pytest.mark.parametrize("state", SERVICE.states)
@pytest.mark.parametrize("number", [5, 6])
def test_a_copy_is_read_by_those_meant_once_it_has_arrived(state: str, number: int) -> None:
    meant = roles_at(LETTER_ON_COURT, replace(AT_COURT, state=state), person(number, "handler", unit=COURT))
    assert bool(meant) == (number == 5 and state not in ("pending", "withheld"))


def test_what_is_held_for_secrecy_is_there_for_nobody() -> None:
    held = replace(LETTER_ON_COURT, held_back=True)
    assert roles_at(held, AT_COURT, person(5, "approver", unit=COURT)) == frozenset()
    assert roles_on(held, person(2, "supervisor", unit=held.issuer)) == frozenset()


def test_a_copy_meant_for_somebody_whom_it_turns_out_to_be_about_is_gone_for_them() -> None:
    them = person(5, "approver", unit=COURT, officer=70)
    assert roles_at(LETTER_ON_COURT, AT_COURT, them) == frozenset()
    assert roles_at(replace(LETTER_ON_COURT, accused=frozenset()), AT_COURT, them) == {"recipient"}


def test_the_way_of_a_letter_and_no_other() -> None:
    """Each pair (state, verb) that the table lets through, for somebody who is everything to the letter."""
    everything = LETTER.roles
    taken = {
        (state, verb) for state in LETTER.states for verb in LETTER.verbs
        if isinstance(LETTER.step(verb, state, everything), Step)
    }  # fmt: skip
    assert taken == {
        ("drafted", "edit"), ("drafted", "propose"), ("drafted", "void"),
        ("in_approval", "consent"), ("in_approval", "clear"), ("in_approval", "hand_back"), ("in_approval", "void"),
        ("cleared", "hand_back"), ("cleared", "sign"), ("cleared", "void"),
        ("signed", "deliver"), ("signed", "void"),
        ("delivered", "conclude"), ("delivered", "void"),
        *((state, "expunge") for state in LETTER.states),
    }  # fmt: skip
    assert [step.roles for step in LETTER.steps if step.verb == "expunge"] == [{"system"}]


def test_a_unit_never_judges_its_own_answer() -> None:
    judging = {"find_sufficient", "ask_again", "strike_off"}
    assert all(step.roles == {"judge"} for step in SERVICE.steps if step.verb in judging)
    assert all(
        step.roles == {"recipient"}
        for step in SERVICE.steps
        if step.verb in ("acknowledge", "reply", "report_progress")
    )


@pytest.mark.parametrize(
    ("state", "owes", "ends"),
    [
        ("acknowledged", False, True), ("acknowledged", True, False), ("sufficient", True, False),
        ("struck_off", True, True), ("withheld", True, True), ("delivered", False, False), ("pending", True, False),
    ],
)  # fmt: skip
def test_when_nothing_more_is_expected(state: str, owes: bool, ends: bool) -> None:
    assert settled(Copy(COURT, state, frozenset(), owes)) == ends


@given(some.integers(1000, 9999), some.integers(1, 10**6))
def test_a_number_is_written_as_the_standard_asks(year: int, serial: int) -> None:
    assert written("邢政法督", year, serial) == f"邢政法督\u3014{year}\u3015{serial}号"


@pytest.mark.parametrize(("mark", "year", "serial"), [("", 2022, 1), ("邢", 22, 1), ("邢", 2022, 0)])
def test_what_is_no_number_is_none(mark: str, year: int, serial: int) -> None:
    with pytest.raises(ValueError, match="number"):
        written(mark, year, serial)


def test_what_is_unknown_stands_out_and_what_is_filled_in_is_no_template() -> None:
    text = filled("{unit}：{demand}", {"unit": "某法院{number}", "demand": " "})
    assert text == "某法院{number}：〔待填：要求〕"
    assert not complete("标题", text) and complete("标题", "正文")


def test_the_program_signs_nothing() -> None:
    assert "system" not in {role for step in LETTER.steps if step.verb == "sign" for role in step.roles}
    assert roles_on(LETTER_ON_COURT, SYSTEM) == {"system"}
