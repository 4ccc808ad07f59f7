"""`kill -9` of anything, under load: what was acknowledged is there, once, unchanged, and becomes a case."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import psutil
import pytest
from tests.load.citizens import Citizen, Crowd, NoAnswer
from tests.load.processes import Platform, until

from huiyin.ledger.rules.chain import Entry, first_break

pytestmark = pytest.mark.slow
ENOUGH = 6
"""Acknowledged reports before and after each blow."""

VICTIMS: dict[str, Callable[[Platform], psutil.Process]] = {
    "one web process": lambda platform: platform.web_processes()[0],
    "the web server": Platform.web,
    "the worker": Platform.worker,
    "the database": Platform.postmaster,
}


@pytest.mark.parametrize("victim", VICTIMS)
def test_no_acknowledged_report_is_missing(platform: Platform, victim: str) -> None:
    before = platform.rows("SELECT count(*) FROM intake_report")[0][0]
    with Crowd(platform.port) as crowd:
        _more(platform, crowd, 0)
        struck = VICTIMS[victim](platform)
        struck.kill()
        struck.wait(10)
        _more(platform, crowd, len(crowd.acknowledged))
    assert crowd.strange == []
    stored = platform.rows("SELECT number, right(text, 24) FROM intake_report ORDER BY id OFFSET %s", before)
    by_key = {key: [number for number, other in stored if other == key] for key in crowd.acknowledged}
    assert {key: numbers for key, numbers in by_key.items() if len(numbers) != 1} == {}
    shown = {key: number for key, number in crowd.acknowledged.items() if number}
    assert shown == {key: by_key[key][0] for key in shown} and len(shown) >= ENOUGH
    _completed(platform, [numbers[0] for numbers in by_key.values()])


def _more(platform: Platform, crowd: Crowd, than: int) -> None:
    def enough() -> bool:
        platform.server.keep()
        return len(crowd.acknowledged) >= than + ENOUGH

    until(enough, f"no more than {len(crowd.acknowledged)} reports were acknowledged")


def _completed(platform: Platform, numbers: list[str]) -> None:
    """Each becomes one case, and its chain of events holds."""
    query = "SELECT count(*), count(DISTINCT number) FROM cases_case WHERE number = ANY(%s)"
    until(lambda: platform.rows(query, numbers)[0][0] >= len(numbers), "the journey left reports behind")
    assert platform.rows(query, numbers) == [(len(numbers), len(numbers))]
    chains: dict[Any, list[tuple[Entry, str]]] = {}
    for *columns, stored in platform.rows(
        "SELECT subject_kind, subject_id, seq, verb, actor, unit, at, data, prev, hash FROM ledger_event "
        "WHERE subject_kind = 'report' AND subject_id = ANY(%s) ORDER BY seq", numbers,
    ):  # fmt: skip
        chains.setdefault(columns[1], []).append((Entry(*columns), stored))
    assert set(chains) == set(numbers)
    assert {number for number, chain in chains.items() if first_break(chain) is not None} == set()


def test_while_the_database_is_away_the_page_keeps_the_text_and_the_same_form_goes_through_later(
    platform: Platform,
) -> None:
    who, key = Citizen(platform.port, "127.9.0.1").open(), f"outage-{time.time_ns()}"
    platform.postmaster().kill()
    try:
        away = until(lambda: _answered(who, key), "no answer came while the database was away")
        assert away.status == 503 and int(away.headers["Retry-After"]) > 0
        assert key in away.body and 'name="text"' in away.body and f'value="{key}"' in away.body
    finally:
        until(lambda: platform.server.keep() or platform.server.answers(), "the database didn't come back")
    sent = until(lambda: _sent(who, key), "the same form didn't go through afterwards")
    again = who.send(key)
    assert (sent.status, again.status) == (303, 303)
    number = who.number()
    assert platform.rows("SELECT number FROM intake_report WHERE text LIKE %s", f"%{key}") == [(number,)]
    _completed(platform, [number])


def _answered(who: Citizen, key: str) -> Any:
    try:
        return who.send(key)
    except NoAnswer:
        return None


def _sent(who: Citizen, key: str) -> Any:
    answer = _answered(who, key)
    return answer if answer and answer.status == 303 else None
