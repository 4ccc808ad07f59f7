"""Does what is due, until it is told to stop."""

from __future__ import annotations

import argparse
import os
import signal
import threading


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: what there is to do stands in the database."""


def run(args: argparse.Namespace) -> int:
    from django.db import connections

    from huiyin.journey import pulse, worker

    connections.close_all()  # the next ones carry the name by which the pulse is taken
    os.environ["PGAPPNAME"] = pulse.WORKER
    stop = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stop.set())
    worker.run(stop)
    return 0
