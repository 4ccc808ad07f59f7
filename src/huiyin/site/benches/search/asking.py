"""What is asked, and how long the server takes: whole requests in one process, each once before it is timed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter, process_time
from urllib.parse import urlencode

import psutil
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.organisations.models import Account
from huiyin.organisations.queries import actor_for

WHO = ("django_session", "organisations_account")
"""Tables that say who asks."""
ROLES = {"reviewer": "city.reviewer", "leader": "city.leader", "handler": "court.handler"}
SHARES = (0.4, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.0005)


@dataclass(frozen=True)
class Timed:
    """One kind of request of one role: milliseconds, those that processors were busy (of the web process and the
    database's), and how many statements the page itself took.
    """

    role: str
    asked: str
    times: list[float]
    busy: float
    queries: int
    rows: int


def vocabulary() -> dict[str, str]:
    """Two-character words by how many reports hold them, from a sample; and two common ones rarely found together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sent FROM triage_indexed WHERE report_id % 101 = 0")
        texts = [row[0] for row in cursor.fetchall()]
    counted = Counter(pair for text in texts for pair in {text[i : i + 2] for i in range(len(text) - 1)})
    share = {pair: n / len(texts) for pair, n in counted.items() if "," not in pair and not pair.isascii()}
    words = {f"{s:.2%}": min(share, key=lambda pair: abs(share[pair] - s)) for s in SHARES}
    common = sorted(pair for pair, s in share.items() if 0.03 < s < 0.06)[:24]
    apart = min(
        ((a, b) for a in common for b in common if a < b and not set(a) & set(b)),
        key=lambda ab: sum(ab[0] in text and ab[1] in text for text in texts),
    )
    return words | {"two apart": " ".join(apart), "phrase": texts[0].split(",")[0][:6], "nowhere": "龘龘"}


def mix(number: str) -> dict[str, dict[str, str]]:
    """The addresses asked, by what they stand for."""
    words = {name: {"q": word} for name, word in vocabulary().items()}
    filters = {"none": {}, "late": {"late": "on"}, "locked": {"state": "locked"}, "court": {"system": "court"},
               "a year": {"since": "2021-01-01", "until": "2021-12-31"}}  # fmt: skip
    both = {
        f"{word}, {name}": words[word] | filters[name]
        for word in ("20.00%", "1.00%")
        for name in ("court", "a year")
    }
    orders = {"due first": {"order": "due"}, "due first, 2.00%": words["2.00%"] | {"order": "due"},
              "oldest, 1.00%": words["1.00%"] | {"order": "oldest"}}  # fmt: skip
    numbers = {"number": {"q": number}, "ending": {"q": number[-4:]}, "unit": {"q": "中级人民法院"}}
    return words | {f"filter {name}": asked for name, asked in filters.items()} | both | orders | numbers


def timed(role: str, requests: Iterable[tuple[str, dict[str, str]]], rounds: int = 5) -> list[Timed]:
    """Pages of the list of cases."""
    asking = seated(role)
    return [
        asking.timed(name, f"/desk/cases?{urlencode({'order': 'newest'} | asked)}", rounds)
        for name, asked in requests
    ]


def seated(role: str) -> Asking:
    """A browser in which somebody of this role is logged in."""
    client, account = Client(), Account.objects.get(username=ROLES[role])
    client.force_login(account)
    # reads the register, which the process keeps; and a prepared statement is worded another way than before
    for _ in range(3):
        actor_for(account, on=settings.CLOCK.now().date())
    with CaptureQueriesContext(connection) as seen:
        actor_for(account, on=settings.CLOCK.now().date())
    known = frozenset(query["sql"] for query in seen.captured_queries)
    return Asking(client, role, known, backend())


def backend() -> psutil.Process | None:
    """The database's process at the other end of this connection; None where it runs on another machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    return (
        psutil.Process(pid) if psutil.pid_exists(pid) and "postgres" in psutil.Process(pid).name() else None
    )


@dataclass(frozen=True)
class Asking:
    """`logging_in`: the statements that tell what the account holds."""

    client: Client
    role: str
    logging_in: frozenset[str]
    database: psutil.Process | None

    def timed(self, name: str, address: str, rounds: int) -> Timed:
        self.client.get(address)  # what the process keeps from now on
        with CaptureQueriesContext(connection) as seen:
            answer = self.client.get(address)
        statements = [query["sql"] for query in seen.captured_queries]  # the next request forgets them
        if answer.status_code != 200:
            raise RuntimeError(f"{address} as {self.role}: {answer.status_code}")
        times, before = [], self._burnt()
        for _ in range(rounds):
            began = perf_counter()
            self.client.get(address)
            times.append((perf_counter() - began) * 1000)
        busy = (self._burnt() - before) / rounds * 1000
        asked_for = [sql for sql in statements if sql not in self.logging_in]
        queries = sum(not any(f'FROM "{table}"' in sql for table in WHO) for sql in asked_for)
        return Timed(self.role, name, times, busy, queries, answer.content.count(b"data-key-row"))

    def _burnt(self) -> float:
        spent = self.database.cpu_times() if self.database else None
        return process_time() + (spent.user + spent.system if spent else 0)
