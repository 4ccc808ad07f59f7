"""Codes that are used twice, and codes that are used but nowhere defined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.policy.rules.locate import Path
from huiyin.policy.rules.shape import Wrong, keys_of, row_class

Tables = Mapping[str, list[Any]]
"""The raw rows of each list of the blueprint, whatever else is wrong with them."""


def codes(rows: list[Any], cls: Any) -> Iterator[tuple[int, str, str]]:
    """(index, key, value) of each row's unique key."""
    unique = [name for name, (_, _, rule) in keys_of(cls).items() if rule.unique]
    for index, row in enumerate(rows):
        for name in unique:
            if isinstance(row, Mapping) and isinstance(row.get(name), str):
                yield index, name, row[name]


def doubles(table: str, rows: list[Any], cls: Any) -> Iterator[Wrong]:
    seen: set[str] = set()
    for index, name, code in codes(rows, cls):
        if code in seen:
            yield (table, index, name), f"{code!r} is used twice"
        seen.add(code)


def dangling(value: Any, cls: Any, known: Mapping[str, set[str]], path: Path) -> Iterator[Wrong]:
    """Every reference in the table `value`, of class `cls`, to something that isn't in `known`."""
    if not isinstance(value, Mapping):
        return
    for name, (hint, _, rule) in keys_of(cls).items():
        found, refers, row = value.get(name), rule.refers, row_class(hint)
        listed = found if isinstance(found, list) else [found]
        for index, item in enumerate(listed):
            here = (*path, name, index) if isinstance(found, list) else (*path, name)
            if row:
                yield from dangling(item, row, known, here)
            elif refers and isinstance(item, str) and item not in known[refers]:
                yield here, f"{item!r} isn't in {refers}"


def circles(table: str, rows: list[Any]) -> Iterator[Wrong]:
    """Rows that are, through `parent`, inside themselves."""
    parents = {r["code"]: r.get("parent") for r in rows if isinstance(r, Mapping) and "code" in r}
    for index, row in enumerate(rows):
        if not isinstance(row, Mapping) or not row.get("parent"):
            continue
        at, steps = row["parent"], 0
        while at in parents and at != row.get("code") and steps <= len(parents):
            at, steps = parents[at], steps + 1
        if at == row.get("code"):
            yield (table, index, "parent"), f"{at!r} is inside itself"
