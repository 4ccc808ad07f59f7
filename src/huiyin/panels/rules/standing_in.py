"""Who takes the seats of people who were drawn and can't come: the next of their type, or whoever keeps the quotas.

Follows from the published draw alone, with Python's own library, so that anybody can repeat it: nobody is picked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from huiyin.panels.rules.verify_draw import digest, queues, rows_of

MOVES = 3_000
"""Exchanges tried before it is said that nobody fits; none or a few dozen are usual."""
REST = 6
"""For so many moves a type that was just touched is left alone."""


def stand_ins(
    announcement: dict[str, Any],
    result: dict[str, Any],
    gone: Sequence[str],
    unavailable: Collection[str] = (),
) -> list[str] | None:
    """Who comes instead of `gone`, with every quota kept; None where no such choice is found.

    Each leaver's place goes to the next in the queue of their type. Where a queue is empty, seats of those who come are
    exchanged, type against type, until the quotas are kept. `unavailable` alternates were asked and can't.
    """
    type_of = {mark: type_ for mark, type_ in announcement["roster"]}
    out = set(result["panel"]) | set(unavailable)
    waiting = {
        type_: [mark for mark in queue if mark not in out]
        for type_, queue in queues(result["seed"], announcement["roster"]).items()
    }
    leaving = Counter(type_of[mark] for mark in gone)
    staying = Counter(type_of[mark] for mark in result["panel"]) - leaving
    rows, quotas = rows_of(announcement)
    search = _Search(rows, quotas, {t: len(queue) for t, queue in waiting.items()}, result["seed"])
    for type_, taken in staying.items():
        search.count(type_, taken)
    coming = search.found(leaving)
    return (
        None
        if coming is None
        else [mark for type_ in sorted(coming) for mark in waiting[type_][: coming[type_]]]
    )


@dataclass
class _Search:
    """Exchanges seats among those who come, where that helps the quotas most; ties go by a hash."""

    rows: list[list[int]]
    quotas: list[tuple[str, int, int]]
    waiting: dict[int, int]
    seed: str
    counts: Counter[int] = field(default_factory=Counter)
    touched: dict[int, int] = field(default_factory=dict)

    def count(self, type_: int, by: int) -> None:
        for row in self.rows[type_]:
            self.counts[row] += by

    def found(self, leaving: Counter[int]) -> Counter[int] | None:
        """How many of each type come."""
        coming = Counter({type_: min(n, self.waiting[type_]) for type_, n in leaving.items()})
        for type_, taken in coming.items():
            self.count(type_, taken)
        seats = sum(leaving.values())
        for move in range(MOVES):
            if coming.total() == seats:
                if not any(self._broken(row) for row in range(len(self.quotas))):
                    return +coming
                self._exchange(coming, -1, move)
            if not self._exchange(coming, 1, move):
                return None
        return None

    def _exchange(self, coming: Counter[int], by: int, move: int) -> bool:
        """One more (`by` 1) or one fewer (-1) comes, of the type where that does most good."""
        before = [self._broken(row) for row in range(len(self.quotas))]
        harm = [self._broken(row, by) - before[row] for row in range(len(self.quotas))]
        able = [
            type_
            for type_, waiting in self.waiting.items()
            if self.touched.get(type_, 0) <= move
            and (coming[type_] < waiting if by > 0 else coming[type_] > 0)
        ]
        if not able:
            return False
        cost = {type_: sum(harm[row] for row in self.rows[type_]) for type_ in able}
        cheapest = min(cost.values())
        best = [type_ for type_ in able if cost[type_] == cheapest]
        chosen = min(best, key=lambda type_: digest(f"{self.seed}/stand-in/{move}/{by}/{type_}"))
        coming[chosen] += by
        self.count(chosen, by)
        self.touched[chosen] = move + REST
        return True

    def _broken(self, row: int, by: int = 0) -> int:
        """By how many seats a quota is broken when its count changes by `by`."""
        _, least, most = self.quotas[row]
        count = self.counts[row] + by
        return max(0, least - count, count - most)
