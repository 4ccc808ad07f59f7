"""Officers' names in free text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Key = TypeVar("Key")


def named(text: str, people: Iterable[tuple[Key, str]]) -> list[Key]:
    """Those of `people` (key, name) whose whole name stands in `text`, in order of first mention.

    A name inside a longer one doesn't count there: 张伟 isn't named by 张伟东 alone. Two people of one name both are.
    """
    found: dict[str, int] = {}
    covered = [False] * len(text)
    known = list(people)
    for name in sorted({name for _, name in known if len(name) > 1}, key=len, reverse=True):
        at = text.find(name)
        while at >= 0:
            if not covered[at]:
                found[name] = min(at, found.get(name, at))
                covered[at : at + len(name)] = [True] * len(name)
            at = text.find(name, at + 1)
    return [key for key, name in sorted(known, key=lambda p: found.get(p[1], 0)) if name in found]
