"""What is on record about a unit is given whole, signed and dated; nobody can word it or write one by hand (S1-39)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.cast import DAN, blueprint
from tests.story.living import Life

from huiyin.assessment.record.actions import state_record
from huiyin.cases.models import Finding, Outcome
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.models import Officer, Unit
from huiyin.policy import actions as policy
from huiyin.policy.blueprint import load
from huiyin.supervision.letters import actions as letters

pytestmark = pytest.mark.django_db
ASKED = "你部《关于了解有关单位群众评议情况的函》"


@pytest.fixture
def asked(life: Life) -> Life:
    """A city that has this kind of paper, and a case that was answered."""
    kind = next(row for row in load("xianning").letter_kinds if row.code == "record")
    city = blueprint()
    policy.load(replace(city, letter_kinds=(*city.letter_kinds, kind)), by=SYSTEM, now=life.now)
    life.brought_to("answered")
    return life


def test_it_has_every_finding_and_can_only_be_signed(asked: Life) -> None:
    life, carol = asked, asked.city.actor("carol")
    court, police = (Unit.objects.get(code=code) for code in ("xt-court", "xt-police"))
    day = life.now.date()
    who = {"by": carol, "now": life.now}
    made = state_record(court.pk, None, day - timedelta(days=9), day, police.pk, ASKED, **who)
    assert "已办结的群众反映：1条" in made.body and "以上共1条" in made.body and "属实" in made.body
    with pytest.raises(NotAllowed, match="recorded_text"):
        letters.edit(made.pk, letters.Wording(made.title, "一切都好。"), **who)
    with pytest.raises(NotAllowed, match="recorded_text"):
        letters.draft("record", made.issuer, police, because="by hand", **who)
    signed = letters.sign(made.pk, by=life.city.actor("henry"), now=life.now)
    assert signed.serial and signed.proof
    for name in ("frank", "bob", "dan"):
        with pytest.raises(NotAllowed):
            state_record(court.pk, None, day, day, police.pk, ASKED, by=life.city.actor(name), now=life.now)


def test_of_a_person_only_what_was_proven(asked: Life) -> None:
    life, dan = asked, Officer.objects.get(code=DAN)
    day, police = asked.now.date(), Unit.objects.get(code="xt-police")
    args = (Unit.objects.get(code="xt-court").pk, dan.pk, day - timedelta(days=9), day, police.pk, ASKED)
    carol = life.city.actor("carol")
    proven = state_record(*args, by=carol, now=life.now)
    assert "已办结的群众反映：1条" in proven.body
    held = list(Outcome.objects.all())
    Outcome.objects.all().delete()
    of_another = state_record(*args, by=carol, now=life.now + timedelta(minutes=30))
    assert "已办结的群众反映：0条" in of_another.body, "what was proven of somebody else leaves no trace"
    Outcome.objects.bulk_create(held)
    Finding.objects.update(conclusion="unsubstantiated")
    cleared = state_record(*args, by=carol, now=life.now + timedelta(hours=1))
    assert "已办结的群众反映：0条" in cleared.body
