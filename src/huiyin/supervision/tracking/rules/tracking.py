"""Leads that a work team follows to their end beside those who handle them (跟踪督办, S1-34)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.kernel.lifecycle import Lifecycle, Refused, step

TRACKING = Lifecycle(
    name="tracking",
    first="tracked",
    steps=(
        step("look_in", "tracked unsolved", None, "tracker"),
        step("find_unsolved", "tracked", "unsolved", "tracker"),
        step("tick_off", "tracked unsolved", "ticked_off", "tracker"),
    ),
)

WAYS = ("visit", "talk", "phone", "records")
"""How a team saw for itself: on the spot, with those concerned, by telephone, in the records."""


@dataclass(frozen=True)
class Team:
    """A team that could follow a lead: its region's code, and how many it follows already."""

    pk: int
    region: str
    following: int


def follower(teams: Sequence[Team], region: str) -> int | None:
    """Which team follows a lead about a unit of `region`: the one linked to it, else who follows the fewest."""
    linked = [team for team in teams if team.region == region]
    found = min(linked or teams, key=lambda team: team.following, default=None)
    return found.pk if found else None


def ends(*, answered: bool) -> Refused | None:
    """A lead is ticked off once there is an answer, never before: only then is there something to see."""
    return None if answered else Refused("not_answered_yet")
