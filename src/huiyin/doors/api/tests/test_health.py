"""Up or not for anybody; how it works for whoever holds the secret; never a word about a report."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from tests.cast import MORNING

from huiyin.journey import pulse
from huiyin.kernel.clock import FixedClock
from huiyin.ledger.models import Outbox

SECRET = "watching"


@pytest.fixture
def watched(settings: Any) -> None:
    settings.API_SECRETS = {"health": SECRET}
    settings.CLOCK = FixedClock(MORNING)


def asked(secret: str = "") -> Any:
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    return Client(headers=headers).get("/api/health")


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["", "guessed"])
def test_without_the_secret_it_is_only_up(watched: None, secret: str) -> None:
    answer = asked(secret)
    assert (answer.status_code, answer.json(), answer.cookies) == (200, {"up": True}, {})


@pytest.mark.django_db
def test_no_secret_set_means_that_nobody_has_it(settings: Any) -> None:
    settings.API_SECRETS = {"health": ""}
    assert asked(" ").json() == {"up": True}


@pytest.mark.django_db
def test_what_waits_is_told_and_without_a_worker_it_is_no_health(watched: None, send: Any) -> None:
    send()
    Outbox.objects.update(due_at=MORNING, attempts=1)
    answer = asked(SECRET)
    told = answer.json()
    assert answer.status_code == 503
    assert (told["works"], told["quiet"], told["failing"], told["behind"]) == (
        False,
        None,
        told["waiting"],
        0.0,
    )
    assert told["waiting"] >= 1


@pytest.mark.parametrize(
    ("quiet", "behind", "works"),
    [(0.4, 0.0, True), (90.0, 0.0, False), (0.4, 601.0, False), (None, 0.0, False)],
)
def test_a_worker_that_is_silent_or_stuck_doesnt_work(
    quiet: float | None, behind: float, works: bool
) -> None:
    assert pulse.Pulse(quiet=quiet, waiting=3, behind=behind, failing=0, undelivered=0).works is works


def test_a_database_that_is_away_is_said(watched: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_now: object) -> None:
        raise OperationalError

    monkeypatch.setattr("huiyin.doors.api.health.taken", away)
    answer = asked(SECRET)
    assert (answer.status_code, answer.json()) == (503, {"up": False})
