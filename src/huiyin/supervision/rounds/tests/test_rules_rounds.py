"""Which case a rule catches, and how an accountability record goes on."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.calendar import WorkingCalendar
from huiyin.kernel.lifecycle import Refused, Step
from huiyin.policy.rules.handling import WATCHED
from huiyin.supervision.rounds.rules.accountability import BREACH, judges
from huiyin.supervision.rounds.rules.irregular import RULES, Looked, irregular
from huiyin.supervision.rounds.rules.movements import KIND, MOVED

MONDAY = datetime(2022, 3, 7, 2, tzinfo=UTC)
ALL = {"unread": 1, "untouched": 3, "returned": 2, "copied": 1, "late_entry": 3}
CALENDAR = WorkingCalendar.official()


def caught(**facts: object) -> tuple[str, ...]:
    return irregular(Looked(**({"state": "verifying", "now": MONDAY} | facts)), ALL, CALENDAR)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"accepted_at": MONDAY - timedelta(days=3)}, ()),  # Friday: one working day
        ({"accepted_at": MONDAY - timedelta(days=5)}, ("untouched",)),  # Wednesday: three
        ({"accepted_at": MONDAY - timedelta(days=9), "touched_at": MONDAY - timedelta(days=3)}, ()),
        ({"accepted_at": MONDAY - timedelta(days=9), "state": "submitted"}, ()),
        ({"accepted_at": MONDAY - timedelta(days=3), "pictures": 1}, ("unread",)),
        ({"accepted_at": MONDAY - timedelta(days=3), "pictures": 1, "opened": True}, ()),
        ({"accepted_at": MONDAY, "pictures": 1}, ()),
        ({"sent_back": 1, "reworked": 1}, ()),
        ({"sent_back": 2}, ("returned",)),
        ({"reworked": 2, "state": "submitted"}, ("returned",)),
        ({"twins": 1, "state": "answered"}, ("copied",)),
        ({"entered_late": 3}, ()),
        ({"entered_late": 4}, ("late_entry",)),
        ({"sent_back": 2, "twins": 1}, ("returned", "copied")),
    ],
)
def test_what_is_caught_and_what_isnt(facts: dict[str, object], expected: tuple[str, ...]) -> None:
    assert caught(**facts) == expected


@given(st.sets(st.sampled_from(sorted(ALL))))
def test_what_a_city_doesnt_watch_is_never_caught(watched: set[str]) -> None:
    bad = Looked("verifying", MONDAY, MONDAY - timedelta(days=60), None, 3, False, 9, 9, 9, 99)
    assert set(irregular(bad, {code: ALL[code] for code in watched}, CALENDAR)) == watched


def test_a_blueprint_can_ask_for_each_rule_there_is_and_for_no_other() -> None:
    assert set(RULES) == set(WATCHED) == set(ALL)


def test_each_step_is_one_kind_of_movement() -> None:
    assert sum(len(verbs) for verbs in MOVED.values()) == len(KIND)


def test_who_stated_a_breach_doesnt_conclude_it() -> None:
    assert judges({"leader"}, stated_it=True) == Refused("own_statement")
    assert judges({"supervisor"}, stated_it=False) == Refused("wrong_role", {"verb": "uphold"})
    assert judges({"leader", "supervisor"}, stated_it=False) is None


def test_a_record_is_contested_once_and_ends() -> None:
    for verb, role in (("contest", "blamed"), ("uphold", "judge"), ("withdraw", "judge")):
        assert isinstance(BREACH.step(verb, "stated", frozenset({role})), Step)
        for state in ("upheld", "withdrawn"):
            assert isinstance(BREACH.step(verb, state, frozenset({role})), Refused)
    assert isinstance(BREACH.step("contest", "contested", frozenset({"blamed"})), Refused)
    assert isinstance(BREACH.step("uphold", "stated", frozenset({"blamed"})), Refused)
