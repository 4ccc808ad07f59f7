"""When many reports are an alert, for whom, and when it is news again.

Somebody for whom one of the cases doesn't exist reads the alert as if that case had never come: nothing of what is
counted, dated or said to them depends on it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Measure:
    """What an alert counts: people, or the reports of one person (`one_person`); and how many it takes."""

    least: int
    again: int
    one_person: bool
    anonymous: bool


@dataclass(frozen=True)
class Member:
    """A case that counts, since when, and its sender's number; None where it has no contact."""

    case: int
    at: datetime
    sender: int | None


@dataclass(frozen=True)
class Raised:
    """An alert for somebody: its rule, what it is about, and the last report that it counts for them."""

    rule: str
    about: tuple[int, int, str]
    last_at: datetime


def foremost(raised: Sequence[Raised], covers: Mapping[str, Collection[str]]) -> list[Raised]:
    """Those that stand: none in place of which another about the same does, by the rules that a rule `covers`.

    Many reports at once may jump over several rules; what nothing covers stands beside the highest. One that has
    stopped counting covers nothing that came after it.
    """
    return [
        one
        for one in raised
        if not any(
            one.about == other.about
            and one.rule in covers.get(other.rule, ())
            and other.last_at >= one.last_at
            for other in raised
        )
    ]


@dataclass(frozen=True)
class Standing:
    """What somebody reads of an alert: since when it is one, and of the acknowledgements (by place) those after news.

    `people`: how many different senders; `unknown`: without a contact, perhaps one person, perhaps several.
    `waiting`: there is something that nobody has acknowledged.
    """

    since: datetime
    people: int
    unknown: int
    seen: tuple[int, ...]
    waiting: bool


def count(members: Sequence[Member], measure: Measure) -> int:
    """How many people these are, or how many times it was one person."""
    if measure.one_person:
        return len(members)
    known = {member.sender for member in members if member.sender is not None}
    return len(known) + (_unknown(members) if measure.anonymous else 0)


def standing(
    members: Sequence[Member], acknowledged: Sequence[datetime], measure: Measure
) -> Standing | None:
    """How an alert of these cases stands; None where they are none. Both in the order of time."""
    since = _reached(members, measure)
    if since is None:
        return None
    seen: list[int] = []
    last: datetime | None = None
    for place, at in enumerate(acknowledged):
        news = at >= since if last is None else any(last < member.at <= at for member in members)
        if news:
            seen.append(place)
            last = at
    known = {member.sender for member in members if member.sender is not None}
    return Standing(since, len(known), _unknown(members), tuple(seen), _waits(members, last, measure))


def _reached(members: Sequence[Member], measure: Measure) -> datetime | None:
    for end in range(measure.least, len(members) + 1):
        if count(members[:end], measure) >= measure.least:
            return members[end - 1].at
    return None


def _waits(members: Sequence[Member], last: datetime | None, measure: Measure) -> bool:
    if last is None:
        return True
    before = [member for member in members if member.at <= last]
    return count(members, measure) - count(before, measure) >= measure.again


def _unknown(members: Sequence[Member]) -> int:
    return sum(member.sender is None for member in members)
