"""A real Kannel on loopback: bearerbox, smsbox and a pretended operator (fakesmsc), each stopped by its own id."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote_to_bytes

import httpx

FAKESMSC = shutil.which("fakesmsc") or "/usr/lib/kannel/test/fakesmsc"
USER, PASSWORD = "huiyin", "only-on-loopback"
CONFIG = """\
group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = {password}
status-password = {password}
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"

group = smsc
smsc = fake
smsc-id = fake
port = {smsc}
connect-allow-ip = "127.0.0.1"

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1

group = sendsms-user
username = {user}
password = {password}
default-sender = 10690000
concatenation = true
max-messages = 5
"""
BRINGS = """
group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "{url}"
"""
"""What people send goes to our door; whatever it answers isn't sent back."""

RECEIVED = re.compile(rb"Got message \d+: <\d+ (\d+) (?:ucs-2|udh \S+ data) ([^>]*)>")
"""One part is "ucs-2"; several carry a header (udh) that joins them."""


def until(what: str, true: Callable[[], object], seconds: float = 15) -> None:
    """Asks again and again until `true`; AssertionError with `what` after `seconds`."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"waited {seconds} s in vain: {what}"
        time.sleep(0.03)


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Gateway:
    """`url` is its sendsms address. What it writes is in `folder`."""

    def __init__(self, folder: Path, brings_to: str = "") -> None:
        self.folder = folder
        self.admin, boxes, self.smsc, self.sendsms = free_ports(4)
        self.config = folder / "kannel.conf"
        self.config.write_text(
            CONFIG.format(
                admin=self.admin,
                boxes=boxes,
                smsc=self.smsc,
                sendsms=self.sendsms,
                user=USER,
                password=PASSWORD,
            )
            + (BRINGS.format(url=brings_to) if brings_to else "")
        )
        self.url = f"http://127.0.0.1:{self.sendsms}/cgi-bin/sendsms"
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        self._run("bearerbox", str(shutil.which("bearerbox")), str(self.config))
        until("bearerbox answers", lambda: "Status: running" in self.status())
        self._run("fakesmsc", FAKESMSC, "-H", "127.0.0.1", "-r", str(self.smsc), "-m", "0", "1 2 text unused")
        until("operator is connected", lambda: re.search(r"FAKE:\d+ \(online", self.status()))
        self.start_smsbox()

    def start_smsbox(self) -> None:
        self._run("smsbox", str(shutil.which("smsbox")), str(self.config))
        until("smsbox is connected", lambda: re.search(r"smsbox:.*on-line", self.status()))
        until("sendsms is open", lambda: self._open(self.sendsms))

    def bring(self, message: str) -> None:
        """Lets the operator hand in a message: "13900000000 10690000 ucs2 %4F%60", or with `text`."""
        self.stop("fakesmsc")
        until("operator is gone", lambda: not re.search(r"FAKE:\d+ \(online", self.status()))
        self._run("fakesmsc", FAKESMSC, "-H", "127.0.0.1", "-r", str(self.smsc), "-m", "1", message)

    def stop(self, *names: str) -> None:
        """Stops the named processes; all without a name. Last started, first stopped."""
        for name in names or tuple(reversed(self.running)):
            process = self.running.pop(name)
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)

    def status(self) -> str:
        with suppress(httpx.TransportError):
            query = {"password": PASSWORD}
            return httpx.get(f"http://127.0.0.1:{self.admin}/status.txt", params=query, trust_env=False).text
        return ""

    def received(self) -> list[tuple[str, str]]:
        """What the operator got: number and text of each part."""
        found = RECEIVED.findall((self.folder / "fakesmsc.log").read_bytes())
        return [
            (to.decode(), unquote_to_bytes(data.replace(b"+", b" ")).decode("utf-16-be"))
            for to, data in found
        ]

    def _run(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)

    def _open(self, port: int) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        return False
