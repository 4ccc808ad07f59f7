"""What everybody in the story shares: who is there, who wrote what, and the codes on the walls."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from huiyin.intake.actions import Receipt
from huiyin.intake.models import PlaceCode
from huiyin.kernel.actor import Actor
from huiyin.policy.blueprint import Blueprint
from huiyin.site.replays.letters import Letter
from huiyin.site.replays.people import People
from huiyin.site.replays.story import Story

if TYPE_CHECKING:
    from huiyin.site.replays.inspectors import Round


@dataclass
class Stage:
    """`letters` and `receipts` are what citizens hold in their hands, by number; `codes` the tokens by place.

    `carried` are the files that went to the hotline, `passed` when the matters in them went; `rounds` what the
    inspectors saw, day by day.
    """

    story: Story
    city: Blueprint
    people: People = field(default_factory=People)
    letters: dict[str, Letter] = field(default_factory=dict)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    scanned: dict[str, PlaceCode | None] = field(default_factory=dict)
    carried: list[bytes] = field(default_factory=list)
    passed: dict[str, datetime] = field(default_factory=dict)
    rounds: list[Round] = field(default_factory=list)
    posters: bytes = b""
    pages: int = 0

    def rng(self, letter: Letter, what: str) -> Random:
        """Chance for one decision about one report: others neither shift nor repeat it."""
        return Random(f"{letter.key} {what}")  # noqa: S311

    def rng_of(self, what: str) -> Random:
        """Chance for something that belongs to no report."""
        return Random(f"{self.story.seed} {what}")  # noqa: S311

    def first(self, role: str) -> str:
        """The city committee's first account with that role."""
        committee = self.city.city.committee
        return next(
            account.username
            for account in self.city.accounts
            if any(mandate.role == role and mandate.unit == committee for mandate in account.mandates)
        )

    def by(self, role: str, now: datetime) -> Actor:
        """Whoever of the city's committee acts in that role."""
        return self.people.named(self.first(role), now)
