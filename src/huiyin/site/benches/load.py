"""A small load generator: some connections, kept open, each sending the next request when the last is answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

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


async def _answer(reader: asyncio.StreamReader) -> int:
    """Reads one answer to its end; its status."""
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
    return int(first.split(" ")[1])
