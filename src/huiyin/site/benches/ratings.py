"""A rating beside a bare view that makes one insert, on one server, database and minute; then a whole city rates."""

from __future__ import annotations

import os
import re
import secrets
import sys
import time
import urllib.request
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from http.cookies import SimpleCookie
from statistics import median
from urllib.parse import urlencode

from huiyin.site.benches.figures import Figure, percentile
from huiyin.site.benches.load import Run, drive, request
from huiyin.site.benches.served import burnt, served
from huiyin.site.serving import THREADS

CONNECTIONS = 16
ROUNDS = 5
REQUESTS = 2000
DEVICES = int(os.environ.get("HUIYIN_BENCH_DEVICES", "660000"))
"""Everybody who rated in Xianning (S1-31)."""
PLACES = 1132
"""As many as there were groups of field workers: a poster each."""


class Visitor:
    """Taps a level and sends it, each time as a device of its own; cookie and token as a browser brings them."""

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
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode({"csrfmiddlewaretoken": self.token, "level": level}).encode()
        return request("POST", f"/c/{place}/rating", headers, body)


def _bare(number: int) -> bytes:
    body = urlencode({"key": secrets.token_urlsafe(24), "text": "满意"}).encode()
    return request("POST", "/one", {"Content-Type": "application/x-www-form-urlencoded"}, body)


def measure() -> list[Figure]:
    """Alternates both servers over rounds; then takes a rating from each of many devices, and closes the day."""
    from django.db import connection

    from huiyin.site.benches.intake import _tables

    tokens = _posters()
    with connection.cursor() as cursor:
        cursor.execute(_tables())
    before_all = _stored()
    connection.close()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "huiyin.site.benches.settings"}
    whole: list[Run] = []
    plain: list[Run] = []
    with (
        served("huiyin.site.wsgi:application", environment) as (ours, our_web),
        served("huiyin.site.benches.bare.app:application", environment) as (bare, bare_web),
    ):
        visitor = Visitor(ours, tokens)
        for make, port in ((visitor, ours), (_bare, bare)):
            drive(port, make, connections=CONNECTIONS, requests=REQUESTS // 5)
        burnt_before = burnt(our_web), burnt(bare_web)
        for number in range(ROUNDS):
            plain.append(drive(bare, _bare, connections=CONNECTIONS, requests=REQUESTS))
            whole.append(drive(ours, visitor, connections=CONNECTIONS, requests=REQUESTS))
            say = f"round {number + 1} of {ROUNDS}: {whole[-1].rate(303):.0f}/s beside {plain[-1].rate(303):.0f}/s"
            print(say, file=sys.stderr)
        burnt_after = burnt(our_web), burnt(bare_web)
        mine, theirs = (
            (b - a) * 1000 / ROUNDS / REQUESTS for a, b in zip(burnt_before, burnt_after, strict=True)
        )
        taken, seconds = _city_rates(ours, visitor)
    sent = REQUESTS // 5 + ROUNDS * REQUESTS + DEVICES
    return [*_speed(whole, plain), _processor(mine, theirs), *_exact(before_all, sent, taken, seconds)]


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


def _speed(whole: list[Run], plain: list[Run]) -> list[Figure]:
    rates, bare = [r.rate(303) for r in whole], [r.rate(303) for r in plain]
    ratio = median(o / b for o, b in zip(rates, bare, strict=True))
    p99 = median(percentile(r.times, 0.99) for r in whole) * 1000
    failed = sum(n for r in whole for status, n in r.statuses.items() if status != 303)
    how = (
        f"huiyin bench ratings: {ROUNDS} rounds of {REQUESTS} ratings at {PLACES} places over {CONNECTIONS} "
        f"connections, granian with {os.cpu_count()} processes of {THREADS} threads, medians; {failed} not accepted"
    )
    return [
        Figure(
            "ratings", "requests/s", round(median(rates)), round(median(bare)), round(ratio, 3),
            "≥ 0.8 of a bare one-insert view", ratio >= 0.8 and not failed, how,
        ),
        Figure(
            "rating, 99th percentile", "ms", round(p99, 1),
            round(median(percentile(r.times, 0.99) for r in plain) * 1000, 1), None,
            "≤ 250 ms at 16 connections", p99 <= 250, how,
        ),
    ]  # fmt: skip


def _processor(ours: float, bare: float) -> Figure:
    how = (
        "processor time of the web processes over the same rounds, by rating; the database's own not counted"
    )
    return Figure(
        "rating, processor time", "ms", round(ours, 2), round(bare, 2), round(bare / ours, 3),
        "≥ 0.8 of a bare one-insert view", bare / ours >= 0.8, how,
    )  # fmt: skip


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
