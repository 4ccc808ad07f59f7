"""What tests share: only steps taken from the same beginning, with nothing else written in between."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from tests.story.living import Life

from huiyin.cases import actions
from huiyin.cases.models import Case

pytestmark = pytest.mark.django_db


def test_looking_and_locking_leave_the_trail_and_an_act_beside_it_ends_it(city: Cast, life: Life) -> None:
    case = life.opened()
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    assert city.trail.steps
    actions.assign(case.number, life.order(), by=city.actor("carol"), now=life.now)
    assert city.trail.steps is None


def test_what_another_test_did_by_the_same_steps_is_all_there(city: Cast, life: Life) -> None:
    """Whether done or laid, whichever comes first: the file, its event chain, and what may follow."""
    case = life.brought_to("assigned")
    assert (case.state, case.handlers) == ("assigned", [city.account("bob").pk])
    assert life.act("accept", case, by="bob").state == "verifying"


test_and_once_more = test_what_another_test_did_by_the_same_steps_is_all_there
