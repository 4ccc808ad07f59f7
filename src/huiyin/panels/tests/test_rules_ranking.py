"""Places with ties, vetoes and edges."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from huiyin.panels.rules.ranking import Standing, first, last, places

SYSTEMS = ("court", "procuratorate", "police", "justice")


def ranking(*scores: str | None, vetoed: str = "") -> list[Standing]:
    """a, b, c, … with these scores, systems in turn."""
    return [
        Standing(
            code,
            SYSTEMS[i % 4],
            None if score is None else Decimal(score),
            "proven" if code in vetoed else "",
        )
        for i, (code, score) in enumerate(zip("abcdefghijklmnop", scores, strict=False))
    ]


def test_inside_each_system_first_then_across() -> None:
    found = places(ranking("90", "80", "70", "60", "95", "80"))
    assert [(p.standing.code, p.inside, p.across) for p in found] == [
        ("e", 1, 1), ("a", 2, 2), ("b", 1, 3), ("f", 1, 3), ("c", 1, 5), ("d", 1, 6),
    ]  # fmt: skip
    assert [p.across for p in places(ranking("90", "80", "70", "60", "95", "80"), "dense")] == [
        1,
        2,
        3,
        3,
        4,
        5,
    ]


def test_a_veto_takes_the_place_away_and_nobody_elses() -> None:
    found = places(ranking("90", "80", "70", vetoed="a"))
    assert [(p.standing.code, p.inside, p.across) for p in found] == [
        ("b", 1, 1),
        ("c", 1, 2),
        ("a", None, None),
    ]


def test_who_shares_the_edge_is_in() -> None:
    found = places(ranking("90", "80", "80", "70", "60", "60", "50"))
    assert [p.standing.code for p in first(found, 2)] == ["a", "b", "c"]
    assert [p.standing.code for p in last(found, 2)] == ["g", "f", "e"]


def test_the_vetoed_stand_behind_the_last() -> None:
    found = places(ranking("90", "80", "70", "60", None, vetoed="a"))
    assert [p.standing.code for p in last(found, 2)] == ["a", "d"]
    assert [p.standing.code for p in first(found, 2)] == ["b", "c"]


@given(st.lists(st.one_of(st.none(), st.integers(0, 5)), max_size=16), st.sampled_from(["skip", "dense"]))
def test_higher_is_better_and_equal_is_equal(scores: list[int | None], ties: str) -> None:
    found = places(ranking(*(None if s is None else str(s) for s in scores)), ties)  # type: ignore[arg-type]
    assert len(found) == len(scores)
    ranked = [p for p in found if p.across is not None]
    assert [p.standing.code for p in found if p.across is None] == [
        p.standing.code for p in found if p.standing.score is None
    ]
    for one in ranked:
        for other in ranked:
            assert one.standing.score is not None and other.standing.score is not None
            assert one.across is not None and other.across is not None
            assert (one.standing.score > other.standing.score) == (one.across < other.across)
            if ties == "skip":
                better = sum(
                    p.standing.score > one.standing.score for p in ranked if p.standing.score is not None
                )
                assert one.across == better + 1
