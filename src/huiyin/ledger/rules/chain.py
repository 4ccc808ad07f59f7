"""The hash chain of one subject: what an event's hash covers, and whether a chain still holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Entry:
    """An event without its place in the table."""

    subject_kind: str
    subject_id: str
    seq: int
    verb: str
    actor: str
    unit: int | None
    at: datetime
    data: Mapping[str, Any]
    prev: str

    @cached_property
    def around(self) -> tuple[str, str]:
        """The canonical JSON of every field (keys sorted, UTF-8, moment in UTC), before and after its place.

        Between them belong `prev` and `seq`, which whoever appends may know later than all else.
        """
        before = {
            "actor": self.actor,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "data": self.data,
        }
        after = {"subject": [self.subject_kind, self.subject_id], "unit": self.unit, "verb": self.verb}
        return _canonical(before)[:-1] + ',"prev":"', "," + _canonical(after)[1:]

    @property
    def hash(self) -> str:
        """SHA-256, as hex, over the canonical JSON."""
        return self.hash_at(self.seq, self.prev)

    def hash_at(self, seq: int, prev: str) -> str:
        """The hash that the event has at a place in the chain."""
        before, after = self.around
        return hashlib.sha256(f'{before}{prev}","seq":{seq}{after}'.encode()).hexdigest()


def _canonical(part: Mapping[str, Any]) -> str:
    return _WRITER.encode(part)


_WRITER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def first_break(chain: Iterable[tuple[Entry, str]]) -> int | None:
    """The seq of the first entry that doesn't follow from the one before it; None where the chain holds.

    Takes pairs of an entry and the hash stored beside it, in order of seq.
    """
    prev = ""
    for seq, (entry, stored) in enumerate(chain, 1):
        if entry.seq != seq or entry.prev != prev or entry.hash != stored:
            return entry.seq
        prev = stored
    return None
