"""Who took a matter in, by its channel: part of where the case stands, from its first event on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from tests.cast import MORNING, Cast, blueprint

from huiyin.cases.models import Case
from huiyin.cases.queries import replayed
from huiyin.cases.rules.history import begin
from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.queries import events_of
from huiyin.organisations.models import Unit
from huiyin.policy import actions as policy

pytestmark = pytest.mark.django_db

Send, Settle = Callable[..., Any], Callable[[datetime], None]


@pytest.mark.parametrize(
    ("channel", "acceptor"),
    [("letter", "xt-committee-office"), ("web", "xt-committee"), ("gone", "xt-committee")],
)
def test_the_channel_says_who_accepts_else_the_committee(
    channel: str, acceptor: str, send: Send, settle: Settle
) -> None:
    number = send(channel=channel).number
    settle(MORNING)
    case = Case.objects.select_related("acceptor").get(number=number)
    assert (case.channel, case.acceptor.code) == (channel, acceptor)
    stored, folded = replayed(number)
    assert stored == folded


def test_an_acceptor_that_works_no_more_leaves_it_to_the_committee(send: Send, settle: Settle) -> None:
    Unit.objects.filter(code="xt-committee-office").update(active=False)
    number = send(channel="letter").number
    settle(MORNING)
    assert Case.objects.get(number=number).acceptor.code == "xt-committee"


def test_who_accepted_stays_when_the_channel_changes(city: Cast, send: Send, settle: Settle) -> None:
    number = send(channel="letter").number
    settle(MORNING)
    rows = tuple(replace(row, acceptor="") for row in blueprint().channels)
    policy.load(replace(blueprint(), channels=rows), by=SYSTEM, now=MORNING)
    assert Case.objects.get(number=number).acceptor.code == "xt-committee-office"


def test_a_case_opened_before_there_were_acceptors_is_the_committees(send: Send, settle: Settle) -> None:
    number = send().number
    settle(MORNING)
    case = Case.objects.get(number=number)
    first = dict(events_of("case", case.pk)[0].data)
    del first["acceptor"]
    assert begin(first).acceptor == case.committee_id
