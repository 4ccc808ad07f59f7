"""Sums over a cube, and what is too few to be ranked."""

from __future__ import annotations

from collections import Counter

from huiyin.cases.rules.lifecycle import LIFECYCLE
from huiyin.reporting.rules.measures import LEAST, STAGES, Cube, Line, Share, ranked


def test_every_state_of_a_case_is_in_exactly_one_stage() -> None:
    listed = [state for states in STAGES.values() for state in states]
    assert sorted(listed) == sorted(LIFECYCLE.states)


def test_lines_come_most_first_without_empty_ones() -> None:
    court, police, house = Counter(n=2), Counter(n=0, m=1), Counter(n=3)
    cube = Cube(Counter(n=5, m=1), {"system": {"court": court, "police": police, "house": house}})
    assert cube.by("system", "n") == [Line("house", house), Line("court", court)]
    assert [line.key for line in cube.by("system", "n", "m")] == ["house", "court", "police"]
    assert cube.line("system", "police").share("n", "m") == Share(0, 1)
    assert cube.line("system", "nobody").counts["n"] == 0
    assert cube.total("n") == 5


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
