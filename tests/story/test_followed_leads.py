"""A lead that is given out is pushed to a work team, which follows it in redacted words to its end (S1-34)."""

from __future__ import annotations

import pytest
from tests.story.living import Life

from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.models import Unit
from huiyin.policy.models import Channel, City
from huiyin.supervision.models import Tracking
from huiyin.supervision.tracking.actions import find_unsolved, look_in, tick_off
from huiyin.supervision.tracking.queries import tracking_for, trackings

pytestmark = pytest.mark.django_db
SEEN = "现场走访，承诺的事项已经做到。"


@pytest.fixture
def followed(life: Life) -> Life:
    """A city in which one team follows what comes by scanned code."""
    team = Unit.objects.get(pk=next(m.unit for m in life.city.actor("lee").mandates if m.role == "team"))
    Channel.objects.update(tracked_by=[team.code])
    City.objects.update(edition="followed")
    return life


def test_it_is_pushed_once_followed_and_ticked_off_after_the_answer(followed: Life) -> None:
    life, lee = followed, followed.city.actor("lee")
    case = life.brought_to("verifying")
    row = Tracking.objects.get()
    assert life.told("to_track") == life.names("lee")
    assert tracking_for(lee, row.pk) and tracking_for(life.city.actor("grace"), row.pk)
    for name in ("dan", "bob", "frank", "eve"):
        assert tracking_for(life.city.actor(name), row.pk) is None, name
        with pytest.raises(NotAllowed):
            look_in(row.pk, "visit", SEEN, by=life.city.actor(name), now=life.now)
    look_in(row.pk, "visit", SEEN, by=lee, now=life.now)
    with pytest.raises(NotAllowed, match="not_answered_yet"):
        tick_off(row.pk, "visit", SEEN, by=lee, now=life.now)
    case = life.act("submit", case, life.draft(case), by="bob")
    case = life.act("approve", case, by="frank")
    life.act("answer", case, "反映属实，已处理，今后一次告知。", by="carol")
    find_unsolved(row.pk, "talk", "群众说还是老样子，没有改。", by=lee, now=life.now)
    life.settle(life.now)
    assert life.told("unsolved") == life.names("grace")
    with pytest.raises(NotAllowed):
        tick_off(row.pk, "visit", SEEN, by=life.city.actor("grace"), now=life.now)
    done = tick_off(row.pk, "visit", SEEN, by=lee, now=life.now)
    assert (done.state, done.looks.count()) == ("ticked_off", 3)


def test_a_city_without_teams_follows_nothing(life: Life) -> None:
    life.brought_to("verifying")
    assert not Tracking.objects.exists() and not trackings(life.city.actor("grace"))
