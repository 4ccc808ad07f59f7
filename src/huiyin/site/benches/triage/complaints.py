"""Raw messages of many people, and six things that many of them are about."""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MESSAGES, ISSUES = "hot_messages.csv.gz", "hot_issues.csv"
LANDS = re.compile("[A-Z]\\d{1,2}[区县]", re.IGNORECASE)
"""How the organisers wrote the names of districts and counties, so that nobody knows the city."""


@dataclass(frozen=True)
class Message:
    """Title and detail of a message, and the districts that either names, as they are written."""

    id: int
    says: str
    lands: frozenset[str]


@dataclass(frozen=True)
class Labelled:
    """For each issue the messages (ids) about it, and those with almost the same words about another place."""

    issues: dict[str, frozenset[int]]
    traps: dict[str, frozenset[int]]


def messages(folder: Path) -> list[Message]:
    with gzip.open(folder / MESSAGES, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    said = [(int(row["留言编号"]), f"{row['留言主题']}|{row['留言详情']}") for row in rows]
    return [Message(pk, text, frozenset(name.upper() for name in LANDS.findall(text))) for pk, text in said]


def labelled(folder: Path) -> Labelled:
    found: dict[str, dict[str, set[int]]] = {
        "same_issue": defaultdict(set),
        "not_this_issue": defaultdict(set),
    }
    with (folder / ISSUES).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["kind"]][row["issue"]].add(int(row["message_id"]))
    issues, traps = (
        {name: frozenset(ids) for name, ids in found[kind].items()}
        for kind in ("same_issue", "not_this_issue")
    )
    return Labelled(issues, traps)


def f1_by_issue(groups: Sequence[frozenset[int]], known: Labelled) -> dict[str, float]:
    """For each issue the F1 of the group that fits it best; what nobody labelled counts as wrong."""
    return {
        name: max((2 * len(one & members) / (len(one) + len(members)) for one in groups), default=0.0)
        for name, members in known.issues.items()
    }


def merged(groups: Sequence[frozenset[int]], known: Labelled) -> int:
    """How many traps lie in a group with anything of the issue that they look like."""
    return sum(
        any(trap in one and not one.isdisjoint(known.issues[name]) for one in groups)
        for name, traps in known.traps.items()
        for trap in traps
    )
