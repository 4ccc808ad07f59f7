"""An edition of the rules: written down, read, and changed by one rule at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from huiyin.kernel.lifecycle import Refused
from huiyin.policy.rules.routing import RoutingRule

Rules = tuple[RoutingRule, ...]
_KEYS = {key.name: key for key in fields(RoutingRule)}


def to_rows(rules: Iterable[RoutingRule]) -> list[dict[str, Any]]:
    """The rules as they are stored: only what isn't as usual."""
    return [
        {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(rule).items()
            if value != _KEYS[name].default
        }
        for rule in rules
    ]


def to_rules(rows: Iterable[Mapping[str, Any]]) -> Rules:
    """The rules that were stored; what a later program no longer knows is left out."""
    return tuple(
        RoutingRule(
            **{k: tuple(v) if isinstance(v, list) else v for k, v in row.items() if k in _KEYS}  # type: ignore[arg-type]
        )
        for row in rows
    )


def place_of(rules: Sequence[RoutingRule], code: str) -> int | None:
    """Where a rule stands, counted from 1; None where it doesn't."""
    return next((at for at, rule in enumerate(rules, 1) if rule.code == code), None)


def put(rules: Rules, rule: RoutingRule, at: int) -> Rules:
    """The rules with `rule` at a place counted from 1; one of that code moves there and changes."""
    others = [one for one in rules if one.code != rule.code]
    at = max(1, min(at, len(others) + 1))
    return (*others[: at - 1], rule, *others[at - 1 :])


def moved(rules: Rules, code: str, by: int) -> Rules | Refused:
    """The rules with one of them `by` places further down; up where negative. At the end it stays."""
    at = place_of(rules, code)
    if at is None:
        return Refused("unknown_choice", {"field": "rule"})
    return put(rules, rules[at - 1], at + by)


def switched(rules: Rules, code: str, enabled: bool) -> Rules | Refused:
    """The rules with one of them switched on or off. A rule is never deleted: old decisions name it."""
    at = place_of(rules, code)
    if at is None:
        return Refused("unknown_choice", {"field": "rule"})
    return put(rules, replace(rules[at - 1], enabled=enabled), at)
