"""Does a table have the keys and types of its row class? And the row itself, made from a table that does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from functools import cache
from types import UnionType
from typing import Any, get_args, get_type_hints

from huiyin.policy.rules.fields import Rule
from huiyin.policy.rules.locate import Path

Wrong = tuple[Path, str]
"""Where a mistake is, and what it is."""

_CALLED = {str: "text", int: "a whole number", float: "a number", bool: "true or false",
           date: "a date like 2022-02-14", time: "a time like 08:30:00"}  # fmt: skip


def rule_of(key: Field[Any]) -> Rule:
    rule = key.metadata.get("rule")
    return rule if isinstance(rule, Rule) else Rule()


@cache
def keys_of(cls: Any) -> Mapping[str, tuple[Any, Field[Any], Rule]]:
    """For each key of a row class its type, field and rule."""
    hints = get_type_hints(cls)
    return {key.name: (hints[key.name], key, rule_of(key)) for key in fields(cls)}


@cache
def row_class(hint: Any) -> Any:
    """The row class inside `hint` (Row or tuple[Row, ...]); None where there is none."""
    inner, _ = _taken_apart(hint)
    return inner if is_dataclass(inner) else None


def wrong_in(table: Any, cls: Any, path: Path) -> Iterator[Wrong]:
    """Every mistake of one table against its row class."""
    if not isinstance(table, Mapping):
        yield path, "must be a table of keys and values"
        return
    keys = keys_of(cls)
    for name in table:
        if name not in keys:
            yield (*path, name), f"unknown key; known are {', '.join(keys)}"
    for name, (hint, key, rule) in keys.items():
        if name in table:
            yield from _wrong_value(table[name], hint, rule, (*path, name))
        elif key.default is MISSING:
            yield path, f"key {name} is missing"


@cache
def _taken_apart(hint: Any) -> tuple[Any, bool]:
    """What one value of `hint` is, and whether it is a list of such."""
    inner = get_args(hint)
    return (inner[0], not isinstance(hint, UnionType)) if inner else (hint, False)


def _wrong_value(value: Any, hint: Any, rule: Rule, path: Path) -> Iterator[Wrong]:
    kind, listed = _taken_apart(hint)
    if listed:
        if not isinstance(value, list):
            yield path, "must be a list"
            return
        for index, item in enumerate(value):
            yield from _wrong_value(item, kind, rule, (*path, index))
    elif row := row_class(kind):
        yield from wrong_in(value, row, path)
    else:
        yield from _wrong_scalar(value, kind, rule, path)


def _wrong_scalar(value: Any, kind: Any, rule: Rule, path: Path) -> Iterator[Wrong]:
    if not _is_a(value, kind):
        yield path, f"must be {_CALLED[kind]}"
    elif kind is str:
        yield from _wrong_text(value, rule, path)
    elif kind is int and value < rule.least:
        yield path, f"must be {rule.least} or more"


def _is_a(value: Any, kind: Any) -> bool:
    if isinstance(value, bool | datetime):
        return isinstance(value, bool) and kind is bool
    return isinstance(value, (int, float) if kind is float else kind)


def _wrong_text(value: str, rule: Rule, path: Path) -> Iterator[Wrong]:
    if not value.strip():
        yield path, "is empty; leave the key out or give it a value"
    elif rule.one_of and value not in rule.one_of:
        yield path, f"is {value!r}; it takes one of {', '.join(rule.one_of)}"
    elif rule.pattern and not re.fullmatch(rule.pattern, value):
        yield path, f"is {value!r}, which isn't of the form {rule.pattern}"


def made(table: Mapping[str, Any], cls: Any) -> Any:
    """The row of a table in which `wrong_in` finds nothing."""
    values = {}
    for name, value in table.items():
        row = row_class(keys_of(cls)[name][0])
        if isinstance(value, list):
            values[name] = tuple(made(item, row) if row else item for item in value)
        else:
            values[name] = made(value, row) if row else value
    return cls(**values)
