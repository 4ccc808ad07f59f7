"""The facts that explain a deadline, one step each, for a door to put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime
from typing import Any, Literal

from huiyin.kernel.limits import Unit

Kind = Literal[
    "starts", "counts", "skipped", "makeup", "last_day_moved", "paused", "after_pause", "extended", "ends"
]
Why = Literal["holiday", "weekend"]


@dataclass(frozen=True)
class Step:
    """One fact in the explanation of a deadline. What isn't needed is None.

    starts: `day` of the event, at `at`. counts: `count` of `unit`. ends: `day`, at `at`.
    skipped: the rest days `first` to `last`, for a `why`. makeup: a weekend `day` that is worked.
    last_day_moved: from the rest day `first` to `last`, for a `why`.
    paused: the time stood still from `first` to `last`. after_pause: the last day, in a pause, moved to `day`.
    extended: by `count` of `unit`, counted from the last day so far.
    """

    kind: Kind
    _: KW_ONLY
    day: date | None = None
    first: date | None = None
    last: date | None = None
    why: Why | None = None
    count: int | None = None
    unit: Unit | None = None
    at: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """Like {"kind": "skipped", "from": "2026-10-01", "to": "2026-10-07", "why": "holiday"}."""
        facts = {_KEYS.get(name, name): value for name, value in vars(self).items() if value is not None}
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in facts.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Step:
        facts: dict[str, Any] = {_NAMES.get(key, key): value for key, value in data.items()}
        for name in ("day", "first", "last"):
            if name in facts:
                facts[name] = date.fromisoformat(facts[name])
        if "at" in facts:
            facts["at"] = datetime.fromisoformat(facts["at"])
        return cls(**facts)


_KEYS = {"day": "date", "first": "from", "last": "to"}
_NAMES = {key: name for name, key in _KEYS.items()}
