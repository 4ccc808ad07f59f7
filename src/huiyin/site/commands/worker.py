"""Does what is due, until it is told to stop."""

from __future__ import annotations

import argparse
import signal
import threading


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: what there is to do stands in the database."""


def run(args: argparse.Namespace) -> int:
    from huiyin.journey import worker

    stop = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stop.set())
    worker.run(stop)
    return 0
