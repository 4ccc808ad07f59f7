"""Citizens with a phone each: they open the form once, send as a browser does, and try again when nobody answers."""

from __future__ import annotations

import http.client
import re
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.cookies import SimpleCookie

UNIT = "xt-court-filing"
BOUNDARY = "----huiyin0123456789"
TEXT = "3 月 7 日上午去交材料，窗口说缺一份证明，来回三次。"


@dataclass
class Answer:
    status: int
    headers: Message
    body: str


class NoAnswer(Exception):
    """Nobody listens, or the line broke before the answer was whole."""


@dataclass
class Citizen:
    """One browser at one address of this machine (127.x.y.z are all ours)."""

    port: int
    address: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)

    def open(self) -> Citizen:
        page = self.ask("GET", f"/report?unit={UNIT}")
        assert page.status == 200, page.body
        self.hidden = dict(re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', page.body))
        return self

    def send(self, key: str, **more: str) -> Answer:
        """The form with the key inside its text, so that the report can be found again."""
        fields = self.hidden | {
            "key": key,
            "text": f"{TEXT} {key}",
            "problem_type": "B2",
            "identity_mode": "anonymous",
            "go": "send",
        }
        parts = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in (fields | more).items()
        )
        return self.ask("POST", "/report", ("".join(parts) + f"--{BOUNDARY}--\r\n").encode())

    def number(self) -> str:
        """From the receipt of the last report that this browser sent."""
        page = self.ask("GET", "/receipt").body
        found = re.search(r"<dd>(XT-[0-9-]+)</dd>", page)
        assert found, page
        return found[1]

    def ask(self, method: str, path: str, body: bytes | Iterator[bytes] = b"", length: int = 0) -> Answer:
        line = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=20, source_address=(self.address, 0)
        )
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
            headers["Content-Length"] = str(length or len(body))  # type: ignore[arg-type]
        try:
            line.request(method, path, body=body or None, headers=headers)
            reply = line.getresponse()
            text = reply.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer from error
        finally:
            line.close()
        for value in reply.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(value).items()}
        return Answer(reply.status, reply.headers, text)


class Crowd:
    """Sends reports until it is told to stop. `acknowledged`: the number on the receipt, by key."""

    def __init__(self, port: int, threads: int = 3) -> None:
        self.port = port
        self.acknowledged: dict[str, str] = {}
        self.strange: list[int] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._life, args=(n,)) for n in range(threads)]

    def __enter__(self) -> Crowd:
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for one in self._threads:
            one.join()

    def _life(self, place: int) -> None:
        turn = 0
        while not self._stop.is_set():
            turn += 1
            who = Citizen(self.port, f"127.{secrets.randbelow(200) + 20}.{place}.{turn % 250 + 1}")
            key = secrets.token_hex(12)
            while not self._stop.is_set() and not self._sent(who, key):
                self._stop.wait(0.05)

    def _sent(self, who: Citizen, key: str) -> bool:
        """Whether the report was acknowledged. No answer, or a 503, leaves it open: the same key is sent again."""
        try:
            if not who.hidden:
                page = who.ask("GET", f"/report?unit={UNIT}")
                if page.status == 200:
                    who.open()
                return False
            answer = who.send(key)
            if answer.status == 303:
                self.acknowledged[key] = ""
                self.acknowledged[key] = who.number()
                return True
            if answer.status != 503:
                self.strange.append(answer.status)
        except (NoAnswer, AssertionError):
            return key in self.acknowledged
        return False
