"""Processes that end with the one that started them, even when that is killed outright. Linux only."""

from __future__ import annotations

import ctypes
import shutil
import signal
import sys

_PR_SET_PDEATHSIG = 1


def tied(ending: str) -> list[str]:
    """The words before a command that make the kernel send it `ending` ("TERM", "INT") when we die."""
    return ["setpriv", "--pdeathsig", ending, "--"] if shutil.which("setpriv") else []


def tie() -> None:
    """The same for this process: it gets SIGTERM when the process that forked it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
