"""Sums over a cube, and what is too few to be ranked."""

from __future__ import annotations

from huiyin.cases.rules.lifecycle import LIFECYCLE
from huiyin.reporting.rules.measures import LEAST, STAGES, Cell, Cube, Line, Share, ranked


def cell(system: str, level: str, **counts: int) -> Cell:
    return Cell({"system": system, "level": level}, counts)


def test_every_state_of_a_case_is_in_exactly_one_stage() -> None:
    listed = [state for states in STAGES.values() for state in states]
    assert sorted(listed) == sorted(LIFECYCLE.states)


def test_lines_add_up_cells_and_leave_out_empty_ones() -> None:
    cube = Cube((cell("court", "city", n=2), cell("court", "county", n=1), cell("police", "city", n=0)))
    assert cube.total("n") == 3
    assert cube.by("system", "n") == [Line("court", {"n": 3})]
    assert [line.key for line in cube.by("level", "n")] == ["city", "county"]


def test_nothing_divided_by_nothing_has_no_percentage() -> None:
    assert Share(0, 0).percent is None
    assert Share(1, 3).percent == 33.3


def test_few_are_counted_but_not_ranked() -> None:
    lines = [
        Line("good", {"part": 9, "whole": 10}),
        Line("bad", {"part": 2, "whole": LEAST}),
        Line("lucky", {"part": LEAST - 1, "whole": LEAST - 1}),
        Line("unasked", {"part": 0, "whole": 0}),
    ]
    enough, few = ranked(lines, "part", "whole")
    assert [line.key for line in enough] == ["bad", "good"]
    assert few == 1
