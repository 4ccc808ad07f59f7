"""Whose turn it is in a state of a case: how long they take, and what they do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from huiyin.cases.models import Case
from huiyin.site.replays import committees, houses
from huiyin.site.replays.drawing import chance
from huiyin.site.replays.letters import Letter
from huiyin.site.replays.stage import Stage

Act = Callable[[Stage, Case, Letter, datetime], object]
Turn = tuple[str, Act]

TURNS: dict[str, Turn] = {
    "received": ("review", committees.review),
    "referred": ("team", committees.by_team),
    "objected": ("review", committees.take_back),
    "locked": ("supervise", committees.supervise),
    "submitted": ("approve", houses.decide),
    "approved": ("answer", committees.answer),
}
"""By state: the pace of whoever acts, and what they do. Verification and what follows an answer have more steps."""


def turn(stage: Stage, number: str, state: str, letter: Letter) -> Turn | None:
    """None where nobody moves."""
    return _given(stage, number, letter) if state == "assigned" else TURNS.get(state)


def _given(stage: Stage, number: str, letter: Letter) -> Turn | None:
    """A unit that was given a case takes it up, unless it lets its first one lie or the program gave it wrongly.

    The inspectors see a wrong one in their daily check; some units are quicker and send it back themselves.
    """
    case = Case.objects.select_related("unit").get(number=number)
    given = case.assignments.order_by("-at").first()
    if "neglect" in letter.plan.conduct and not case.assignments.filter(ended_at__isnull=False).exists():
        return None
    if given is not None and given.by_id is None and case.unit is not None:
        if "decline" in letter.plan.conduct:
            return "accept", houses.send_back
        if letter.plan.to and case.unit.code != letter.plan.to:
            sees = chance(stage.rng(letter, "check"), stage.story.shares["seen_in_the_check"])
            return ("check", committees.redirect) if sees else ("accept", houses.send_back)
    return "accept", houses.accept
