"""The ladder that a late case climbs, as rows: after what, which act, to whom, and what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.policy.rules.fields import CODE, must
from huiyin.policy.rules.shape import Wrong

ACTS = ("nudge", "lock", "letter", "interview", "circular", "advice")
"""催办, 锁定, a letter (提醒函, 督办函), 约谈, 通报, 监督建议书."""

PAPERS = ("letter", "circular", "advice")
"""Acts that are a paper, of a kind that the rung names."""

PEOPLE = ("acting", "handlers", "head", "reviewers", "supervisors", "leaders", "above")
"""Whose turn it is; those named in the assignment; the unit's leader; the committee's; who leads the one above."""

NEEDED = (
    "review", "acceptance", "objection_answer", "dispute", "verification", "handling", "approval", "reply", "whole",
)  # fmt: skip
"""Limits after which something must follow: every open case has somebody it will be late for."""


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One rung. `of`: the limits after whose lapse it is climbed; "whole" is the promise to the reporter.

    `after` is "due" (the limit has passed) or the rung before; `limit` names how long after it (left out: at once).
    `to` hears of it by `channel`, `copied` in their inbox. Where nobody of `to` is there, those of `fallback` hear it.
    `points` is what it costs the unit in the assessment.
    """

    code: str = must(unique=True, pattern=CODE)
    name: str
    name_en: str
    act: str = must(one_of=ACTS)
    of: tuple[str, ...]
    after: str = "due"
    limit: str = ""
    to: str = must(one_of=PEOPLE)
    copied: tuple[str, ...] = must((), one_of=PEOPLE)
    channel: str = must("inbox", one_of=("inbox", "sms"))
    letter: str = must("", refers="letter_kinds")
    points: float = 0.0
    fallback: str = must("supervisors", one_of=PEOPLE)
    basis: str
    basis_en: str


def rungs_of(ladder: Iterable[Rung], kind: str) -> tuple[Rung, ...]:
    """The rungs that follow the lapse of a limit, from the lowest."""
    return tuple(rung for rung in ladder if kind in rung.of)


def locks_at_once(ladder: Iterable[Rung], kind: str) -> bool:
    """Whether the lapse of a limit itself locks the case."""
    first = rungs_of(ladder, kind)[:1]
    return any(rung.act == "lock" and not rung.limit for rung in first)


def wrong_rungs(rows: Mapping[str, Mapping[int, Any]]) -> Iterator[Wrong]:
    """Rungs that can't be climbed, and limits after which nothing would follow."""
    ladder: Mapping[int, Rung] = rows["ladder"]
    limits = {limit.name for limit in rows["limits"].values() if not limit.region}
    for at, rung in ladder.items():
        yield from _unlimited(at, rung, limits)
        if bool(rung.letter) != (rung.act in PAPERS):
            yield ("ladder", at), f"{', '.join(PAPERS)} name a kind of letter, no other act does"
        if rung.act == "lock" and rung.of != ("acceptance",):
            yield ("ladder", at, "of"), "only what wasn't taken up can be locked"
        if rung.points < 0:
            yield ("ladder", at, "points"), "must be 0 or more"
    yield from _steps(ladder)
    for kind in NEEDED:
        if ladder and not rungs_of(ladder.values(), kind):
            yield ("ladder",), f"nothing follows when {kind} lapses: a rung is missing"


def _unlimited(at: int, rung: Rung, limits: set[str]) -> Iterator[Wrong]:
    for key, name in (("limit", rung.limit), *(("of", kind) for kind in rung.of)):
        if name and limits and name not in limits:
            yield ("ladder", at, key), f"there is no limit {name} that holds everywhere"


def _steps(ladder: Mapping[int, Rung]) -> Iterator[Wrong]:
    """For each limit one way up, in the order of the file."""
    below: dict[str, str] = {}
    for at, rung in ladder.items():
        for kind in rung.of:
            wanted = below.get(kind, "due")
            if rung.after != wanted:
                yield ("ladder", at, "after"), f"for {kind} the rung below is {wanted!r}"
            below[kind] = rung.code
