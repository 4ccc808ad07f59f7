"""A chore beside the worker's loop, in a thread of its own: a server that hangs keeps nothing else waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import structlog
from django.db import connections

log = structlog.get_logger(__name__)


class Aside:
    """Does one thing at a time. Stopping in the middle must be harmless: the thread ends with its process."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._thread: threading.Thread | None = None

    def begin(self, do: Callable[..., object], *args: Any) -> bool:
        """Begins `do`, unless the last one is still at it; whether it did."""
        if self._thread is not None and self._thread.is_alive():
            return False
        self._thread = threading.Thread(target=self._run, args=(do, *args), name=self.name, daemon=True)
        self._thread.start()
        return True

    def _run(self, do: Callable[..., object], *args: Any) -> None:
        try:
            do(*args)
        except Exception as error:  # whatever it is: the next turn tries again
            log.error("aside_failed", what=self.name, error=type(error).__name__)
        finally:
            connections.close_all()
