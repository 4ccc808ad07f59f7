"""The processes that serve: the web server and the worker, supervised."""

from __future__ import annotations

import argparse
import gc
import os
import socket
import sys
from collections.abc import Callable, Mapping

from django.core.cache import close_caches
from django.core.handlers.base import reset_urlconf
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, reset_queries

from huiyin.site import environment as env
from huiyin.site.environment import Misconfigured
from huiyin.site.supervisor import supervise

THREADS = 4
"""Blocking threads in each web process: the database is what a request waits for."""


def settle() -> None:
    """What this process loaded stays: looking through it for garbage again and again costs a request a twentieth.

    Old connections are closed after each request; Django would look for them before it, too, and then for caches and
    other addresses, of which there are none.
    """
    gc.freeze()
    gc.set_threshold(20_000)
    for unneeded in (close_old_connections, reset_queries):
        request_started.disconnect(unneeded)
    request_finished.disconnect(close_caches)
    request_finished.disconnect(reset_urlconf)


def arguments(parser: argparse.ArgumentParser) -> None:
    port, cores = env.number("PORT", 8000), os.cpu_count() or 1
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine only)")
    parser.add_argument("--port", type=int, default=port, help="where to listen (default: PORT, or 8000)")
    parser.add_argument("--workers", type=int, default=cores, help="web processes (default: one a core)")


def must_be_free(host: str, port: int) -> None:
    """Raises Misconfigured where somebody else listens on the port."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Misconfigured(
                f"can't listen on {host}, port {port}: {error.strerror}. Choose --port."
            ) from error


def serve(
    args: argparse.Namespace, environment: Mapping[str, str], each_turn: Callable[[], object] = lambda: None
) -> None:
    """Serves until SIGTERM or SIGINT."""
    web = [
        "--interface", "wsgi", "--no-ws", "--host", args.host, "--port", str(args.port),
        "--workers", str(args.workers), "--blocking-threads", str(THREADS),
        "--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning",
        "huiyin.site.wsgi:application",
    ]  # fmt: skip
    commands = {
        "web": [sys.executable, "-m", "granian", *web],
        "worker": [sys.executable, "-m", "huiyin.site.cli", "worker"],
    }
    supervise(commands, environment, each_turn)
