"""A web server to measure, as `huiyin up` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from huiyin.site.lifeline import tied
from huiyin.site.serving import THREADS, must_be_free

OURS = "huiyin.site.wsgi:application"
BARE = "huiyin.site.benches.bare.app:application"


@contextmanager
def served(
    application: str, environment: dict[str, str], port: int = 20811
) -> Iterator[tuple[int, psutil.Process]]:
    """Granian with the workers and threads that `huiyin up` gives it: its port and its first process."""
    workers = os.cpu_count() or 1
    web = ["--interface", "wsgi", "--no-ws", "--port", str(port), "--workers", str(workers)]
    words = [
        sys.executable,
        "-m",
        "granian",
        *web,
        "--blocking-threads",
        str(THREADS),
        "--log-level",
        "error",
    ]
    must_be_free("127.0.0.1", port)  # two servers would share it
    process = subprocess.Popen([*tied("TERM"), *words, application], env=environment)
    try:
        _wait(port)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:  # it was still starting, on a machine that has much else to do
            process.kill()
            process.wait()


def _wait(port: int) -> None:
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


def burnt(web: psutil.Process) -> float:
    """Seconds of processor that a web server and its processes have used: blind to whoever else is at work."""
    times = [one.cpu_times() for one in (web, *web.children(recursive=True))]
    return sum(t.user + t.system for t in times)
