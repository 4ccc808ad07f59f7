"""Who comes when somebody drawn can't: nobody picks them, and every quota is kept."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from huiyin.panels.rules.announcing import announcement
from huiyin.panels.rules.standing_in import stand_ins
from huiyin.panels.rules.verify_draw import outcome, queues, rows_of
from huiyin.panels.tests.cast import FOLK, NUMBERS, SALT, TOWN, plan, pool


@pytest.fixture(scope="module")
def announced() -> dict[str, Any]:
    found = announcement("May", TOWN, pool(TOWN, FOLK), SALT, NUMBERS)
    assert isinstance(found, dict)
    return found


def _keeps(announced: dict[str, Any], panel: set[str]) -> bool:
    rows, quotas = rows_of(announced)
    type_of = dict(announced["roster"])
    counts = Counter(row for mark in panel for row in rows[type_of[mark]])
    return len(panel) == announced["seats"] and all(
        least <= counts[row] <= most for row, (_, least, most) in enumerate(quotas)
    )


@pytest.mark.parametrize("seed", [f"seed {i}" for i in range(40)])
def test_two_leave_and_every_quota_is_kept(announced: dict[str, Any], seed: str) -> None:
    """FOLK has types of one person, so that many leavers have nobody of their own type behind them."""
    result = outcome(announced, seed)
    gone = result["panel"][:2]
    found = stand_ins(announced, result, gone)
    assert found is not None
    assert not set(found) & set(result["panel"])
    assert _keeps(announced, set(result["panel"][2:]) | set(found))
    assert found == stand_ins(announced, result, gone)


def test_the_next_of_the_same_type_comes_unless_they_cant(announced: dict[str, Any]) -> None:
    type_of = dict(announced["roster"])
    for seed in ("seed", *map(str, range(20))):
        result, queue = outcome(announced, seed), queues(seed, announced["roster"])
        behind = {m: [n for n in queue[type_of[m]] if n not in result["panel"]] for m in result["panel"]}
        if leaver := next((m for m in result["panel"] if len(behind[m]) > 1), None):
            break
    assert leaver is not None
    next_, after = behind[leaver][:2]
    assert stand_ins(announced, result, [leaver]) == [next_]
    assert stand_ins(announced, result, [leaver], unavailable=[next_]) == [after]


def test_where_nobody_can_it_says_so() -> None:
    of = plan(2, group={"deputy": (1, 1), "cadre": (1, 1)})
    announced = announcement("May", of, pool(of, [("deputy",), ("cadre",), ("cadre",)]), SALT, NUMBERS)
    assert isinstance(announced, dict)
    result = outcome(announced, "seed")
    deputy = announced["roster"][
        [type_ for _, type_ in announced["roster"]].index(announced["types"].index([0]))
    ][0]
    assert stand_ins(announced, result, [deputy]) is None
