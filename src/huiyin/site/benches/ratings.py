"""A rating beside a bare view that makes one insert, on one server, database and minute; then a whole city rates.

The bare view has neither middleware nor addresses to choose from, checks no token and sets no cookie: the goal is
measured on it, because that is what the goal says. The same view behind the site's middleware tells how much of the
distance is Django's and the site's part in any page, and how much is the rating's own. All three take turns.
"""

from __future__ import annotations

import os
import re
import secrets
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.cookies import SimpleCookie
from statistics import median
from urllib.parse import urlencode

from psutil import Process

from huiyin.site.benches.figures import Figure, percentile
from huiyin.site.benches.load import Run, drive, request
from huiyin.site.benches.served import BARE, OURS, burnt, served
from huiyin.site.serving import THREADS

CONNECTIONS = 16
ROUNDS = 15
"""So many that what else runs on the machine meets all three alike."""
REQUESTS = 2000
DEVICES = int(os.environ.get("HUIYIN_BENCH_DEVICES", "660000"))
"""Everybody who rated in Xianning (S1-31)."""
PLACES = 1132
"""As many as there were groups of field workers: a poster each."""


class Visitor:
    """Taps a level and sends it, each time as a device of its own, with what a browser brings."""

    def __init__(self, port: int, tokens: list[str]) -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/c/{tokens[0]}") as page:
            text = page.read().decode()
            cookies: SimpleCookie = SimpleCookie()
            for value in page.headers.get_all("Set-Cookie") or []:
                cookies.load(value)
        self.csrf = cookies["csrftoken"].value
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        assert found
        self.token, self.tokens = found[1], tokens

    def __call__(self, number: int) -> bytes:
        level = (5, 5, 5, 4, 5, 5, 4, 3, 5, 2)[number % 10]
        place = self.tokens[number % len(self.tokens)]
        device = f"{secrets.token_urlsafe(16)}.{level}"
        headers = {
            "Cookie": f"csrftoken={self.csrf}; rated={device}",
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode({"csrfmiddlewaretoken": self.token, "level": level}).encode()
        return request("POST", f"/c/{place}/rating", headers, body)

    def insert(self, number: int) -> bytes:
        """Makes the insert that is behind the same middleware."""
        headers = {
            "Cookie": f"csrftoken={self.csrf}",
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return request("POST", "/one", headers, _insert({"csrfmiddlewaretoken": self.token}))


def _insert(more: dict[str, str]) -> bytes:
    return urlencode(more | {"key": secrets.token_urlsafe(24), "text": "满意"}).encode()


def _bare(number: int) -> bytes:
    return request("POST", "/one", {"Content-Type": "application/x-www-form-urlencoded"}, _insert({}))


@dataclass
class Side:
    """One of those that take turns: what it is sent, its runs, and the processor time that its processes used."""

    port: int
    web: Process
    make: Callable[[int], bytes]
    runs: list[Run] = field(default_factory=list)
    burnt: float = 0.0

    def turn(self) -> float:
        """One round; accepted a second."""
        before = burnt(self.web)
        self.runs.append(drive(self.port, self.make, connections=CONNECTIONS, requests=REQUESTS))
        self.burnt += burnt(self.web) - before
        return self.runs[-1].rate(303)

    @property
    def rates(self) -> list[float]:
        return [run.rate(303) for run in self.runs]

    @property
    def each(self) -> float:
        """Milliseconds of processor for each request."""
        return self.burnt * 1000 / len(self.runs) / REQUESTS


def measure() -> list[Figure]:
    """Alternates the servers over rounds; then takes a rating from each of many devices, and closes the day."""
    from django.db import connection

    from huiyin.site.benches.bare.tables import TABLES

    tokens = _posters()
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
    before_all = _stored()
    connection.close()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "huiyin.site.benches.settings"}
    behind = environment | {"DJANGO_SETTINGS_MODULE": "huiyin.site.benches.bare.settings"}
    with (
        served(OURS, environment) as (port, web),
        served(BARE, environment, 20812) as (bare_port, bare_web),
        served(OURS, behind, 20813) as (behind_port, behind_web),
    ):
        visitor = Visitor(port, tokens)
        ours, bare = Side(port, web, visitor), Side(bare_port, bare_web, _bare)
        middleware = Side(behind_port, behind_web, visitor.insert)
        for side in (ours, bare, middleware):
            drive(side.port, side.make, connections=CONNECTIONS, requests=REQUESTS // 5)
        for number in range(ROUNDS):
            rates = [side.turn() for side in (bare, middleware, ours)]
            say = "{:.0f}/s bare, {:.0f}/s behind the middleware, {:.0f}/s ratings".format(*rates)
            print(f"round {number + 1} of {ROUNDS}: {say}", file=sys.stderr)
        taken, seconds = _city_rates(port, visitor)
    sent = REQUESTS // 5 + ROUNDS * REQUESTS + DEVICES
    return [*_figures(ours, bare, middleware), *_exact(before_all, sent, taken, seconds)]


def _city_rates(port: int, visitor: Visitor) -> tuple[Counter[int], float]:
    """A rating from each device, in slices so that progress is seen; answers by status, and seconds."""
    statuses: Counter[int] = Counter()
    began, left = time.perf_counter(), DEVICES
    while left:
        run = drive(port, visitor, connections=CONNECTIONS, requests=min(left, 20_000))
        statuses.update(run.statuses)
        left -= min(left, 20_000)
        print(f"{DEVICES - left:,} of {DEVICES:,} devices, {run.rate(303):.0f}/s", file=sys.stderr)
    return statuses, time.perf_counter() - began


def _posters() -> list[str]:
    """The city with faults to choose from, and a code for each of many places."""
    from django.conf import settings

    from huiyin.intake.actions import make_code
    from huiyin.kernel.actor import SYSTEM
    from huiyin.organisations.models import Unit
    from huiyin.policy import actions as policy
    from huiyin.policy.blueprint import load
    from huiyin.policy.rules.asking import Fault
    from huiyin.site.benches.city import loaded

    now, unit = settings.CLOCK.now(), loaded()
    fault = Fault(code="slow", text="办得太慢", text_en="Too slow", problem_type="B4")
    policy.load(replace(load("xingtai"), faults=(fault,)), by=SYSTEM, now=now)
    here = Unit.objects.get(code=unit)
    return [make_code(here, f"点位 {n}", by=SYSTEM, now=now).token for n in range(PLACES)]


def _stored() -> int:
    from huiyin.ratings.spot.queries import taken

    return taken().total


GOAL = "≥ 0.8 of a bare one-insert view"
KNOWN = "no goal: what of the distance is the middleware's"


def _figures(ours: Side, bare: Side, middleware: Side) -> list[Figure]:
    failed = sum(
        n for side in (ours, bare, middleware) for r in side.runs for s, n in r.statuses.items() if s != 303
    )
    how = (
        f"huiyin bench ratings: {ROUNDS} rounds of {REQUESTS} ratings at {PLACES} places over {CONNECTIONS} "
        f"connections, granian with {os.cpu_count()} processes of {THREADS} threads, medians; {failed} not accepted"
    )
    spent = (
        "processor time of the web processes over the same rounds, by request; the database's own not counted"
    )
    p99, bare_p99 = (
        round(median(percentile(r.times, 0.99) for r in side.runs) * 1000, 1) for side in (ours, bare)
    )
    return [
        _beside("ratings", ours, bare, GOAL, how, failed),
        _beside("ratings beside one insert behind the same middleware", ours, middleware, KNOWN, how),
        Figure(
            "rating, 99th percentile", "ms", p99, bare_p99, None, "≤ 250 ms at 16 connections", p99 <= 250, how
        ),
        Figure(
            "rating, processor time", "ms", round(ours.each, 2), round(bare.each, 2),
            round(bare.each / ours.each, 3), GOAL, bare.each / ours.each >= 0.8, spent,
        ),
        Figure(
            "rating, processor time beside one insert behind the same middleware", "ms", round(ours.each, 2),
            round(middleware.each, 2), round(middleware.each / ours.each, 3), KNOWN, True, spent,
        ),
    ]  # fmt: skip


def _beside(what: str, ours: Side, other: Side, goal: str, how: str, failed: int = 0) -> Figure:
    """Requests a second; the ratio is the median of the rounds', each measured within the same seconds."""
    ratio = median(o / b for o, b in zip(ours.rates, other.rates, strict=True))
    ok = goal is KNOWN or (ratio >= 0.8 and not failed)
    own, theirs = round(median(ours.rates)), round(median(other.rates))
    return Figure(what, "requests/s", own, theirs, round(ratio, 3), goal, ok, how)


def _exact(before: int, sent: int, taken: Counter[int], seconds: float) -> list[Figure]:
    """Nothing lost: as many stored as sent, before and after the day is closed."""
    from django.conf import settings

    from huiyin.ratings.spot.actions import close_days

    stored = _stored() - before
    began = time.perf_counter()
    close_days(now=settings.CLOCK.now() + timedelta(days=1))
    closing, after = time.perf_counter() - began, _stored() - before
    ok = taken == {303: DEVICES} and stored == sent == after
    how = f"{DEVICES:,} devices in {seconds:.0f} s, answers {dict(taken)}; the day closed in {closing:.1f} s"
    return [
        Figure("ratings stored of those sent", "ratings", after, sent, after / sent, "none lost", ok, how)
    ]
