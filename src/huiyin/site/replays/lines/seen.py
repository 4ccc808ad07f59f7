"""What a measure is given: the story's end, whoever looks at it, and a browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.queries import unit
from huiyin.reporting.rules.cycles import Period
from huiyin.site.replays.stage import Stage


@dataclass(frozen=True)
class Line:
    """One line of acceptance: whether it holds, what was measured, and how."""

    ok: bool
    measured: Any
    how: str

    def to_json(self) -> dict[str, Any]:
        return {"ok": self.ok, "measured": self.measured, "how": self.how}


@dataclass(frozen=True)
class Page:
    """What came back for an address: 0 where the program has no such page."""

    status: int
    body: bytes = b""

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


@dataclass
class Seen:
    """`now` is the end of the story. Who looks is chosen by role, as in the city's own mandates."""

    stage: Stage
    now: datetime
    browsers: dict[str, Client] = field(default_factory=dict)

    @property
    def whole(self) -> Period:
        """From the first day of the story to its end."""
        return Period(self.stage.story.first, self.now.astimezone(SHANGHAI).date())

    def account(self, role: str) -> str:
        """The city committee's first account with that role."""
        return self.stage.first(role)

    def actor(self, role: str) -> Actor:
        return self.stage.people.named(self.account(role), self.now)

    @property
    def leader(self) -> Actor:
        """Whose view the city's figures are: they see the city and all its counties."""
        return self.actor("leader")

    def reviewers(self) -> list[tuple[int, Actor]]:
        """Each committee with one of its reviewers."""
        found = []
        for row in self.stage.city.units:
            held = (
                self.stage.people.holding("reviewer", unit(row.code).pk, self.now)
                if row.kind == "committee"
                else []
            )
            if held:
                found.append((unit(row.code).pk, self.stage.people.actor(held[0], self.now)))
        return found

    def page(self, name: str, *args: str, role: str = "", account: str = "", **query: str) -> Page:
        """What a page shows to the public, to who has a role in the city's committee, or to an account."""
        try:
            address = reverse(name, args=args)
        except NoReverseMatch:
            return Page(0)
        answer = self._browser(account or (self.account(role) if role else "")).get(
            f"{address}?{urlencode(query)}" if query else address, follow=True
        )
        return Page(answer.status_code, b"".join(answer) if answer.streaming else answer.content)

    def _browser(self, account: str) -> Client:
        if account not in self.browsers:
            browser = Client(
                raise_request_exception=False,
                headers={"host": "localhost", "accept-language": "zh-hans"},
            )
            if account:
                person = {"username": account, "password": settings.DEMO_PASSWORD}
                browser.post(reverse("shared:login"), person)
            self.browsers[account] = browser
        return self.browsers[account]
