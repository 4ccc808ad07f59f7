"""The timeline on paper: for those who read the report at any time, for a unit once the case is closed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader
from tests.cast import MORNING, Cast
from tests.lives import Life

from huiyin.cases.models import Case
from huiyin.intake.actions import Receipt
from huiyin.journey.worker import run_until_idle
from huiyin.ledger.models import Access
from huiyin.ledger.queries import events_of

pytestmark = pytest.mark.django_db(databases=["default", "witness"])
NAME = "闻人遐"


@pytest.fixture
def closed(city: Cast, send: Callable[..., Receipt]) -> Case:
    number = send(identity_mode="real_name", name=NAME, phone="13900000000").number
    run_until_idle(MORNING)
    life = Life(city, number, MORNING)
    for step in ("assigned", "verifying", "submitted", "approved", "answered", "closed"):
        getattr(life, step)()
        run_until_idle(MORNING)
    return Case.objects.get()


def drawn(client: Client, number: str) -> str:
    answer = client.get(f"/desk/cases/{number}/timeline.pdf")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_the_committee_has_every_event_with_its_hash_and_nobodys_identity(
    closed: Case, at_desk: Callable[[str], Client]
) -> None:
    carol = at_desk("carol")
    assert (
        f"/desk/cases/{closed.number}/timeline.pdf"
        in carol.get(f"/desk/cases/{closed.number}").content.decode()
    )
    text = "".join(drawn(carol, closed.number).split())
    hashes = [event.hash for event in events_of("case", closed.pk)]
    assert closed.number in text and all(found[:8] in text for found in hashes)
    assert NAME not in text and "13900000000" not in text and closed.report.text[:12] not in text
    assert Access.objects.using("witness").get(what="archive").subject_id == closed.number


def test_a_unit_has_its_own_part_and_others_nothing(closed: Case, at_desk: Callable[[str], Client]) -> None:
    text = "".join(drawn(at_desk("bob"), closed.number).split())
    received = events_of("report", closed.number)[0].hash[:8]
    assert received not in text, "how it came to the committee stays there"
    for name in ("dan", "eve", "henry", "adam", "nora"):
        assert at_desk(name).get(f"/desk/cases/{closed.number}/timeline.pdf").status_code == 404


def test_before_the_end_a_unit_has_no_paper(
    city: Cast, send: Callable[..., Receipt], at_desk: Callable[[str], Client]
) -> None:
    number = send().number
    run_until_idle(MORNING)
    Life(city, number, MORNING).assigned()
    assert at_desk("bob").get(f"/desk/cases/{number}/timeline.pdf").status_code == 404
    assert at_desk("carol").get(f"/desk/cases/{number}/timeline.pdf").status_code == 200
