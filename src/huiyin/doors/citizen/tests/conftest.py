"""A phone in a citizen's hand: the small city with a poster in the court's hall, and a browser that keeps cookies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from tests.cast import MORNING, Cast

from huiyin.doors.citizen import crowding
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import FixedClock

TEXT = "3 月 7 日上午去交材料，窗口说缺一份证明让回去补，补好再来又说要另一份，来回三次。"


@pytest.fixture
def clock(settings: Any, tmp_path: Any) -> FixedClock:
    settings.CLOCK = FixedClock(MORNING)
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.CLOCK


@pytest.fixture
def poster(city: Cast, clock: FixedClock) -> str:
    """The token on the poster at window 3."""
    from huiyin.intake.actions import make_code
    from huiyin.organisations.models import Unit

    unit = Unit.objects.get(code="xt-court-filing")
    return make_code(unit, "立案大厅 3 号窗口", by=SYSTEM, now=MORNING, name_en="Filing hall, window 3").token


@dataclass
class Phone:
    """Opens pages and sends the form as a browser without JavaScript does."""

    client: Client = field(default_factory=Client)

    def fields(self, page: Any) -> dict[str, Any]:
        """The hidden fields of the page's form."""
        html = page.content.decode()
        form = re.search(r'<form method="post" action="/report".*?</form>', html, re.S)
        assert form, html[:2000]
        found: dict[str, Any] = {}
        for tag in re.findall(r'<input type="hidden"[^>]*>', form[0]):
            name = re.search(r'name="([^"]*)"', tag)[1]  # type: ignore[index]
            value = re.search(r'value="([^"]*)"', tag)
            found.setdefault(name, []).append(value[1] if value else "")
        return {name: values if name == "uploads" else values[0] for name, values in found.items()}

    def send(self, token: str, **typed: Any) -> Any:
        page = self.client.get(f"/c/{token}")
        plain = {"text": TEXT, "problem_type": "B2", "identity_mode": "anonymous", "go": "send"}
        return self.client.post("/report", self.fields(page) | plain | typed)

    def receipt(self) -> tuple[str, str]:
        """Number and query code, read from the receipt's page."""
        html = self.client.get("/receipt").content.decode()
        number = re.search(r"<dd>(XT-[0-9-]+)</dd>", html)
        code = re.search(r'<dd class="code">([0-9 ]+)</dd>', html)
        assert number and code, html
        return number[1], code[1]

    def open(self, number: str, code: str, **more: str) -> Any:
        return self.client.post("/track", {"number": number, "query_code": code, **more})


@pytest.fixture
def phone(poster: str) -> Phone:
    return Phone()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two reports from one address are enough."""
    monkeypatch.setattr(crowding, "REPORTS_PER_ADDRESS", (2, 600))
