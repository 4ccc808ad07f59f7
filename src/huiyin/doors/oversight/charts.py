"""Charts as SVG, drawn here without script or library. Colours come from the style sheet; each has a table twin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, FOOT = 640, 150, 24
LEFT, RIGHT, TOP = 8, 88, 24
Spot = Callable[[int, int], tuple[float, float]]
"""Where a value stands: (place among the weeks, value) to (x, y)."""


def bar(parts: Sequence[tuple[str, int]], longest: int) -> SafeString:
    """A bar of (class, count) parts against the longest of its chart; hidden from readers who have the figures."""
    rects, x = [], 0.0
    for tone, count in parts:
        if count:
            width = 100 * count / max(longest, 1)
            rects.append((tone, f"{x:.2f}", f"{max(width - 0.4, 0.4):.2f}"))
            x += width
    inside = format_html_join("", '<rect class="{}" x="{}%" width="{}%" height="14" rx="2"/>', rects)
    return format_html('<svg class="track" width="100%" height="14" aria-hidden="true">{}</svg>', inside)


def weeks(rows: Sequence[tuple[date, int, int]], came: str, went: str) -> SafeString:
    """Two lines over weeks: what came (dashed) and what was answered; each ends with its name and last figure."""
    top = _round_up(max([1, *(max(a, b) for _, a, b in rows)]))
    spot = _spots(len(rows), top)
    lines = [("came", came, [a for _, a, _ in rows]), ("went", went, [b for _, _, b in rows])]
    ends = [spot(len(rows) - 1, values[-1])[1] for *_, values in lines]
    apart = _apart(ends)
    drawn = format_html_join(
        "",
        '<polyline class="{}" points="{}"/><circle class="{}" cx="{}" cy="{}" r="3.5"/>'
        '<text class="{}" x="{}" y="{}">{} {}</text>',
        (
            (
                tone, " ".join(f"{x:.0f},{y:.0f}" for x, y in (spot(i, v) for i, v in enumerate(values))),
                tone, f"{spot(len(rows) - 1, 0)[0]:.0f}", f"{end:.0f}",
                tone, WIDTH - RIGHT + 10, f"{label:.0f}", name, values[-1],
            )
            for (tone, name, values), end, label in zip(lines, ends, apart, strict=True)
        ),
    )  # fmt: skip
    return format_html(
        '<svg class="weeks" viewBox="0 0 {} {}" width="100%" role="img" aria-label="{}">{}{}{}</svg>',
        WIDTH, HEIGHT + FOOT, f"{came}, {went}", _grid(top, spot), _days(rows, spot), drawn,
    )  # fmt: skip


def _spots(count: int, top: int) -> Spot:
    across = (WIDTH - LEFT - RIGHT) / max(count - 1, 1)
    down = HEIGHT - TOP

    def spot(place: int, value: int) -> tuple[float, float]:
        x = LEFT + place * across if count > 1 else (WIDTH - RIGHT) / 2
        return x, TOP + down - down * value / top

    return spot


def _grid(top: int, spot: Spot) -> SafeString:
    marks = sorted({0, top // 2, top})
    return format_html_join(
        "",
        '<path class="grid" d="M0 {}H{}"/><text class="axis" x="0" y="{}">{}</text>',
        ((f"{spot(0, v)[1]:.0f}", WIDTH - RIGHT, f"{spot(0, v)[1] - 4:.0f}", v) for v in marks if v),
    )


def _days(rows: Sequence[tuple[date, int, int]], spot: Spot) -> SafeString:
    every = -(-len(rows) // 8)
    return format_html_join(
        "",
        '<text class="axis" x="{}" y="{}" text-anchor="{}">{}/{}</text>',
        (
            (f"{spot(i, 0)[0]:.0f}", HEIGHT + 18, "middle" if i else "start", day.month, day.day)
            for i, (day, _, _) in enumerate(rows)
            if i % every == 0
        ),
    )


def _apart(ends: Sequence[float]) -> list[float]:
    """Heights of the two names at the ends of the lines, so that neither covers the other or the days below."""
    first, second = (end + 4 for end in ends)
    if abs(first - second) < 22:
        middle = min((first + second) / 2, HEIGHT - 15)
        up = -11 if first <= second else 11
        return [middle + up, middle - up]
    return [min(first, HEIGHT - 4), min(second, HEIGHT - 4)]


def _round_up(value: int) -> int:
    """The next figure that looks round and has a whole half: 2, 4, 10, 20, 40, 100 …"""
    step = 1
    while True:
        for factor in (2, 4, 10):
            if value <= factor * step:
                return factor * step
        step *= 10


def spark(values: Sequence[int], said: str) -> SafeString:
    """A line as high as its text: how something went over the weeks. `said` tells it to who doesn't see it."""
    top, last = max([1, *values]), len(values) - 1
    spots = [(i * 88 / max(last, 1) + 4, 24 - 20 * value / top) for i, value in enumerate(values)]
    points = " ".join(f"{x:.0f},{y:.1f}" for x, y in spots)
    x, y = spots[-1]
    return format_html(
        '<svg class="spark" viewBox="0 0 96 28" width="96" height="28" role="img" aria-label="{}">'
        '<polyline points="{}"/><circle cx="{}" cy="{}" r="3"/></svg>',
        said, points, f"{x:.0f}", f"{y:.1f}",
    )  # fmt: skip
