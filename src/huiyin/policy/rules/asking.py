"""Questions that depend on what a report is about: an answer may say whose it is, how urgent, or that it isn't ours."""

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
