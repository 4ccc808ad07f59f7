"""Too much at once from one address: slowed, never broken; nobody else notices; soon everything is as before."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from tests.load.citizens import BOUNDARY, Answer, Citizen
from tests.load.processes import Platform, until
from tests.load.settings import REPORT_LIMITS, WINDOW

pytestmark = pytest.mark.slow
MB = 1_000_000


def fresh() -> str:
    return secrets.token_hex(12)


def test_a_flood_is_slowed_nobody_else_notices_and_it_passes(platform: Platform) -> None:
    flooder, other = Citizen(platform.port, "127.9.1.1").open(), Citizen(platform.port, "127.9.1.2").open()
    begun = time.time()
    with ThreadPoolExecutor(8) as many:
        flood = [many.submit(flooder.send, fresh()) for _ in range(80)]
        elsewhere = [other.send(fresh()).status for _ in range(5)]
    answers = [one.result() for one in flood]
    windows = int(time.time()) // WINDOW - int(begun) // WINDOW + 1
    taken = sum(answer.status == 303 for answer in answers)
    assert elsewhere == [303] * 5
    assert 0 < taken <= REPORT_LIMITS["address"][0] * windows
    assert {answer.status for answer in answers if answer.status != 303} == {429}
    assert all(0 < int(a.headers["Retry-After"]) <= WINDOW for a in answers if a.status == 429)
    over = time.monotonic()
    until(lambda: flooder.send(fresh()).status == 303, "the address is still shut out", longest=10)
    assert time.monotonic() - over < 10


def test_a_solved_sum_lets_a_citizen_through_a_crowd(platform: Platform) -> None:
    who, key = Citizen(platform.port, "127.9.2.1").open(), fresh()
    slowed = until(lambda: _slowed(who, key), "never slowed")
    assert key in slowed.body
    given = re.search(r'name="challenge"[^>]* value="([^"]+)"', slowed.body)
    assert given, slowed.body
    until(lambda: _slowed(who, fresh()), "the crowd went away")
    assert who.send(key, challenge=given[1], answer=_solve(given[1])).status == 303


def _slowed(who: Citizen, key: str) -> Answer | None:
    for _ in range(REPORT_LIMITS["address"][0] + 1):
        if (answer := who.send(key)).status == 429:
            return answer
    return None


def _solve(challenge: str) -> str:
    zero = 256 - int(challenge.split(".", 1)[0])
    tries = range(10**8)
    return next(
        str(n)
        for n in tries
        if int.from_bytes(hashlib.sha256(f"{challenge}:{n}".encode()).digest(), "big") >> zero == 0
    )


def test_a_photo_of_200_mb_is_refused_its_text_kept_and_memory_stays(platform: Platform) -> None:
    who, key = Citizen(platform.port, "127.9.3.1").open(), fresh()
    who.send(fresh())
    with Watched(platform) as watched:
        answer = who.ask("POST", "/report", *_photo(who, key, 200 * MB))
    assert answer.status == 422 and key in answer.body and "20 MB" in answer.body
    assert watched.grown < 30 * MB, f"the web processes grew by {watched.grown / MB:.0f} MB"
    assert sum(f.stat().st_size for f in (platform.folder / "var").rglob("*") if f.is_file()) < MB
    assert who.send(key).status == 303


def _photo(who: Citizen, key: str, size: int) -> tuple[Iterator[bytes], int]:
    """A form with a text and a picture of `size` bytes, made as it goes, and its length."""
    fields = who.hidden | {
        "key": key,
        "text": f"内容 {key}",
        "problem_type": "B2",
        "identity_mode": "anonymous",
    }
    head = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    first, last = head.encode() + b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", f"\r\n--{BOUNDARY}--\r\n".encode()
    block = b"\x5a" * MB

    def blocks() -> Iterator[bytes]:
        yield first
        yield from (block for _ in range(size // MB))
        yield last

    return blocks(), len(first) + size + len(last)


class Watched:
    """How many bytes the web processes, the one that minds them too, held at most more than at the beginning."""

    def __init__(self, platform: Platform) -> None:
        self._web = [platform.web(), *platform.web_processes()]
        self._before, self.grown = self._held(), 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Watched:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.02):
            self.grown = max(self.grown, self._held() - self._before)

    def _held(self) -> int:
        return sum(psutil.Process(one.pid).memory_info().rss for one in self._web)
