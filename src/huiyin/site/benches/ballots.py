"""A panel of ten thousand votes at once, by real requests; every ballot is in the count. And the sums of a month."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from datetime import timedelta
from urllib.parse import urlencode

from huiyin.kernel.actor import Actor, Mandate
from huiyin.site.benches.figures import Figure, percentile
from huiyin.site.benches.load import Run, drive, opened, request
from huiyin.site.benches.served import OURS, served
from huiyin.site.benches.tally import AXES, POINTS, tally

JUDGES = int(os.environ.get("HUIYIN_BENCH_JUDGES", "10000"))
CONNECTIONS = 16


class Judge:
    """Keeps an answer for each axis of one object, then hands in: as a browser does, with cookie and token."""

    def __init__(self, port: int, links: list[str], *, last: bool) -> None:
        self.page, self.links, self.last = opened(port, f"/bench/{links[0]}/0"), links, last

    def __call__(self, number: int) -> bytes:
        said = {} if self.last else dict.fromkeys(AXES, ("good", "fair", "excellent")[number % 3])
        cookie = f"csrftoken={self.page.cookies['csrftoken']}"
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        path = f"/bench/{self.links[number]}/{'hand-in' if self.last else '0'}"
        return request("POST", path, headers, urlencode(self.page.token | said).encode())


def measure() -> list[Figure]:
    from django.db import connection

    pk, links = _round()
    connection.close()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "huiyin.site.benches.settings"}
    with served(OURS, environment) as (port, _):
        kept = drive(port, Judge(port, links, last=False), connections=CONNECTIONS, requests=JUDGES)
        print(f"{JUDGES:,} kept, {kept.rate(302):.0f}/s", file=sys.stderr)
        handed = drive(port, Judge(port, links, last=True), connections=CONNECTIONS, requests=JUDGES)
    return [*_counted(pk, kept, handed), tally()]


def _reviewer(committee: int) -> Actor:
    return Actor("system", mandates=(Mandate("reviewer", committee),))


def _round() -> tuple[int, list[str]]:
    """A round in which everybody of the pool has a seat; its links."""
    from django.conf import settings

    from huiyin.organisations.models import Unit
    from huiyin.panels import actions
    from huiyin.site.benches.city import loaded

    now, unit = settings.CLOCK.now(), Unit.objects.get(code=loaded())
    committee = Unit.objects.get(code="xt-committee")
    by = _reviewer(committee.pk)
    print(f"A panel of {JUDGES:,} …", file=sys.stderr)
    roster = [
        actions.Entry(f"j{i}", f"Judge {i}", "", {"group": "all"}, consents=True) for i in range(JUDGES)
    ]
    actions.enter(committee, roster, by=by, now=now)
    scale = [
        {"code": c, "name": c, "name_en": c} | ({"points": str(p)} if p else {}) for c, p in POINTS.items()
    ]
    axes = [{"code": axis, "name": axis, "name_en": axis} for axis in AXES]
    terms = {
        "plan": {"seats": JUDGES, "features": {"group": {"all": [0, JUDGES]}}},
        "rule": {
            "scale": scale,
            "axes": axes,
            "layers": [{"code": "judges", "name": "评委", "name_en": "Judges"}],
        },
    }
    made = actions.plan(committee, "month", "bench", terms, [unit], by=by, now=now)
    actions.announce(made.pk, {"kind": "numbers", "draws": ["one"]}, by=by, now=now)
    actions.draw(made.pk, {"numbers": [[1]]}, [], by=by, now=now)
    issued = actions.issue(made.pk, now + timedelta(days=1), by=by, now=now)
    return made.pk, list(actions.links(issued).values())


def _counted(pk: int, kept: Run, handed: Run) -> list[Figure]:
    from django.conf import settings

    from huiyin.panels import actions
    from huiyin.panels.models import Round

    by = _reviewer(Round.objects.values_list("committee_id", flat=True).get(pk=pk))
    began = time.perf_counter()
    done = actions.count(pk, by=by, now=settings.CLOCK.now())
    taken, whole = time.perf_counter() - began, done.ballots.count()
    answers = Counter(tuple(said) for b in done.ballots.all() for said in b.answers.values())
    right = {(one,) * len(AXES): (JUDGES + 2 - i) // 3 for i, one in enumerate(("good", "fair", "excellent"))}
    ok = whole == JUDGES and dict(answers) == right
    how = (
        f"{CONNECTIONS} connections; answers {dict(kept.statuses)} and {dict(handed.statuses)}; "
        f"counted in {taken:.1f} s; "
        f"every answer as it was sent: {dict(answers) == right}"
    )
    p99 = percentile(handed.times, 0.99) * 1000
    return [
        Figure("ballots counted", "ballots", whole, JUDGES, whole / JUDGES, "none lost", ok, how),
        Figure("ballots handed in", "ballots/s", round(handed.rate(302)), None, None, "none", True, how),
        Figure("handing in, 99th percentile", "ms", round(p99, 1), None, None, "none", True, how),
    ]  # fmt: skip
