"""The whole public submission beside a bare view that makes three inserts: same server, database and minute."""

from __future__ import annotations

import os
import secrets
from urllib.parse import urlencode

from huiyin.site.benches.figures import Figure
from huiyin.site.benches.load import opened, request
from huiyin.site.benches.served import BARE, OURS, served
from huiyin.site.benches.sides import Goal, Side, processor, slowest, take_turns, throughput

GOAL = Goal("≥ 0.5 of a bare three-insert view", 0.5)
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
        page = opened(port, f"/report?unit={unit}")
        self.cookie = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
        self.hidden = page.hidden
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
        headers = {
            "Cookie": self.cookie,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": f"multipart/form-data; boundary={self.boundary}",
        }
        headers["X-Forwarded-For"] = f"10.{secrets.randbelow(256)}.{number // 256}.{number % 256}"
        return request("POST", f"/report?unit={fields.get('unit', '')}", headers, body)


def _bare(number: int) -> bytes:
    body = urlencode({"key": secrets.token_urlsafe(24), "text": f"{TEXT}第 {number} 次。"}).encode()
    return request("POST", "/", {"Content-Type": "application/x-www-form-urlencoded"}, body)


def measure() -> list[Figure]:
    """Alternates both servers over several rounds."""
    from django.db import connection

    from huiyin.site.benches.bare.tables import TABLES
    from huiyin.site.benches.city import loaded

    unit = loaded()
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
    connection.close()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "huiyin.site.benches.settings"}
    with (
        served(OURS, environment) as (port, web),
        served(BARE, environment, 20812) as (bare_port, bare_web),
    ):
        ours = Side("ours", port, web, Citizen(port, unit))
        bare = Side("bare", bare_port, bare_web, _bare)
        what = "multipart submissions (real name and phone)"
        measured = take_turns(bare, ours, rounds=ROUNDS, requests=REQUESTS, what=what)
    how = f"huiyin bench intake: {measured}; server: {_server()}"
    return [
        throughput("public submissions", ours, bare, GOAL, how),
        slowest("public submission", ours, bare, how),
        processor("public submission, processor time", ours, bare, GOAL),
    ]


def _server() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"
