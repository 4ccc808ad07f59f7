"""The whole public submission beside a bare view that makes three inserts: same server, database and minute."""

from __future__ import annotations

import os
import re
import secrets
import sys
import urllib.request
from http.cookies import SimpleCookie
from statistics import median
from urllib.parse import urlencode

from huiyin.site.benches.figures import Figure, percentile
from huiyin.site.benches.load import Run, drive, request
from huiyin.site.benches.served import BARE, OURS, burnt, served
from huiyin.site.serving import THREADS

CONNECTIONS = 16
ROUNDS = 5
REQUESTS = 1500
TEXT = "3 月 7 日上午去交材料，窗口说缺一份证明让回去补，补好再来又说要另一份，来回三次。"
NO_FILE = (
    'Content-Disposition: form-data; name="files"; filename=""\r\n'
    "Content-Type: application/octet-stream\r\n\r\n\r\n"
)


class Citizen:
    """Sends what browsers would send: the form's fields as multipart, cookie and token; each from its own address."""

    def __init__(self, port: int, unit: str) -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/report?unit={unit}") as page:
            text = page.read().decode()
            cookies: SimpleCookie = SimpleCookie()
            for value in page.headers.get_all("Set-Cookie") or []:
                cookies.load(value)
        self.cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
        hidden = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', text)
        self.hidden = dict(hidden)
        self.boundary = "----huiyin" + secrets.token_hex(8)

    def __call__(self, number: int) -> bytes:
        fields = self.hidden | {
            "key": secrets.token_urlsafe(24),
            "text": f"{TEXT}第 {number} 次。",
            "problem_type": "B2",
            "identity_mode": "real_name",
            "name": "测试",
            "phone": f"139000{number % 100000:05d}",
            "officer_text": "",
            "occurred_on": "",
            "go": "send",
        }
        parts = [
            f'--{self.boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        parts.append(f"--{self.boundary}\r\n{NO_FILE}--{self.boundary}--\r\n")
        body = "".join(parts).encode()
        headers = {"Cookie": self.cookie, "Content-Type": f"multipart/form-data; boundary={self.boundary}"}
        headers["X-Forwarded-For"] = f"10.{secrets.randbelow(256)}.{number // 256}.{number % 256}"
        return request("POST", f"/report?unit={fields.get('unit', '')}", headers, body)


def _bare(number: int) -> bytes:
    body = urlencode({"key": secrets.token_urlsafe(24), "text": f"{TEXT}第 {number} 次。"}).encode()
    return request("POST", "/", {"Content-Type": "application/x-www-form-urlencoded"}, body)


def measure(say: object = None) -> list[Figure]:
    """Alternates both servers over several rounds; the median of each round's ratio is the figure."""
    from django.db import connection

    from huiyin.site.benches.bare.tables import TABLES
    from huiyin.site.benches.city import loaded

    unit = loaded()
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
    connection.close()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "huiyin.site.benches.settings"}
    whole: list[Run] = []
    plain: list[Run] = []
    with (
        served(OURS, environment) as (ours, our_web),
        served(BARE, environment, 20812) as (bare, bare_web),
    ):
        citizen = Citizen(ours, unit)
        for make, port in ((citizen, ours), (_bare, bare)):
            drive(port, make, connections=CONNECTIONS, requests=REQUESTS // 5)
        before = burnt(our_web), burnt(bare_web)
        for number in range(ROUNDS):
            plain.append(drive(bare, _bare, connections=CONNECTIONS, requests=REQUESTS))
            whole.append(drive(ours, citizen, connections=CONNECTIONS, requests=REQUESTS))
            _progress(number, whole[-1], plain[-1])
        after = burnt(our_web), burnt(bare_web)
    mine, theirs = ((b - a) * 1000 / ROUNDS / REQUESTS for a, b in zip(before, after, strict=True))
    return [*_figures(whole, plain), _processor(mine, theirs)]


def _processor(ours: float, bare: float) -> Figure:
    how = "processor time of the web processes over the same rounds, by submission; the database's own not counted"
    return Figure(
        "public submission, processor time", "ms", round(ours, 2), round(bare, 2), round(bare / ours, 3),
        "≥ 0.5 of a bare three-insert view", bare / ours >= 0.5, how,
    )  # fmt: skip


def _progress(number: int, ours: Run, bare: Run) -> None:
    print(
        f"round {number + 1} of {ROUNDS}: {ours.rate(303):.0f}/s beside {bare.rate(303):.0f}/s; "
        f"answers {ours.statuses}",
        file=sys.stderr,
    )


def _figures(whole: list[Run], plain: list[Run]) -> list[Figure]:
    rates, bare = [r.rate(303) for r in whole], [r.rate(303) for r in plain]
    ratio = median(o / b for o, b in zip(rates, bare, strict=True))
    p99 = median(percentile(r.times, 0.99) for r in whole) * 1000
    failed = sum(n for r in whole for status, n in r.statuses.items() if status != 303)
    how = (
        f"huiyin bench intake: {ROUNDS} rounds of {REQUESTS} multipart submissions (real name and phone) over "
        f"{CONNECTIONS} connections, granian with {os.cpu_count()} processes of {THREADS} threads, "
        f"medians; {failed} not accepted; server: {_server()}"
    )
    return [
        Figure(
            "public submissions", "requests/s", round(median(rates)), round(median(bare)), round(ratio, 3),
            "≥ 0.5 of a bare three-insert view", ratio >= 0.5 and not failed, how,
        ),
        Figure(
            "public submission, 99th percentile", "ms", round(p99, 1),
            round(median(percentile(r.times, 0.99) for r in plain) * 1000, 1), None,
            "≤ 250 ms at 16 connections", p99 <= 250, how,
        ),
    ]  # fmt: skip


def _server() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"
