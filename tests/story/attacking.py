"""How an attacker reads the program: every address there is, and what differs between two answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from openpyxl import load_workbook

DOORS = ("desk/", "oversight/", "api/")
NUMBER = "<str:number>"
_PART = re.compile(r"<(?:\w+:)?(\w+)>")
_DRAWN = re.compile(rb'name="(?:csrfmiddlewaretoken|key|because)" value="[^"]*"')
"""What a page draws anew each time it is shown."""
KEPT_HEADERS = (
    "Content-Type", "Content-Disposition", "Location", "Allow", "Cache-Control", "Retry-After", "Vary",
    "Content-Length", "Content-Language",
)  # fmt: skip


def patterns() -> list[str]:
    """Every route of the staff's doors, with its parts unfilled: "desk/cases/<str:number>/reply"."""
    return [route for route in _walk(get_resolver().url_patterns, "") if route.startswith(DOORS)]


def plain() -> list[str]:
    """Those of them that name neither a case nor any other row: who has no case may be told of it there."""
    return [route for route in patterns() if NUMBER not in route and "pk>" not in route]


def _walk(entries: list[Any], before: str) -> Iterator[str]:
    for entry in entries:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, here)
        elif isinstance(entry, URLPattern):
            yield here


def filled_in(route: str, parts: Mapping[str, object]) -> str:
    """The address; a part that nobody filled in raises KeyError, so that no new one goes untested."""
    return "/" + _PART.sub(lambda match: str(parts[match[1]]), route)


@dataclass(frozen=True)
class Answer:
    """All of an answer that somebody can compare."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: Any

    @property
    def refused(self) -> bool:
        """Whether the door itself said no, by who asks alone: whatever there is behind it, it says the same."""
        return self.status == 403 or dict(self.headers).get("Location", "").startswith("/desk/login")

    def said(self) -> str:
        """The body as text, a workbook as its cells."""
        return self.body.decode("utf-8", "replace") if isinstance(self.body, bytes) else repr(self.body)


def ask(client: Client, address: str, method: str = "GET", *, masked: bool = False, **data: Any) -> Answer:
    """What the address answers, without what is new each time; `masked`: and without the address itself."""
    response = client.post(address, data) if method == "POST" else client.get(address, data)
    body: Any = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    if "spreadsheet" in headers.get("Content-Type", ""):
        body = {sheet.title: list(sheet.values) for sheet in load_workbook(BytesIO(body)).worksheets}
        headers.pop("Content-Length", None)
    elif "pdf" in headers.get("Content-Type", ""):
        body = b"paper"
        headers.pop("Content-Length", None)
    else:
        body = _DRAWN.sub(b"", body)
        headers.pop("Content-Length", None)
    if masked:
        headers = {name: value.replace(address, "#") for name, value in headers.items()}
        body = body.replace(address.encode(), b"#") if isinstance(body, bytes) else body
    return Answer(response.status_code, tuple(sorted(headers.items())), body)
