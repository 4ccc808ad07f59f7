"""Administrators change only what lies in their own committee's charge, whichever page or line they come by."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest

from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations import actions, charge, queries
from huiyin.organisations.models import Account, Officer
from huiyin.policy.blueprint import Blueprint
from huiyin.policy.queries import calendar

NOW = datetime(2022, 2, 14, 1, tzinfo=UTC)
DAY = date(2022, 3, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def in_charge(xingtai: Blueprint) -> Callable[[str, str], Actor]:
    """Somebody who administers a committee: `in_charge("security", "xiangdu-committee")`."""

    def entering(role: str, committee: str) -> Actor:
        account = actions.open_account(f"{role}.{committee}", "x", "", demo=True, by=SYSTEM, now=NOW)
        actions.grant(account, role, queries.unit(committee), since=DAY, by=SYSTEM, now=NOW)
        return queries.actor_for(account, DAY)

    return entering


IN_CHARGE = {
    "hb-committee": "", "xt-committee": "city", "xt-committee-office": "city", "xt-team-letters": "city",
    "xt-court": "city", "xt-court-filing": "city", "ningjin-committee": "city county",
    "ningjin-police-station-1": "city county", "shahe-committee": "city",
}  # fmt: skip
"""Whose security administrators give roles where: the city's committee, that of Ningjin, both, neither."""


@pytest.mark.parametrize(("whose", "committee"), [("city", "xt-committee"), ("county", "ningjin-committee")])
def test_roles_are_given_and_taken_only_in_ones_own_charge(
    alice: Account, in_charge: Callable[[str, str], Actor], whose: str, committee: str
) -> None:
    by, given, taken = in_charge("security", committee), [], []
    for code in IN_CHARGE:
        unit = queries.unit(code)
        role = {"team": "team", "committee": "clerk"}.get(unit.kind, "handler")
        with suppress(NotAllowed):
            actions.grant(alice, role, unit, since=DAY, by=by, now=NOW)
            given.append(code)
        held = actions.grant(alice, role, unit, since=DAY, by=SYSTEM, now=NOW)
        with suppress(NotAllowed):
            actions.revoke(held.pk, on=DAY, by=by, now=NOW)
            taken.append(code)
    assert given == taken == [code for code, mine in IN_CHARGE.items() if whose in mine]
    assert {unit.code for unit in charge.kept_by(by, "security")} & set(IN_CHARGE) == set(given)


def test_an_administrator_opens_and_closes_accounts_only_in_their_own_charge(
    alice: Account, in_charge: Callable[[str, str], Actor]
) -> None:
    county = in_charge("administrator", "ningjin-committee")
    above, here = (Officer.objects.filter(unit__code=c)[0] for c in ("xt-court-filing", "ningjin-court"))
    with pytest.raises(NotAllowed) as caught:
        actions.open_account("above", "x", "", officer=above, by=county, now=NOW)
    assert caught.value.refused.reason == "not_your_unit"
    mine = actions.open_account("here", "x", "", officer=here, by=county, now=NOW)
    actions.grant(alice, "handler", queries.unit("xt-court"), since=DAY, by=SYSTEM, now=NOW)
    with pytest.raises(NotAllowed):
        actions.close_account(alice.pk, by=county, now=NOW)
    actions.close_account(mine.pk, by=county, now=NOW)
    actions.close_account(alice.pk, by=in_charge("administrator", "xt-committee"), now=NOW)


def test_whoever_declares_a_relation_answers_for_one_of_the_two(
    in_charge: Callable[[str, str], Actor],
) -> None:
    court, police, county = (
        Officer.objects.filter(unit__code=c)[0] for c in ("xt-court-filing", "xt-police", "ningjin-court")
    )
    ningjin = in_charge("reviewer", "ningjin-committee")
    actions.declare_relation(court, county, "spouse", by=ningjin, now=NOW)
    for by, reason in ((ningjin, "not_your_unit"), (in_charge("leader", "xt-committee"), "wrong_role")):
        with pytest.raises(NotAllowed) as caught:
            actions.declare_relation(court, police, "spouse", by=by, now=NOW)
        assert caught.value.refused.reason == reason
    assert not queries.close_to(police.pk)


def test_roles_that_exclude_each_other_do_so_in_either_order(
    alice: Account, in_charge: Callable[[str, str], Actor]
) -> None:
    committee, by = queries.unit("xt-committee"), in_charge("security", "xt-committee")
    for first, second in (("auditor", "reviewer"), ("secrecy", "clerk"), ("clerk", "secrecy")):
        held = actions.grant(alice, first, committee, since=DAY, by=by, now=NOW)
        with pytest.raises(NotAllowed) as caught:
            actions.grant(alice, second, committee, since=DAY, by=by, now=NOW)
        assert caught.value.refused.reason == "roles_apart"
        actions.revoke(held.pk, on=DAY, by=by, now=NOW)


def test_the_calendar_of_the_whole_city_is_kept_by_the_citys_own(
    in_charge: Callable[[str, str], Actor],
) -> None:
    with pytest.raises(NotAllowed) as caught:
        actions.change_day(DAY, False, "Snow", by=in_charge("administrator", "ningjin-committee"), now=NOW)
    assert caught.value.refused.reason == "not_your_unit"
    actions.change_day(DAY, False, "Snow", by=in_charge("administrator", "xt-committee"), now=NOW)
    assert not calendar().is_working(DAY)
