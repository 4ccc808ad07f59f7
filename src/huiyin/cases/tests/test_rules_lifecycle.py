"""The table of a case: every state × verb × role, who may see what, and how events add up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.cases.rules.history import begin, evolve
from huiyin.cases.rules.lifecycle import LIFECYCLE, Snapshot, roles_on
from huiyin.kernel.actor import SYSTEM, Actor, Mandate
from huiyin.kernel.lifecycle import Refused, Step

NOW = datetime(2022, 3, 7, 2, 42, tzinfo=UTC)
ROLES = (
    "reviewer",
    "supervisor",
    "team",
    "handler",
    "approver",
    "clerk",
    "leader",
    "administrator",
    "system",
    "arbiter",
    "secrecy",
    "signer",
)

# Written out by hand from the procedure, not taken from the table: what may happen, and whose act it is.
EVER = (
    "received referred assigned objected disputed locked verifying submitted approved joined answered "
    "declined closed"
)
MAY = {
    ("received", "refer"): {"reviewer", "system"},
    ("received", "assign"): {"reviewer"},
    ("received", "dispatch"): {"system"},
    ("assigned", "redirect"): {"reviewer", "supervisor"},
    ("received", "decline"): {"reviewer"},
    ("received", "import"): {"system"},
    ("referred", "return_from_team"): {"team", "supervisor"},
    ("referred", "channel"): {"team"},
    ("assigned", "accept"): {"handler"},
    ("objected", "redirect"): {"reviewer", "supervisor"},
    ("assigned", "object_to"): {"handler"},
    ("verifying", "object_to"): {"handler"},
    ("objected", "send_back"): {"reviewer", "supervisor"},
    ("objected", "affirm"): {"reviewer", "supervisor"},
    ("assigned", "dispute"): {"handler"},
    ("verifying", "dispute"): {"handler"},
    ("disputed", "send_back"): {"arbiter"},
    ("disputed", "affirm"): {"arbiter"},
    ("assigned", "lock"): {"system"},
    ("locked", "reassign"): {"supervisor"},
    ("verifying", "reassign"): {"supervisor"},
    ("submitted", "reassign"): {"supervisor"},
    ("verifying", "establish"): {"handler"},
    ("verifying", "submit"): {"handler"},
    ("verifying", "ask_extension"): {"handler"},
    ("verifying", "extend"): {"approver", "supervisor"},
    ("verifying", "refuse_extension"): {"approver", "supervisor"},
    ("verifying", "ask_suspension"): {"handler"},
    ("verifying", "suspend"): {"approver", "supervisor"},
    ("verifying", "refuse_suspension"): {"approver", "supervisor"},
    ("verifying", "resume"): {"handler", "approver", "supervisor"},
    ("joined", "prolong"): {"system"},
    ("received", "hasten"): {"system"},
    ("submitted", "approve"): {"approver"},
    ("submitted", "pass_up"): {"approver"},
    ("submitted", "return_for_rework"): {"approver"},
    ("submitted", "stand_in"): {"system"},
    ("approved", "answer"): {"reviewer"},
    ("received", "join"): {"reviewer", "supervisor"},
    ("joined", "separate"): {"reviewer", "supervisor"},
    ("joined", "answer_with_main"): {"system"},
    ("joined", "pin"): {"system"},
    ("answered", "close"): {"reviewer", "clerk", "system"},
} | {
    (state, verb): roles
    for verb, roles, states in (
        (
            "pin",
            {"reviewer", "supervisor", "system"},
            "received referred assigned objected disputed locked verifying submitted",
        ),
        (
            "recount",
            {"system"},
            "received referred assigned objected disputed locked verifying submitted approved joined answered",
        ),
        (
            "overdue",
            {"system"},
            "received referred assigned objected disputed locked verifying submitted approved joined answered",
        ),
        (
            "recuse",
            {"approver", "supervisor", "leader"},
            "received referred assigned objected disputed locked verifying submitted approved answered",
        ),
        ("hold_back", {"reviewer", "supervisor", "team", "secrecy"}, EVER),
        ("put_back", {"system"}, EVER),
        ("expunge", {"system"}, EVER),
    )
    for state in states.split()
}


@pytest.mark.parametrize("verb", LIFECYCLE.verbs)
def test_every_state_verb_and_role(verb: str) -> None:
    answers = {
        (state, role): LIFECYCLE.step(verb, state, frozenset({role}))
        for state in LIFECYCLE.states
        for role in ROLES
    }
    taken = {asked for asked, answer in answers.items() if isinstance(answer, Step)}
    assert taken == {(state, role) for (state, one), roles in MAY.items() if one == verb for role in roles}
    for (state, role), answer in answers.items():
        no = Refused("wrong_role", {"verb": verb}), Refused("wrong_state", {"state": state, "verb": verb})
        assert (state, role) in taken or answer in no


def test_the_matrix_tells_of_no_other_verb() -> None:
    assert {verb for _, verb in MAY} == set(LIFECYCLE.verbs)


def test_from_every_open_state_a_case_can_reach_an_end() -> None:
    ends = {"closed", "declined"}
    reach = dict.fromkeys(ends, True)
    for _ in LIFECYCLE.states:
        for step in LIFECYCLE.steps:
            if step.target and reach.get(step.target):
                reach.update(dict.fromkeys(step.source, True))
    assert set(reach) == set(LIFECYCLE.states)


COMMITTEE, ORGAN, UNIT, TEAM, DAN = 1, 20, 30, 5, 77


def case(state: str = "received", **changes: object) -> Snapshot:
    first = Snapshot(state, COMMITTEE, ORGAN, NOW + timedelta(days=21), accused=(DAN,))
    return replace(first, **changes)  # type: ignore[arg-type]


def person(account: int, role: str, unit: int, officer: int | None = None, home: int | None = None) -> Actor:
    return Actor(f"account:{account}", officer=officer, home=home, mandates=(Mandate(role, unit),))


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "clerk", "leader", "team", "handler", "approver"])
def test_the_officer_it_is_about_has_no_role_whatever_their_mandate(role: str) -> None:
    given_out = case("referred", unit=UNIT, team=TEAM, handlers=(9,), approver=9)
    for unit in (COMMITTEE, TEAM, UNIT, ORGAN):
        assert roles_on(given_out, person(9, role, unit, officer=DAN, home=UNIT)) == frozenset()


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "clerk", "leader"])
def test_a_member_of_the_house_reported_on_meets_it_only_by_name(role: str) -> None:
    own_house = person(9, role, COMMITTEE, officer=8, home=ORGAN)
    assert roles_on(case(), own_house) == frozenset()
    handler = Actor(
        "account:9", officer=8, home=ORGAN, mandates=(Mandate("handler", ORGAN), Mandate(role, COMMITTEE))
    )
    assert roles_on(case("assigned", unit=ORGAN, handlers=(9,)), handler) == {"handler"}


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "clerk", "leader", "team", "handler", "approver"])
def test_who_is_close_to_the_officer_has_no_role_either(role: str) -> None:
    given_out = case("referred", unit=UNIT, team=TEAM, handlers=(9,), approver=9)
    for unit in (COMMITTEE, TEAM, UNIT):
        spouse = Actor("account:9", officer=8, close=frozenset({DAN}), mandates=(Mandate(role, unit),))
        assert roles_on(given_out, spouse) == frozenset()
    stranger = Actor("account:9", officer=8, close=frozenset({DAN + 1}), mandates=(Mandate("team", TEAM),))
    assert roles_on(given_out, stranger) == {"team"}


def test_a_colleague_of_the_handler_has_no_role() -> None:
    assigned = case("assigned", unit=UNIT, handlers=(9,), approver=10)
    assert roles_on(assigned, person(9, "handler", UNIT)) == {"handler"}
    assert roles_on(assigned, person(11, "handler", UNIT)) == frozenset()
    assert roles_on(assigned, person(11, "approver", UNIT)) == frozenset()
    assert roles_on(assigned, person(9, "approver", UNIT)) == frozenset()  # named as handler, not as approver
    assert roles_on(assigned, person(9, "handler", UNIT + 1)) == frozenset()  # the mandate has moved


def test_a_committee_next_door_has_no_role() -> None:
    assert roles_on(case(), person(9, "reviewer", COMMITTEE + 1)) == frozenset()


def test_a_work_team_meets_a_case_only_while_it_is_in_its_queue() -> None:
    member = person(9, "team", TEAM)
    assert roles_on(case("referred", team=TEAM), member) == {"team"}
    assert roles_on(case("answered", team=TEAM), member) == frozenset()
    assert roles_on(case("referred", team=TEAM + 1), member) == frozenset()


def _data(verb: str, before: Snapshot, draw: st.DrawFn, at: datetime) -> dict[str, object]:
    due = {"due": ["review", (at + timedelta(days=2)).isoformat()]}
    return due | {
        "refer": {"team": draw(st.integers(1, 9))},
        "assign": {"unit": 3, "handlers": [1, 2], "approver": 4},
        "dispatch": {"unit": 3, "handlers": [1], "approver": 4},
        "redirect": {"unit": 8, "handlers": [2], "approver": 9},
        "reassign": {"unit": 5, "handlers": [6], "approver": 7},
        "pin": {"officers": [draw(st.integers(70, 80))]},
        "dispute": {"arbiter": draw(st.integers(90, 99))},
        "pass_up": {"approver": 5, "signers": [4]},
        "stand_in": {"approver": 6, "away": 5},
        "recuse": {"account": 1, "handlers": list(before.handlers), "approver": before.approver},
        "join": {"due": None, "main": draw(st.integers(100, 109)), "officers": [draw(st.integers(70, 80))]},
        "import": {"due": None, "answered_at": (at - timedelta(days=900)).isoformat()},
    }.get(verb, {})


@st.composite
def lives(draw: st.DrawFn) -> list[Snapshot]:
    """The snapshots of a case along a random legal path."""
    at = NOW
    first = {
        "committee": COMMITTEE,
        "organ": ORGAN,
        "accused": [DAN],
        "promised_at": at.isoformat(),
        "due": ["review", at.isoformat()],
    }
    path = [begin(first)]
    for _ in range(draw(st.integers(0, 14))):
        verbs = [s.verb for s in LIFECYCLE.steps if path[-1].state in s.source]
        if not verbs:
            break
        at += timedelta(hours=1)
        verb = draw(st.sampled_from(verbs))
        path.append(evolve(path[-1], verb, _data(verb, path[-1], draw, at), at))
    return path


@given(lives())
@settings(max_examples=300, deadline=None)
def test_along_every_legal_life(path: list[Snapshot]) -> None:
    for before, after in pairwise(path):
        assert after.version == before.version + 1
        assert set(before.accused) <= set(after.accused), (
            "nobody is ever un-accused behind the reporter's back"
        )
        assert not (before.answered_at and after.answered_at != before.answered_at), "an answer is given once"
        assert (after.arbiter is not None) == (after.state == "disputed")
        assert after.promised_at == before.promised_at, "no step moves the promised day"
        assert (after.state == "closed") == (after.closed_at is not None)
        if after.state in ("received", "joined"):
            assert (after.main is not None) == (after.state == "joined")
        if after.state in ("received", "referred", "declined", "joined"):
            assert (after.unit, after.handlers, after.approver) == (None, (), None)


def test_who_signed_reads_on_and_who_withdrew_is_out() -> None:
    signing = case(
        "submitted", unit=UNIT, handlers=(9,), approver=11, levels=("approver", "chief"), signers=(10,)
    )
    assert roles_on(signing, person(11, "chief", UNIT)) == {"approver"}
    assert roles_on(signing, person(10, "approver", UNIT)) == {"signer"}
    assert LIFECYCLE.open_to("submitted", frozenset({"signer"})) == ()
    assert roles_on(replace(signing, recused=(11,)), person(11, "chief", UNIT)) == frozenset()
    out = replace(signing, recused=(9,))
    for role, unit in (("handler", UNIT), ("reviewer", COMMITTEE), ("leader", COMMITTEE)):
        assert roles_on(out, person(9, role, unit)) == frozenset()


def test_what_is_withheld_exists_for_nobody_and_comes_back_as_it_was() -> None:
    before = case("verifying", unit=UNIT, handlers=(9,), due_kind="verification", due_at=NOW)
    out = evolve(before, "hold_back", {}, NOW)
    for role, unit in (("handler", UNIT), ("reviewer", COMMITTEE), ("leader", COMMITTEE)):
        assert roles_on(before, person(9, role, unit)) and not roles_on(out, person(9, role, unit))
    assert evolve(out, "put_back", {}, NOW) == replace(before, version=before.version + 2)


def test_withdrawing_moves_the_turn_and_no_deadline() -> None:
    before = case("verifying", unit=UNIT, handlers=(8, 9), approver=10, due_kind="verification", due_at=NOW)
    after = evolve(before, "recuse", {"account": 9, "handlers": [8], "approver": 10}, NOW)
    assert (after.handlers, after.recused, after.state) == ((8,), (9,), "verifying")
    assert (after.due_kind, after.due_at, after.overdue) == ("verification", NOW, before.overdue)


def test_the_system_may_lock_but_not_judge() -> None:
    assert roles_on(case("assigned"), SYSTEM) == {"system"}
    assert set(LIFECYCLE.open_to("submitted", frozenset({"system"}))) == {
        "overdue", "pin", "recount", "stand_in", "put_back", "expunge"
    }  # fmt: skip
