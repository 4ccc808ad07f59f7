"""A rating beside a bare view that makes one insert, on one server, database and minute; then a whole city rates.

The bare view has neither middleware nor addresses to choose from, checks no token and sets no cookie: the goal is
measured on it, because that is what the goal says. The same view behind the site's middleware tells how much of the
distance is Django's and the site's part in any page, and how much is the rating's own. All three take turns.
"""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from huiyin.site.benches.figures import Figure
from huiyin.site.benches.load import drive, opened, request
from huiyin.site.benches.served import BARE, OURS, served
from huiyin.site.benches.sides import (
    CONNECTIONS,
    WARM,
    Goal,
    Side,
    processor,
    slowest,
    take_turns,
    throughput,
)

GOAL = Goal("≥ 0.8 of a bare one-insert view", 0.8)
KNOWN = Goal("no goal: what of the distance is the middleware's", 0.0)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ROUNDS = 15
"""So many that what else runs on the machine meets all three alike."""
REQUESTS = 2000
DEVICES = int(os.environ.get("HUIYIN_BENCH_DEVICES", "660000"))
"""Everybody who rated in Xianning (S1-31)."""
PLACES = 1132
"""As many as there were groups of field workers: a poster each."""


class Visitor:
    """Taps a level and sends it, each time as a device that hasn't rated here today, with what its browser brings."""

    def __init__(self, port: int, tokens: list[str]) -> None:
        page = opened(port, f"/c/{tokens[0]}")
        self.tokens, self.token = tokens, page.token
        self.headers = FORM | {
            "Cookie": f"csrftoken={page.cookies['csrftoken']}",
            "Sec-Fetch-Site": "same-origin",
        }

    def __call__(self, number: int) -> bytes:
        level = (5, 5, 5, 4, 5, 5, 4, 3, 5, 2)[number % 10]
        place = self.tokens[number % len(self.tokens)]
        body = urlencode(self.token | {"level": level}).encode()
        return request("POST", f"/c/{place}/rating", self.headers, body)

    def insert(self, number: int) -> bytes:
        """Makes the insert that is behind the same middleware."""
        return request("POST", "/one", self.headers, _insert(self.token))


def _insert(more: dict[str, str]) -> bytes:
    return urlencode(more | {"key": secrets.token_urlsafe(24), "text": "满意"}).encode()


def _bare(number: int) -> bytes:
    return request("POST", "/one", FORM, _insert({}))


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
        bare = Side("bare", bare_port, bare_web, _bare)
        middleware = Side("behind the middleware", behind_port, behind_web, visitor.insert)
        ours = Side("ratings", port, web, visitor)
        what = f"ratings at {PLACES} places"
        measured = take_turns(bare, middleware, ours, rounds=ROUNDS, requests=REQUESTS, what=what)
        taken, seconds = _city_rates(port, visitor)
    how, behind_it = f"huiyin bench ratings: {measured}", "beside one insert behind the same middleware"
    return [
        throughput("ratings", ours, bare, GOAL, how),
        throughput(f"ratings {behind_it}", ours, middleware, KNOWN, how),
        slowest("rating", ours, bare, how),
        processor("rating, processor time", ours, bare, GOAL),
        processor(f"rating, processor time {behind_it}", ours, middleware, KNOWN),
        _exact(before_all, (WARM + ROUNDS) * REQUESTS + DEVICES, taken, seconds),
    ]


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


def _exact(before: int, sent: int, taken: Counter[int], seconds: float) -> Figure:
    """Nothing lost: as many stored as sent, before and after the day is closed."""
    from django.conf import settings

    from huiyin.ratings.spot.actions import close_days

    stored = _stored() - before
    began = time.perf_counter()
    close_days(now=settings.CLOCK.now() + timedelta(days=1))
    closing, after = time.perf_counter() - began, _stored() - before
    ok = taken == {303: DEVICES} and stored == sent == after
    how = f"{DEVICES:,} devices in {seconds:.0f} s, answers {dict(taken)}; the day closed in {closing:.1f} s"
    return Figure("ratings stored of those sent", "ratings", after, sent, after / sent, "none lost", ok, how)
