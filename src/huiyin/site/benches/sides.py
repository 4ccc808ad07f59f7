"""Servers that take turns under one load, so that whatever else runs on the machine meets them alike."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from psutil import Process

from huiyin.site.benches.figures import Figure, percentile
from huiyin.site.benches.load import Run, drive
from huiyin.site.benches.served import burnt
from huiyin.site.serving import THREADS

CONNECTIONS = 16
WARM = 2
"""Rounds that aren't measured: each process has met everything once."""


@dataclass
class Side:
    """One of those that take turns: what it is sent, its runs, and the processor time that its processes used."""

    name: str
    port: int
    web: Process
    make: Callable[[int], bytes]
    runs: list[Run] = field(default_factory=list)
    burnt: float = 0.0

    def turn(self, requests: int) -> None:
        before = burnt(self.web)
        self.runs.append(drive(self.port, self.make, connections=CONNECTIONS, requests=requests))
        self.burnt += burnt(self.web) - before

    @property
    def rates(self) -> list[float]:
        """Accepted a second, by round."""
        return [run.rate(303) for run in self.runs]

    @property
    def each(self) -> float:
        """Milliseconds of processor for each request."""
        return self.burnt * 1000 / sum(len(run.times) for run in self.runs)

    @property
    def slowest(self) -> float:
        """The 99th percentile in milliseconds: the rounds' median."""
        return median(percentile(run.times, 0.99) for run in self.runs) * 1000

    @property
    def failed(self) -> int:
        return sum(n for run in self.runs for status, n in run.statuses.items() if status != 303)


@dataclass(frozen=True)
class Goal:
    """What share of the other's rate is wanted, and in which words."""

    words: str
    least: float


def take_turns(*sides: Side, rounds: int, requests: int, what: str) -> str:
    """Lets each side answer so many requests in every round; says how it was measured, and progress on the way."""
    for side in sides:
        drive(side.port, side.make, connections=CONNECTIONS, requests=WARM * requests)
    for number in range(rounds):
        for side in sides:
            side.turn(requests)
        say = ", ".join(f"{side.rates[-1]:.0f}/s {side.name}" for side in sides)
        print(f"round {number + 1} of {rounds}: {say}", file=sys.stderr)
    return (
        f"{rounds} rounds of {requests} {what} over {CONNECTIONS} connections, granian with {os.cpu_count()} "
        f"processes of {THREADS} threads, medians; {sum(side.failed for side in sides)} not accepted"
    )


def throughput(what: str, ours: Side, other: Side, goal: Goal, how: str) -> Figure:
    """Requests a second; the ratio is the median of the rounds', each measured within the same seconds."""
    ratio = median(o / b for o, b in zip(ours.rates, other.rates, strict=True))
    own, theirs = round(median(ours.rates)), round(median(other.rates))
    ok = ratio >= goal.least and not ours.failed + other.failed
    return Figure(what, "requests/s", own, theirs, round(ratio, 3), goal.words, ok, how)


def slowest(what: str, ours: Side, other: Side, how: str) -> Figure:
    """The 99th percentile."""
    own, theirs, goal = round(ours.slowest, 1), round(other.slowest, 1), "≤ 250 ms at 16 connections"
    return Figure(f"{what}, 99th percentile", "ms", own, theirs, None, goal, own <= 250, how)


def processor(what: str, ours: Side, other: Side, goal: Goal) -> Figure:
    """What a request costs: unlike the rates, hardly touched by what else the machine does."""
    how = (
        "processor time of the web processes over the same rounds, by request; the database's own not counted"
    )
    own, theirs, ratio = round(ours.each, 2), round(other.each, 2), other.each / ours.each
    return Figure(what, "ms", own, theirs, round(ratio, 3), goal.words, ratio >= goal.least, how)
