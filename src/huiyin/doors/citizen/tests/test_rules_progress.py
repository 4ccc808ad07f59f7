"""The reporter's line of steps, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from huiyin.doors.citizen.progress import CODES, Happened, happened, stages

START = datetime(2022, 3, 7, 2, 42, tzinfo=UTC)
PROMISED = START + timedelta(days=30)
DAY = timedelta(days=1)


def line(*verbs: str, now: datetime | None = None, rated_at: datetime | None = None) -> dict[str, str]:
    """The states of the stages after `verbs`, one a day; each starts a limit of three days."""
    events = [
        Happened(
            verb,
            START + DAY * i,
            START + DAY * (i + 3) if verb not in ("answer", "decline", "channel") else None,
        )
        for i, verb in enumerate(verbs)
    ]
    moment = now or START + DAY * len(verbs)
    found = stages(events, received_at=START, promised_at=PROMISED, rated_at=rated_at, now=moment)
    return {stage.code: stage.state for stage in found}


def here(*verbs: str) -> str:
    return next(code for code, state in line(*verbs).items() if state in ("here", "late"))


def test_each_act_moves_the_line_on_by_one() -> None:
    way = ("open", "assign", "accept", "submit", "approve", "answer")
    seen = [here(*way[:n]) for n in range(1, len(way) + 1)]
    assert tuple(seen) == CODES[1:]


def test_what_is_undone_is_open_again() -> None:
    assert here("open", "assign", "object_to") == "reviewed"
    assert here("open", "assign", "object_to", "affirm") == "taken_up"
    assert here("open", "assign", "accept", "object_to", "send_back") == "reviewed"
    assert here("open", "assign", "lock") == "taken_up"
    assert here("open", "assign", "accept", "submit", "return_for_rework") == "verified"
    assert here("open", "refer", "return_from_team") == "reviewed"
    assert line("open", "assign", "accept", "submit", "return_for_rework", "submit")["verified"] == "done"


def test_before_the_journey_has_read_anything_the_report_is_received() -> None:
    assert list(line().items())[:2] == [("received", "done"), ("reviewed", "here")]


def test_declined_and_channelled_reports_have_no_verification() -> None:
    for verb in ("decline", "channel"):
        states = line("open", verb)
        assert states == {"received": "done", "reviewed": "done", "answered": "done", "rated": "here"}


def test_rated_closes_the_line() -> None:
    states = line("open", "assign", "accept", "submit", "approve", "answer", rated_at=START + DAY * 9)
    assert set(states.values()) == {"done"}


def test_late_means_past_the_running_limit_not_past_an_earlier_one() -> None:
    assert line("open", now=START + DAY * 4)["reviewed"] == "late"
    assert line("open", "assign", now=START + DAY * 3.5)["taken_up"] == "here"
    assert line("open", "overdue", now=START + DAY * 4)["reviewed"] == "late"


def test_the_answer_is_promised_until_it_is_there_and_then_dated() -> None:
    asked = stages(
        [Happened("open", START)], received_at=START, promised_at=PROMISED, rated_at=None, now=START
    )
    assert next(s for s in asked if s.code == "answered").due_at == PROMISED
    way = [Happened("open", START, START + DAY), Happened("decline", START + DAY / 2)]
    told = stages(way, received_at=START, promised_at=PROMISED, rated_at=None, now=START + DAY)
    assert next(s for s in told if s.code == "answered").done_at == START + DAY / 2


def test_a_done_stage_remembers_when_it_had_to_be() -> None:
    way = [Happened("open", START, START + DAY), Happened("assign", START + DAY / 2, START + DAY * 4)]
    found = stages(way, received_at=START, promised_at=PROMISED, rated_at=None, now=START + DAY)
    assert found[1].due_at == START + DAY and found[2].due_at == START + DAY * 4


def test_the_deadline_is_read_from_the_event() -> None:
    event = happened("assign", START, {"due": ["acceptance", "2022-03-10T09:30:00+00:00"], "unit": 3})
    assert event.due_at == datetime(2022, 3, 10, 9, 30, tzinfo=UTC)
    assert happened("answer", START, {}).due_at is None
