"""Brings a case to where a test of the story needs it, through the real actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.cast import DAN, MORNING, Cast

from huiyin.cases import actions
from huiyin.cases.actions import Order
from huiyin.cases.models import Case
from huiyin.cases.rules.checks import FindingDraft, OutcomeDraft, VerificationDraft
from huiyin.messages.models import Notice
from huiyin.organisations.models import Unit

HOUR = timedelta(hours=1)


@dataclass
class Life:
    """Alice's report and what becomes of it. `now` moves on an hour with each step."""

    city: Cast
    send: Callable[..., Any]
    settle: Callable[[datetime], None]
    now: datetime = MORNING

    def opened(self, **fields: object) -> Case:
        given = {"now": self.now, **fields}
        number = self.city.trail.step(("opened", *sorted(given.items())), lambda: self._open(given))
        return Case.objects.get(number=number)

    def _open(self, given: dict[str, object]) -> str:
        number: str = self.send(**given).number
        self.settle(self.now)
        return number

    def order(self, handler: str = "bob", **changes: Any) -> Order:
        plain = Order(
            unit=Unit.objects.get(code=self.city.house).pk,
            handlers=(self.city.account(handler).pk,),
            approver=self.city.account("frank").pk,
            summary="立案窗口让当事人来回补材料三次，没有一次性告知。",
            allegations=("没有一次性告知", "态度敷衍"),
        )
        return replace(plain, **changes)

    def draft(self, case: Case, officer: int | None = None) -> VerificationDraft:
        return VerificationDraft(
            verifiers="尹见微、金予安",
            no_interest=True,
            method="调取窗口录像，询问当班人员",
            matter="重做一次性告知清单，贴在窗口",
            proposal="反映属实，已批评教育当班人员并改了告知清单。",
            findings=tuple(
                FindingDraft(a.pk, "substantiated", "录像可见三次补正") for a in case.allegations.all()
            ),
            outcomes=(OutcomeDraft(officer or self.city.officer(DAN).pk, "educated"),),
        )

    def act(self, verb: str, case: Case, *more: object, by: str) -> Case:
        """Takes a verb an hour later and lets the journey follow."""
        self.now += HOUR
        name = (verb, case.number, *more, by, self.now)
        return Case.objects.get(pk=self.city.trail.step(name, lambda: self._take(verb, case, more, by)))

    def _take(self, verb: str, case: Case, more: tuple[object, ...], by: str) -> int:
        result: Case = getattr(actions, verb)(case.number, *more, by=self.city.actor(by), now=self.now)
        self.settle(self.now)
        return result.pk

    def brought_to(self, state: str, **fields: object) -> Case:
        """A case that went straight to `state`."""
        case = self.opened(**fields)
        way: list[tuple[str, str, Callable[[], tuple[object, ...]], str]] = [
            ("assigned", "assign", lambda: (self.order(),), "carol"),
            ("verifying", "accept", lambda: (), "bob"),
            ("submitted", "submit", lambda: (self.draft(case),), "bob"),
            ("approved", "approve", lambda: (), "frank"),
            ("answered", "answer", lambda: ("反映属实，已处理，今后一次告知。",), "carol"),
            ("closed", "close", lambda: (), "ivy"),
        ]
        for reached, verb, more, by in way:
            if case.state == state:
                break
            case = self.act(verb, case, *more(), by=by)
            assert case.state == reached
        return case

    def told(self, template: str) -> set[str]:
        """The usernames that got this notice."""
        return set(Notice.objects.filter(template=template).values_list("account__username", flat=True))

    def names(self, *people: str) -> set[str]:
        return {self.city.account(name).username for name in people}


@pytest.fixture
def life(city: Cast, send: Callable[..., Any], settle: Callable[[datetime], None]) -> Life:
    return Life(city, send, settle)
