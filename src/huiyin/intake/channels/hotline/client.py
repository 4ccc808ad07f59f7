"""The hotline's own interface, as we speak it: JSON over HTTP, every request signed."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from huiyin.intake.channels.hotline.rules.signing import signed
from huiyin.kernel.ids import token

# httpx writes the address of each request at INFO: an order's number may stand in it.
logging.getLogger("httpx").setLevel(logging.WARNING)

TIMEOUT: Final = httpx.Timeout(10.0, connect=3.0)


class HotlineError(Exception):
    """They didn't take it, or couldn't be reached. `reason` is a code without content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Hotline:
    """Their address (`https://…/exchange`) and the secret that both sides share."""

    url: str
    secret: str

    def send(self, noun: str, body: dict[str, Any], *, now: datetime) -> dict[str, Any]:
        """POSTs to `noun` ("orders", "answers"); what they say."""
        return self._asked("POST", f"/{noun}", json.dumps(body, ensure_ascii=False).encode(), now)

    def listed(self, day: str, *, now: datetime) -> list[dict[str, Any]]:
        """Their orders of a day."""
        rows = self._asked("GET", f"/orders?day={day}", b"", now).get("orders")
        if not isinstance(rows, list):
            raise HotlineError("answer_unreadable")
        return [row for row in rows if isinstance(row, dict)]

    def order(self, order_id: str, *, now: datetime) -> dict[str, Any]:
        """One of their orders, whole."""
        return self._asked("GET", f"/orders/{order_id}", b"", now)

    def _asked(self, method: str, path: str, body: bytes, now: datetime) -> dict[str, Any]:
        address = f"{self.url.rstrip('/')}{path}"
        parts = urlsplit(address)
        target = f"{method} {parts.path}{'?' + parts.query if parts.query else ''}"
        headers = signed(self.secret, target, body, nonce=token(20), now=now)
        try:
            answer = httpx.request(
                method,
                address,
                content=body,
                headers={**headers, "Content-Type": "application/json"},
                timeout=TIMEOUT,
                trust_env=False,
            )
        except (httpx.TransportError, httpx.InvalidURL):
            raise HotlineError("unreachable") from None
        if not answer.is_success:
            raise HotlineError(f"http_{answer.status_code}")
        try:
            found = answer.json()
        except ValueError:
            raise HotlineError("answer_unreadable") from None
        return found if isinstance(found, dict) else {}
