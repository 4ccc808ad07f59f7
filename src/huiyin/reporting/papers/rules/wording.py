"""Figures in the words of a paper. Papers are in Chinese; a bar of squares is a chart that any printer prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from huiyin.reporting.rules.figures import FIGURES
from huiyin.reporting.rules.measures import LEAST, Share

Shares = Mapping[str, Share]
WIDEST = 16
"""Squares of the longest bar."""
SHOWN = 10
"""Lines of a list; the rest is one line."""


def summary(found: Shares) -> str:
    """What came and what became of it, in two sentences; only of figures that were frozen."""
    said = []
    if "received" in found:
        said.append(f"期内收到{found['received'].part}件，答复{found['answered'].part}件")
    elif "answered" in found:
        said.append(f"期内答复{found['answered'].part}件")
    said.append(rate("closing", found["closing"], "应办结{whole}件，已办结{part}件"))
    if "unfinished" in found:
        said.append(f"期末未办结{found['unfinished'].part}件，其中超期{found['late'].part}件")
    said.append(rate("proof", found["proof"], "已有结论{whole}件，查实{part}件"))
    said.append(rate("satisfaction", found["satisfaction"], "群众评价{whole}件，满意{part}件"))
    return "；".join(said) + "。"


def rate(code: str, share: Share, words: str) -> str:
    """A share in words, with its percentage where it isn't of too few."""
    said = words.format(part=share.part, whole=share.whole)
    percent = FIGURES[code].percent(share)
    if percent is None or share.whole < LEAST:
        return said
    return f"{said}，{FIGURES[code].name}{percent:g}%"


def bars(rows: Sequence[tuple[str, int]]) -> str:
    """A line for each, the largest first, with a bar; what is left out is summed up in a last line."""
    if not rows:
        return "本期没有。"
    longest = max(count for _, count in rows)
    lines = [
        f"{place}. {name}：{count}件 {'■' * max(1, round(WIDEST * count / longest))}"
        for place, (name, count) in enumerate(rows[:SHOWN], 1)
    ]
    rest = sum(count for _, count in rows[SHOWN:])
    return "\n".join([*lines, *([f"其余：{rest}件"] if rest else [])])


def standing_out(rows: Sequence[tuple[str, str, str, Sequence[str]]]) -> str:
    """A line for each (number, type of problem, unit, why), the rest in one."""
    if not rows:
        return "本期没有超期、群众不满意的事项。"
    lines = [
        f"{place}. {number} {kind}{f'（{unit}）' if unit else ''}：{'、'.join(why)}"
        for place, (number, kind, unit, why) in enumerate(rows[:SHOWN], 1)
    ]
    rest = len(rows) - len(lines)
    return "\n".join([*lines, *([f"另有{rest}件。"] if rest else [])])


def scored(ranked: Iterable[tuple[str, float, int, int | None]]) -> str:
    """Units by score; those with too few cases to be ranked come last, without a place."""
    rows = list(ranked)
    lines = [f"{place}. {name}：{value:g}分（办理{n}件）" for name, value, n, place in rows if place]
    few: dict[float, list[str]] = {}
    for name, value, n, place in rows:
        if not place:
            few.setdefault(value, []).append(f"{name}（{n}件）")
    if few:
        said = [f"{'、'.join(names)}{value:g}分" for value, names in sorted(few.items(), reverse=True)]
        lines.append("办理件数太少、不参加排名的：" + "；".join(said) + "。")
    return "\n".join(lines) or "本期没有考评结果。"


def most(rows: Sequence[tuple[str, int]], shown: int = 3) -> str:
    """What a period says that has no whole one before it since the launch: the types that came most."""
    if not rows:
        return "本期没有。"
    return (
        "没有完整的上期可比。件数居前的是"
        + "、".join(f"{name}{count}件" for name, count in rows[:shown])
        + "。"
    )


def rising(now: Mapping[str, int], before: Mapping[str, int], most: int = 3) -> list[tuple[str, int, int]]:
    """What grew most against the period before: (key, then, now); ties by key."""
    grown = [(key, before.get(key, 0), count) for key, count in now.items() if count > before.get(key, 0)]
    return sorted(grown, key=lambda row: (row[1] - row[2], row[0]))[:most]
