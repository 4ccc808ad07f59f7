"""Keeps processes running: one that ends is started again, and none outlives the supervisor."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import structlog

from huiyin.site.lifeline import tied

log = structlog.get_logger(__name__)
TURN = 0.5
"""Seconds between two looks."""
LONGEST_PAUSE = 30.0
"""Seconds, at most, before a child that keeps dying is tried again."""
GRACE = 20.0
"""Seconds for ending in peace."""


class Child:
    """One command, run again and again; the pause before it doubles while it doesn't stay up."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.name, self.command, self.environment = name, command, environment
        self.pause, self.not_before = 1.0, 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def keep(self, now: float) -> None:
        """Starts the command if it isn't running and its pause is over (`now`: monotonic seconds)."""
        if self.process is None:
            if now >= self.not_before:
                self.started = now
                self.process = subprocess.Popen(
                    [*tied("TERM"), *self.command], env=self.environment, start_new_session=True
                )
        elif (code := self.process.poll()) is not None:
            log.warning("child_ended", child=self.name, code=code)
            self._kill_group()
            self.pause = 1.0 if now - self.started > LONGEST_PAUSE else min(self.pause * 2, LONGEST_PAUSE)
            self.process, self.not_before = None, now + self.pause

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Waits until the monotonic moment `until`, then kills what is left of the child and its children."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, until - time.monotonic()))
        self._kill_group()
        self.process.wait()

    def _kill_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL) if self.process else None


def supervise(
    commands: Mapping[str, Sequence[str]],
    environment: Mapping[str, str],
    each_turn: Callable[[], object] = lambda: None,
) -> None:
    """Runs `commands` (by name) until SIGTERM or SIGINT; returns when all have ended. Main thread only."""
    stop = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stop.set())
    children = [Child(name, command, environment) for name, command in commands.items()]
    try:
        while not stop.is_set():
            each_turn()
            for child in children:
                child.keep(time.monotonic())
            stop.wait(TURN)
    finally:
        for child in children:
            child.end()
        until = time.monotonic() + GRACE
        for child in children:
            child.wait(until)
