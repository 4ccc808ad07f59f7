"""What is on record about a unit or an officer, as it is told when it is asked for (S1-39): all of it, and counted.

The text is made of the entries and of nothing else, so that who signs it can neither add nor leave out.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

KINDS = ("finding", "breach", "use", "score", "letter")
"""In the order in which they are told: findings, breaches upheld, uses of results, scores, letters received."""

HEADS = {
    "finding": "已办结的群众反映",
    "breach": "责任追究",
    "use": "结果运用",
    "score": "考评得分",
    "letter": "收到的函",
}


@dataclass(frozen=True, order=True)
class Item:
    """One fact: its kind, its day, what names it, what it came to."""

    kind: str
    on: date
    name: str
    result: str


def told(entries: Iterable[Item]) -> str:
    """The whole record as a paper says it: each kind with its number, each entry with its day; in the end the sum."""
    rows = sorted(entries, key=lambda row: (KINDS.index(row.kind), row.on, row.name, row.result))
    counts = Counter(row.kind for row in rows)
    lines: list[str] = []
    for kind in KINDS:
        lines.append(f"{HEADS[kind]}：{counts[kind]}条。")
        mine = [row for row in rows if row.kind == kind]
        lines += [f"{n}. {row.on.isoformat()} {row.name}：{row.result}。" for n, row in enumerate(mine, 1)]
    lines.append(f"以上共{len(rows)}条，由平台记录自动生成，未作增减。内容校验码：{digest(rows)}。")
    return "\n".join(lines)


def digest(rows: Sequence[Item]) -> str:
    """Tells this record from any other: the first sixteen hexadecimal digits of SHA-256 over its sorted entries."""
    content = [asdict(row) | {"on": row.on.isoformat()} for row in sorted(rows)]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
