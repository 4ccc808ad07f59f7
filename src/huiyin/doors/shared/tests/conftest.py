"""Pages without a database: the city is unknown."""

from __future__ import annotations

import pytest
from django.test import Client

from huiyin.doors.shared import context


def _nowhere() -> None:
    raise LookupError("no city")


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    monkeypatch.setattr(context, "city", _nowhere)
    settings.ROOT_URLCONF = "huiyin.doors.shared.tests.pages"


@pytest.fixture
def visitor(no_database: None) -> Client:
    """Somebody without an account, who sees error pages as they are."""
    return Client(raise_request_exception=False)
