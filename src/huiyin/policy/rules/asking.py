"""What citizens are asked beyond the form: questions by what a report is about, and faults of what they rate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.policy.rules.fields import CODE, must
from huiyin.policy.rules.shape import Wrong


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer. `unit` handles the matter, `priority` adds to its urgency; `stop` says where to turn instead.

    The people of `inform` merely hear that it came.
    """

    code: str = must(pattern=CODE)
    text: str
    text_en: str
    unit: str = must("", refers="units")
    inform: str = must("", refers="units")
    priority: int = 0
    stop: str = ""
    stop_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """Asked of those who chose one of `types` (with all below it), by one of `channels` (left out: by any)."""

    code: str = must(unique=True, pattern=CODE)
    text: str
    text_en: str
    types: tuple[str, ...] = must(refers="problem_types")
    channels: tuple[str, ...] = must((), refers="channels")
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What somebody may tap who is dissatisfied with a unit, window or officer: where there are any, places are rated.

    `problem_type` is what a report is about that says this.
    """

    code: str = must(unique=True, pattern=CODE)
    text: str
    text_en: str
    problem_type: str = must(refers="problem_types")


@dataclass(frozen=True, kw_only=True)
class Floods:
    """Which hours at a rated place look like a campaign rather than like visitors (`ratings.spot.rules.floods`).

    `fewest`: fewer in an hour are none, however quiet the place is: a bus may have arrived. `busiest`: the share of a
    day's ratings that an honest place gets in its busiest hour; `times` that are too many. `unknown`: what a place
    without a usual number may get in an hour: one every half minute is what a window can serve. `alike`: from so many
    on, a share of `same` of bad ratings that name the very same faults was not written by strangers.

    No city may go below the `least` of each: that would set apart what people say, not what somebody organised.
    """

    fewest: int = must(30, least=20)
    busiest: float = 0.25
    times: int = must(5, least=3)
    unknown: int = must(120, least=60)
    alike: int = must(12, least=10)
    same: float = 0.9


def wrong_floods(rows: Mapping[str, Mapping[int, Any]]) -> Iterator[Wrong]:
    """Shares that are none, or so low that ordinary hours would be set apart."""
    for city in rows["city"].values():
        floods: Floods = city.floods
        if not 0.2 <= floods.busiest <= 1:
            yield ("city", "floods", "busiest"), "must be from 0.2 to 1"
        if not 0.8 <= floods.same <= 1:
            yield ("city", "floods", "same"), "must be from 0.8 to 1"


def wrong_faults(rows: Mapping[str, Mapping[int, Any]]) -> Iterator[Wrong]:
    """Faults whose report nobody could send, because its type isn't a citizen's choice."""
    choices = {row.code for row in rows["problem_types"].values() if row.citizen_name}
    for at, row in rows["faults"].items():
        fault: Fault = row
        if fault.problem_type not in choices:
            yield (
                ("faults", at, "problem_type"),
                f"{fault.problem_type} has no citizen_name: nobody can choose it",
            )


def wrong_questions(rows: Mapping[str, Mapping[int, Any]]) -> Iterator[Wrong]:
    """Questions that nobody could answer, or whose answer says two things."""
    for at, row in rows["questions"].items():
        question: Question = row
        codes = [option.code for option in question.options]
        if len(codes) < 2 or len(set(codes)) < len(codes):
            yield ("questions", at, "options"), "needs two answers or more, each with a code of its own"
        if all(option.stop for option in question.options):
            yield ("questions", at, "options"), "every answer stops: nobody could report"
        for index, option in enumerate(question.options):
            here = ("questions", at, "options", index)
            if option.stop and (option.unit or option.inform or option.priority):
                yield (*here, "stop"), "what stops goes nowhere: leave out unit, inform and priority"
            if bool(option.stop) != bool(option.stop_en):
                yield (*here, "stop"), "stop and stop_en go together"
            if option.priority > 3:
                yield (*here, "priority"), "must be 3 or less"
