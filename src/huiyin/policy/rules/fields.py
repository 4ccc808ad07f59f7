"""What each key of a row must be, beyond its type."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field
from typing import Any

KINDS = ("committee", "group", "team", "organ", "section")
CODE = r"[a-z0-9][a-z0-9_.-]{0,39}"


@dataclass(frozen=True)
class Rule:
    """What a value must be beyond its type. `refers` names the list in which it must be a key."""

    refers: str = ""
    one_of: tuple[str, ...] = ()
    pattern: str = ""
    unique: bool = False
    least: int = 0


def must(default: Any = MISSING, **rule: Any) -> Any:
    """A key of a row with its rule; required where no default is given."""
    return field(default=default, metadata={"rule": Rule(**rule)})
