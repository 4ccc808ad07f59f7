"""Nothing dies for good, and nothing stays behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

CHILD = """
import os, subprocess, time
own = subprocess.Popen(["sleep", "600"])
print(os.getpid(), own.pid, flush=True)
time.sleep(600)
"""
SUPERVISOR = f"""
import os, sys
from huiyin.site import logs, supervisor
logs.configure({{}})
supervisor.supervise({{"one": [sys.executable, "-c", {CHILD!r}]}}, os.environ)
print("done", flush=True)
"""


@pytest.fixture
def supervisor() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-c", SUPERVISOR], stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.wait()


def next_child(supervisor: subprocess.Popen[str]) -> list[psutil.Process]:
    """The child that says its id, and its own child."""
    assert supervisor.stdout
    return [psutil.Process(int(word)) for word in supervisor.stdout.readline().split()]


def test_a_dead_child_is_replaced_and_its_children_do_not_stay(supervisor: subprocess.Popen[str]) -> None:
    child, grandchild = next_child(supervisor)
    child.kill()
    again, _ = next_child(supervisor)
    grandchild.wait(timeout=5)
    assert again.pid != child.pid


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_waits_until_all_have_ended(supervisor: subprocess.Popen[str], ending: int) -> None:
    family = next_child(supervisor)
    supervisor.send_signal(ending)
    assert supervisor.stdout
    assert supervisor.stdout.read() == "done\n"
    assert supervisor.wait() == 0
    assert [one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE] == []


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux to end with a killed supervisor")
def test_killed_outright_it_leaves_no_child(supervisor: subprocess.Popen[str]) -> None:
    child, grandchild = next_child(supervisor)
    supervisor.kill()
    child.wait(timeout=5)
    grandchild.kill()  # what a child starts, it must tie to itself: see site/wsgi.py
