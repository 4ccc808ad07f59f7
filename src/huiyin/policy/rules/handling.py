"""How a matter is handled, as rows: who signs a report before it is answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from huiyin.policy.rules.fields import CODE, must
from huiyin.policy.rules.rows import MATTERS
from huiyin.policy.rules.shape import Wrong

SIGNING = ("approver", "chief")
"""Mandates by which somebody signs: a unit's responsible leader, and the deputy chief who is over it."""

WEIGHTS = ("major", "complex")
"""How a matter weighs, where a reviewer or an approver says so: 重大, 复杂."""

ONE_LEVEL = ("approver",)


@dataclass(frozen=True, kw_only=True)
class Approval:
    """Which mandates sign the report on a matter, one after the other (S3-16 … S3-18).

    A row fits where each condition that it has is met: one of `types` or of those below them, one of `matters`, of
    `channels`, of `weights`. The first that fits decides; where none does, the unit's leader alone signs.
    """

    code: str = must(unique=True, pattern=CODE)
    levels: tuple[str, ...] = must(one_of=SIGNING)
    types: tuple[str, ...] = must((), refers="problem_types")
    matters: tuple[str, ...] = must((), one_of=MATTERS)
    channels: tuple[str, ...] = must((), refers="channels")
    weights: tuple[str, ...] = must((), one_of=WEIGHTS)
    basis: str
    basis_en: str


TALKS = ("call", "meeting", "explanation")
"""电话沟通, 见面约谈, 解释疏导 (S3-14)."""


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Before the report on such a matter is submitted, each of `kinds` was tried with the reporter and written down.

    Every row that fits asks; `types`, `matters` and `channels` as in `Approval`. The same is asked whether or not the
    reporter gave a name: what is asked of a unit may not tell it which.
    """

    code: str = must(unique=True, pattern=CODE)
    kinds: tuple[str, ...] = must(one_of=TALKS)
    types: tuple[str, ...] = must((), refers="problem_types")
    matters: tuple[str, ...] = must((), one_of=MATTERS)
    channels: tuple[str, ...] = must((), refers="channels")
    basis: str
    basis_en: str


WATCHED = ("unread", "untouched", "returned", "copied", "late_entry")
"""What the inspectors' daily round can watch for; `supervision.rounds.rules.irregular` says what each means."""


@dataclass(frozen=True, kw_only=True)
class Watch:
    """The round shows what is caught by this rule, from the number `value` on (days, times, matters)."""

    code: str = must(unique=True, one_of=WATCHED)
    value: int = must(least=1)


@dataclass(frozen=True)
class About:
    """What decides who signs: `types` is the problem type with those above it."""

    types: frozenset[str]
    matter: str
    channel: str
    weight: str = ""


class _Row(Protocol):
    types: Any
    matters: Any
    channels: Any


Row = TypeVar("Row", bound=_Row)


def deciding(rows: Iterable[Row], about: About) -> Row | None:
    """The first row that fits; None where a matter needs one signature only."""
    return next((row for row in rows if _fits(row, about)), None)


def _fits(row: _Row, about: About) -> bool:
    return (
        (not row.types or not about.types.isdisjoint(row.types))
        and (not row.matters or about.matter in row.matters)
        and (not row.channels or about.channel in row.channels)
        and (not (weights := getattr(row, "weights", ())) or about.weight in weights)
    )


def asked_of(rows: Iterable[_Row], about: About) -> tuple[str, ...]:
    """The kinds of talk that the rows which fit ask for, in the order in which a program names them."""
    kinds = {kind for row in rows if _fits(row, about) for kind in getattr(row, "kinds", ())}
    return tuple(kind for kind in TALKS if kind in kinds)


def wrong_approvals(rows: Mapping[str, Mapping[int, Any]]) -> Iterator[Wrong]:
    """Levels that begin above the unit or name one twice; and mandates that nobody can hold."""
    roles = {role.code for role in rows["roles"].values()}
    for at, row in rows["approvals"].items():
        approval: Approval = row
        here = ("approvals", at, "levels")
        if approval.levels[:1] != ONE_LEVEL or len(set(approval.levels)) != len(approval.levels):
            yield here, "begins with approver, the unit's own leader, and names each level once"
        for role in approval.levels:
            if role not in roles:
                yield here, f"there is no role {role} in roles.toml"
