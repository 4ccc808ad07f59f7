"""Codes are made and switched off by whoever keeps the unit, also where no page stands between."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cast import MORNING, Cast, blueprint

from huiyin.intake.actions import make_code, retire_code
from huiyin.journey.places import codes_for_blueprint
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations import actions
from huiyin.organisations.queries import unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(city: Cast) -> Actor:
    """Eve, who administers a district's committee."""
    actions.grant(
        city.account("eve"),
        "administrator",
        unit("xiangdu-committee"),
        since=date(2022, 1, 1),
        by=SYSTEM,
        now=MORNING,
    )
    return city.actor("eve")


def test_codes_are_made_and_switched_off_by_whoever_keeps_the_unit(city: Cast, county: Actor) -> None:
    made = make_code(unit("xiangdu-court"), "大厅", by=county, now=MORNING)
    above = unit("xt-court")
    theirs = make_code(above, "大厅", by=SYSTEM, now=MORNING)
    for by, reason in ((county, "not_your_unit"), (city.actor("carol"), "wrong_role")):
        with pytest.raises(NotAllowed) as caught:
            make_code(above, "窗口", by=by, now=MORNING)
        assert caught.value.refused.reason == reason
        with pytest.raises(NotAllowed):
            retire_code(theirs, by=by, now=MORNING)
    theirs.refresh_from_db()
    assert theirs.active
    retire_code(made, by=county, now=MORNING)


def test_codes_for_the_blueprint_reach_ones_own_places_alone(county: Actor) -> None:
    made = codes_for_blueprint(blueprint(), county, MORNING)
    assert {code.place.unit.code.split("-")[0] for code in made} <= {"xiangdu"}
    assert len(codes_for_blueprint(blueprint(), SYSTEM, MORNING)) == len(blueprint().places) - len(made)
