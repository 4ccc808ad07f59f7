"""What must hold in every city that is shipped: who may work where, and whose names are used."""

from collections import Counter

import pytest

from huiyin.policy.blueprint import load
from huiyin.policy.rules.layout import Blueprint

CITIES = ("xingtai", "jintan", "xianning", "donghe", "daming")
WATCHING = {"reviewer", "supervisor", "leader", "clerk", "team", "secrecy"}


@pytest.fixture(params=CITIES)
def city(request: pytest.FixtureRequest) -> Blueprint:
    return load(request.param)


def test_who_watches_stands_outside_the_house_that_is_watched(city: Blueprint) -> None:
    """Whoever reviews, supervises or leads belongs to the committees, never to a house that they watch."""
    unit_of = {officer.code: officer.unit for officer in city.officers}
    system = {unit.code: unit.system for unit in city.units}
    for account in city.accounts:
        watches = [m.unit for m in account.mandates if m.role in WATCHING and system[m.unit] == "committee"]
        if watches and account.officer:
            assert system[unit_of[account.officer]] == "committee", account.username


def test_a_house_that_can_be_given_a_matter_has_somebody_to_check_it(city: Blueprint) -> None:
    held = {(m.unit, m.role) for account in city.accounts for m in account.mandates}
    assert {unit for unit, role in held if role == "handler"} <= {u for u, role in held if role == "approver"}


def test_invented_names_are_not_shared(city: Blueprint) -> None:
    assert [name for name, n in Counter(o.name for o in city.officers).items() if n > 1] == []
