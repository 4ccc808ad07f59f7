"""A small load generator: some connections, kept open, each sending the next request when the last is answered."""

from __future__ import annotations

import asyncio
import re
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

LONGEST = 30.0
"""Seconds after which an answer that doesn't come counts as an error."""


@dataclass
class Run:
    """What came of a run: seconds it took, seconds of each answer, answers by status (0: none)."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def rate(self, status: int) -> float:
        """Answers with `status` per second."""
        return self.statuses.get(status, 0) / self.seconds


@dataclass(frozen=True)
class Page:
    """What a browser has from a page with a form: cookies, and the form's hidden fields."""

    cookies: dict[str, str]
    hidden: dict[str, str]

    @property
    def token(self) -> dict[str, str]:
        """The field with which every form says that it is ours."""
        return {"csrfmiddlewaretoken": self.hidden["csrfmiddlewaretoken"]}


def opened(port: int, path: str) -> Page:
    """Loads a page from loopback `port`."""
    cookies: SimpleCookie = SimpleCookie()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as page:
        text = page.read().decode()
        for value in page.headers.get_all("Set-Cookie") or []:
            cookies.load(value)
    hidden = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', text)
    return Page({name: morsel.value for name, morsel in cookies.items()}, dict(hidden))


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """The bytes of one HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def drive(port: int, make: Callable[[int], bytes], *, connections: int, requests: int) -> Run:
    """Sends `requests` requests (`make` gives the n-th) over `connections` connections to loopback `port`."""
    return asyncio.run(_drive(port, make, connections, requests))


async def _drive(port: int, make: Callable[[int], bytes], connections: int, requests: int) -> Run:
    run, numbers = Run(), iter(range(requests))
    start = time.perf_counter()
    await asyncio.gather(*(_connection(port, make, numbers, run) for _ in range(connections)))
    run.seconds = time.perf_counter() - start
    return run


async def _connection(port: int, make: Callable[[int], bytes], numbers: object, run: Run) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in numbers:  # type: ignore[attr-defined]
        begun = time.perf_counter()
        try:
            writer.write(make(number))
            status = await asyncio.wait_for(_answer(reader), LONGEST)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            status = 0
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        run.times.append(time.perf_counter() - begun)
        run.statuses[status] = run.statuses.get(status, 0) + 1
    writer.close()


@dataclass(frozen=True)
class Heard:
    """One answer: seconds after the beginning at which it was asked for, seconds it took, its status (0: none)."""

    at: float
    took: float
    status: int
    says_when: bool
    """Whether it says after how long to try again."""


def paced(port: int, make: Callable[[int], bytes], plan: Sequence[tuple[float, float]]) -> list[Heard]:
    """Sends so many requests a second, for so many seconds, pair by pair of `plan`, whether answers come or not."""
    return asyncio.run(_paced(port, make, plan))


async def _paced(port: int, make: Callable[[int], bytes], plan: Sequence[tuple[float, float]]) -> list[Heard]:
    moments, begin = list[float](), 0.0
    for rate, seconds in plan:
        moments += [begin + n / rate for n in range(int(rate * seconds))]
        begin += seconds
    start = time.perf_counter()

    async def one(number: int, at: float) -> Heard:
        await asyncio.sleep(start + at - time.perf_counter())
        begun = time.perf_counter()
        status, headers = 0, dict[str, str]()
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), LONGEST)
            writer.write(make(number))
            status, headers = await asyncio.wait_for(_answered(reader), LONGEST)
            writer.close()
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            pass
        return Heard(at, time.perf_counter() - begun, status, "retry-after" in headers)

    return list(await asyncio.gather(*(one(n, at) for n, at in enumerate(moments))))


async def _answer(reader: asyncio.StreamReader) -> int:
    """Reads one answer to its end; its status."""
    return (await _answered(reader))[0]


async def _answered(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """Reads one answer to its end; its status and headers."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *rest = head.split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest if line)
    }
    if headers.get("transfer-encoding") == "chunked":
        while size := int(await reader.readuntil(b"\r\n"), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    else:
        await reader.readexactly(int(headers.get("content-length", "0")))
    return int(first.split(" ")[1]), headers
