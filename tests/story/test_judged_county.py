"""The first month of Daming's story: a hundred are drawn, vote, are counted, and anybody can check all of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from tests.story.lived import Lived, living, own_database

__all__ = ["own_database"]


@pytest.fixture(scope="module")
def lived(own_database: None) -> Iterator[Lived]:
    with living("daming", until=date(2024, 1, 27)) as story:
        yield story


def test_every_line_of_a_first_month_holds(lived: Lived) -> None:
    # The quarter, the half-year and the next round are yet to come.
    later = {"S4-08", "S4-09", "S4-16", "S4-17", "S4-18", "S4-19", "S4-20", "S4-21", "S4-22"}
    assert {
        name: line.measured for name, line in lived.lines.items() if not line.ok and name not in later
    } == {}


def test_no_number_of_a_judge_is_in_any_message_or_line_of_the_log(lived: Lived) -> None:
    from huiyin.messages.models import Delivery
    from huiyin.panels.envelopes import contact
    from huiyin.panels.models import Judge

    phones = {contact(judge)[1] for judge in Judge.objects.all()}
    sent = str(list(Delivery.objects.filter(template="text_ballot").values("recipient_id", "params", "key")))
    assert len(phones) > 1000 and "member" in set(Delivery.objects.values_list("recipient_kind", flat=True))
    assert [phone for phone in phones if phone in sent or any(phone in line for line in lived.log)] == []


def test_no_link_is_left_once_ballots_are_counted(lived: Lived) -> None:
    from huiyin.panels.models import Member

    assert (
        not Member.objects.exclude(link=None).exists() and not Member.objects.exclude(envelope=b"").exists()
    )
