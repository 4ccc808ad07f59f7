"""The cast at the administrators' pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.cast import MORNING, PASSWORD, Cast

from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import FixedClock
from huiyin.organisations import actions
from huiyin.organisations.models import Unit


@pytest.fixture
def cast(city: Cast) -> Cast:
    """The city with Sam, its security administrator."""
    sam = actions.open_account("sam", "Sam", PASSWORD, demo=True, by=SYSTEM, now=MORNING)
    committee = Unit.objects.get(code="xt-committee")
    actions.grant(sam, "security", committee, since=MORNING.date(), by=SYSTEM, now=MORNING)
    return city


@pytest.fixture
def enter(cast: Cast, settings: Any) -> Callable[[str], Client]:
    """A browser in which somebody has logged in, reading English: `enter("adam")`."""
    settings.CLOCK = FixedClock(MORNING)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.KEPT_SECONDS = 0

    def entering(name: str) -> Client:
        client = Client()
        client.force_login(cast.account(name))
        client.cookies["language"] = "en"
        return client

    return entering
