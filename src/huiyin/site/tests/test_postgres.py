"""The embedded server: starts in any folder, believes no stale lock, outlives nobody."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from huiyin.site.postgres import Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    one = Server(tmp_path / "postgres", durable=False)
    yield one
    one.stop()


def test_keeps_its_data_over_a_restart_and_is_private(server: Server) -> None:
    server.start()
    with psycopg.connect(server.create("kept"), autocommit=True) as connection:
        connection.execute("CREATE TABLE word AS SELECT 'Ω' AS it")
    server.stop()
    assert not server.answers()
    server.start()
    with psycopg.connect(server.create("kept")) as connection:
        assert connection.execute("SELECT it FROM word").fetchone() == ("Ω",)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert stat.S_IMODE(server.folder.stat().st_mode) == stat.S_IMODE(server.data.stat().st_mode) == 0o700


def test_runs_where_the_path_is_too_long_for_a_socket(tmp_path: Path) -> None:
    server = Server(tmp_path / ("深" * 40) / "postgres", durable=False).start()
    try:
        assert server.answers()
        assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700
    finally:
        server.stop()
    assert not server.sockets.exists()


def test_a_second_start_uses_the_server_and_does_not_stop_it(server: Server) -> None:
    server.start()
    second = Server(server.folder).start()
    second.stop()
    assert server.answers()


def test_starts_although_the_lock_names_a_living_stranger_or_a_zombie(server: Server) -> None:
    server.start().stop()
    zombie = subprocess.Popen(["true"])
    while psutil.Process(zombie.pid).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    for pid in (os.getpid(), zombie.pid):
        (server.data / "postmaster.pid").write_text(f"{pid}\n{server.data}\n0\n5432\n\n\n\n")
        server.start()
        assert server.answers()
        server.stop()
    zombie.wait()


def test_is_started_again_after_a_kill(server: Server) -> None:
    server.start()
    assert server.process
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    until = time.monotonic() + 30
    while not server.answers() and time.monotonic() < until:
        server.keep()
    assert server.answers()


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux to end with a killed starter")
def test_ends_with_the_program_that_started_it(server: Server) -> None:
    code = (
        "import sys, time; from pathlib import Path; from huiyin.site.postgres import Server;"
        "s = Server(Path(sys.argv[1]), durable=False).start(); print(s.process.pid, flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen([sys.executable, "-c", code, server.folder], stdout=subprocess.PIPE, text=True)
    assert starter.stdout
    postmaster = psutil.Process(int(starter.stdout.readline()))
    starter.kill()
    starter.wait()
    postmaster.wait(timeout=20)
    assert not server.answers()
