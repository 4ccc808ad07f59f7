"""The overview's four figures: what came, what was due, what is late, what people think of the answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from huiyin.doors.oversight import periods
from huiyin.doors.oversight.panels import Reading, link
from huiyin.doors.oversight.wording import change
from huiyin.reporting.rules import measures
from huiyin.reporting.rules.measures import Line, Share

IDENTITIES = ("real_name", "contact", "anonymous")


def headlines(read: Reading, today: date) -> dict[str, Any]:
    """The four figures on top."""
    return {
        "received": _received(read),
        "due": _due(read, today),
        "late": _late(read),
        "satisfied": _satisfied(read),
    }


def _received(read: Reading) -> dict[str, Any]:
    lines = {line.key: line.counts["received"] for line in read.now.by("identity_mode", "received")}
    parts = [
        (
            read.name("identity_mode", mode),
            lines.get(mode, 0),
            link("received", read.period, identity_mode=mode),
        )
        for mode in IDENTITIES
    ]
    total = read.now.total("received")
    return {"count": total, "url": link("received", read.period), "parts": parts} | _compared(
        read, total, "received"
    )


def _compared(read: Reading, count: int, measure: str) -> dict[str, Any]:
    """What the figure was in the period before, where there is one."""
    if read.was is None or read.earlier is None:
        return {}
    was = read.was.total(measure)
    return {"was": was, "was_url": link(measure, read.earlier), "change": change(count, was)}


def _due(read: Reading, today: date) -> dict[str, Any]:
    share = read.of_cycle.share("closed", "due")
    panel = {
        "cycle": periods.spoken(read.cycle, today),
        "share": share,
        "url": link("due", read.cycle),
        "closed_url": link("closed", read.cycle),
        "running": read.cycle.last >= today,
    }
    if read.cycle == read.period and read.was:
        panel["was"] = read.was.share("closed", "due")
    return panel


def _late(read: Reading) -> dict[str, Any]:
    lines = read.now.by("organ", "late")
    named = [
        (read.name("organ", line.key), line.counts["late"], link("late", read.period, organ=line.key))
        for line in lines[:2]
    ]
    return {
        "count": read.now.total("late"),
        "url": link("late", read.period),
        "units": named,
        "more": len(lines) - len(named),
    }


def _satisfied(read: Reading) -> dict[str, Any]:
    share = read.now.share("satisfied", "rated")
    ranked, few = measures.ranked(read.now.by("organ", "rated"), "satisfied", "rated")
    panel = {
        "share": share,
        "url": link("satisfied", read.period),
        "rated_url": link("rated", read.period),
        "few": few,
        "least": measures.LEAST,
        "ranked": [_answering(read, line) for line in ranked],
    }
    if read.was:
        panel["was"] = read.was.share("satisfied", "rated")
    return panel


def _answering(read: Reading, line: Line) -> dict[str, Any]:
    share: Share = line.share("satisfied", "rated")
    return {
        "name": read.name("organ", line.key),
        "share": share,
        "url": link("rated", read.period, organ=line.key),
    }
