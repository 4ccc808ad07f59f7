"""The whole platform as real processes on this machine: a database, web processes, a worker, one that minds them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
import psycopg
from tests import tables

from huiyin.site.lifeline import tied
from huiyin.site.postgres import Server

ROOT = Path(__file__).parent.parent.parent
LONGEST = 45.0
"""Seconds that anything may take on a busy machine before the test gives up."""
PREPARE = "from huiyin.site import database; database.migrate()\nfrom huiyin.site.benches.city import loaded; loaded()"
SERVE = """
import argparse, os, sys
from huiyin.site import logs, serving
logs.configure({})
serving.serve(argparse.Namespace(host="127.0.0.1", port=int(sys.argv[1]), workers=int(sys.argv[2])), os.environ)
"""
WEB_PROCESSES = 2


def until(so: Callable[[], Any], why: str, longest: float = LONGEST) -> Any:
    """Asks again and again until the answer is true; fails with `why`, never hangs."""
    end = time.monotonic() + longest
    while True:
        if answer := so():
            return answer
        assert time.monotonic() < end, f"waited {longest:g} s: {why}"
        time.sleep(0.05)


class Platform:
    """Started by `start`, ended by `stop`. Its database is minded by the test: `server.keep()` starts it again."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="huiyin-load-"))
        self.server = Server(self.folder / "postgres")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.supervisor: subprocess.Popen[bytes] | None = None

    def start(self) -> Platform:
        tables.copied(self.server.folder)
        self.server.start()
        self.url = self.server.url("huiyin")
        tables.lay(self.server.url(), "huiyin")
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("HUIYIN_", "PYTEST", "DATABASE"))}
        self.environment = clean | {
            "DATABASE_URL": self.url,
            "HUIYIN_VAR": str(self.folder / "var"),
            "DJANGO_SETTINGS_MODULE": "tests.load.settings",
            "PYTHONPATH": str(ROOT),
        }
        subprocess.run([sys.executable, "-c", PREPARE], env=self.environment, check=True)
        with (self.folder / "log").open("wb") as out:
            self.supervisor = subprocess.Popen(
                [*tied("TERM"), sys.executable, "-c", SERVE, str(self.port), str(WEB_PROCESSES)],
                env=self.environment,
                stdout=out,
                stderr=out,
            )
        until(self.answers, "the web server never answered")
        return self

    def stop(self) -> None:
        if self.supervisor:
            self.supervisor.terminate()
            self.supervisor.wait()
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def answers(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/report", timeout=20) as page:
                return bool(page.status == 200)
        except HTTPError as error:
            raise AssertionError((self.folder / "log").read_text()[-3000:]) from error
        except OSError:
            return False

    def web(self) -> psutil.Process:
        """The process that minds the web processes."""
        return self._child("granian")

    def web_processes(self) -> list[psutil.Process]:
        """Those that answer; not the one that counts what they share."""
        found = [one for one in self.web().children() if "resource_tracker" not in " ".join(one.cmdline())]
        assert len(found) == WEB_PROCESSES, found
        return found

    def worker(self) -> psutil.Process:
        return self._child("worker")

    def postmaster(self) -> psutil.Process:
        assert self.server.process
        return psutil.Process(self.server.process.pid)

    def rows(self, query: str, *params: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(query, params).fetchall()  # type: ignore[arg-type]

    def _child(self, word: str) -> psutil.Process:
        assert self.supervisor
        mine = psutil.Process(self.supervisor.pid)
        found: psutil.Process = until(
            lambda: next((one for one in mine.children() if _said(one, word)), None), f"no {word} runs"
        )
        return found


def _said(one: psutil.Process, word: str) -> bool:
    try:
        return word in one.cmdline()
    except psutil.NoSuchProcess:
        return False
