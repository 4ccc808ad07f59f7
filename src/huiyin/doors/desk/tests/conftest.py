"""The cast at their desks: `at_desk("carol")` is a browser with Carol logged in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.cast import DAN, MORNING, Cast

from huiyin.cases import actions as cases
from huiyin.cases.actions import Order
from huiyin.cases.models import Case
from huiyin.cases.rules.checks import FindingDraft, OutcomeDraft, VerificationDraft
from huiyin.kernel.clock import FixedClock
from huiyin.organisations.models import Unit


@pytest.fixture(autouse=True)
def world(settings: Any, tmp_path: Path) -> FixedClock:
    clock = FixedClock(MORNING)
    settings.CLOCK = clock
    settings.LANGUAGE_CODE = "en"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return clock


@pytest.fixture
def at_desk(city: Cast) -> Callable[[str], Client]:
    def sit(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(city.account(name))
        return client

    return sit


@pytest.fixture
def opened(city: Cast, send: Callable[..., Any], settle: Callable[..., None]) -> Callable[..., Case]:
    """A file at the city's committee, waiting for review."""

    def open_file(fields: dict[str, Any]) -> str:
        number: str = send(**fields).number
        settle(fields.get("now", MORNING))
        return number

    def opening(**fields: Any) -> Case:
        number = city.trail.step(("opened", *sorted(fields.items())), lambda: open_file(fields))
        return Case.objects.get(number=number)

    return opening


@pytest.fixture
def life(city: Cast, opened: Callable[..., Case]) -> Callable[..., Case]:
    """A case led up to a state by the real actions: `life("submitted")`."""

    def living(state: str, **fields: Any) -> Case:
        case = opened(**fields)
        for reached, step in STEPS:
            if Case.objects.get(pk=case.pk).state == state:
                break
            city.trail.step((reached, case.number), partial(_take, step, case.number, city))
            assert Case.objects.get(pk=case.pk).state == reached
        return Case.objects.get(pk=case.pk)

    return living


def _take(step: Callable[[str, Cast], object], number: str, city: Cast) -> None:
    step(number, city)


def order(city: Cast, **changes: Any) -> Order:
    plain: dict[str, Any] = {
        "unit": Unit.objects.get(code="xt-court").pk,
        "handlers": (city.account("bob").pk,),
        "approver": city.account("frank").pk,
        "summary": "立案窗口让当事人来回补材料三次。",
        "allegations": ("没有一次性告知",),
    }
    return Order(**(plain | changes))


def written(case: Case, city: Cast) -> VerificationDraft:
    return VerificationDraft(
        verifiers="尹见微、金予安",
        no_interest=True,
        method="调取窗口录像",
        matter="重做一次性告知清单",
        proposal="反映属实，已批评教育。",
        findings=tuple(FindingDraft(a.pk, "substantiated", "录像可见") for a in case.allegations.all()),
        outcomes=(OutcomeDraft(city.officer(DAN).pk, "educated"),),
    )


def _who(city: Cast, name: str) -> dict[str, Any]:
    return {"by": city.actor(name), "now": MORNING}


STEPS: tuple[tuple[str, Callable[[str, Cast], object]], ...] = (
    ("assigned", lambda n, city: cases.assign(n, order(city), **_who(city, "carol"))),
    ("verifying", lambda n, city: cases.accept(n, **_who(city, "bob"))),
    (
        "submitted",
        lambda n, city: cases.submit(n, written(Case.objects.get(number=n), city), **_who(city, "bob")),
    ),
    ("approved", lambda n, city: cases.approve(n, **_who(city, "frank"))),
    ("answered", lambda n, city: cases.answer(n, "反映属实，已批评教育。", **_who(city, "carol"))),
    ("closed", lambda n, city: cases.close(n, **_who(city, "carol"))),
)
