"""Keeps for a moment what every request asks and hardly anybody changes."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

from django.conf import settings

K = TypeVar("K")
V = TypeVar("V")

MOST = 10_000
"""Entries of one keeper; beyond that all are dropped."""


class Kept(Generic[K, V]):
    """Answers of `read`, each for at most `settings.KEPT_SECONDS` in this process.

    What an administrator changes is seen by every process after that time; 0 (as in tests) keeps nothing.
    """

    def __init__(self, read: Callable[[K], V]) -> None:
        self._read = read
        self._answers: dict[K, tuple[float, V]] = {}

    def __call__(self, key: K) -> V:
        now = monotonic()
        known = self._answers.get(key)
        if known and now - known[0] < settings.KEPT_SECONDS:
            return known[1]
        answer = self._read(key)
        if len(self._answers) >= MOST:
            self._answers.clear()
        self._answers[key] = now, answer
        return answer
