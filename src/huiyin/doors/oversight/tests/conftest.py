"""The cast at this door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.cast import MORNING, Cast

from huiyin.doors.oversight.tests.life import Life
from huiyin.kernel.clock import FixedClock

LATER = MORNING + timedelta(days=13)
"""Sunday 20 March 2022."""


@pytest.fixture(autouse=True)
def plain_static(settings: Any) -> None:
    """Static files under their own names: no build precedes a test."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.KEPT_SECONDS = 0


@pytest.fixture
def life(city: Cast, send: Callable[..., Any], settle: Callable[[datetime], None]) -> Life:
    return Life(city, send, settle)


@pytest.fixture
def enter(city: Cast, client: Client, settings: Any) -> Callable[..., Client]:
    """A browser in which somebody has logged in, reading English: `enter("grace")`."""

    def entering(name: str, at: datetime = LATER) -> Client:
        settings.CLOCK = FixedClock(at)
        client.force_login(city.account(name))
        client.cookies["language"] = "en"
        return client

    return entering
