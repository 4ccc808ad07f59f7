"""The register and its people in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from huiyin.kernel.actor import PUBLIC, SYSTEM, Actor
from huiyin.kernel.lifecycle import Conflict, NotAllowed
from huiyin.ledger.models import Event
from huiyin.ledger.queries import broken_at, events_of
from huiyin.organisations import actions, queries
from huiyin.organisations.models import Account, Officer, Region, Relation, Unit
from huiyin.policy.blueprint import Blueprint

NOW = datetime(2022, 2, 14, 1, tzinfo=UTC)
DAY = date(2022, 3, 1)
pytestmark = pytest.mark.django_db


def as_actor(username: str, on: date = DAY) -> Actor:
    return queries.actor_for(Account.objects.get(username=username), on)


def test_accounts_come_only_when_asked_for_and_can_log_in(people: Blueprint) -> None:
    assert Account.objects.filter(is_demo=False).count() == 0
    assert Account.objects.get(username="city.reviewer").check_password("demo")


def test_real_use_has_no_account_from_the_blueprint(xingtai: Blueprint) -> None:
    assert not Account.objects.exists()


def test_loading_twice_is_loading_once(people: Blueprint) -> None:
    before = {m: m.objects.count() for m in (Region, Unit, Officer, Relation, Account, Event)}
    assert actions.load(people, by=SYSTEM, now=NOW, accounts=True, password="other") == {}
    assert {m: m.objects.count() for m in before} == before
    assert Account.objects.get(username="city.reviewer").check_password("demo")


def test_what_the_blueprint_drops_is_deactivated(xingtai: Blueprint) -> None:
    gone = next(officer for officer in xingtai.officers if officer.code == "xt-court-filing-2")
    rest = tuple(officer for officer in xingtai.officers if officer != gone)
    assert actions.load(replace(xingtai, officers=rest), by=SYSTEM, now=NOW, accounts=False) == {
        "officers": ["xt-court-filing-2"]
    }
    filing = queries.unit("xt-court-filing")
    assert gone.code not in {officer.code for officer in queries.officers_in(filing)}
    assert Officer.objects.get(code=gone.code).name == gone.name


def test_every_unit_has_the_committee_of_its_place_and_no_house_its_own(xingtai: Blueprint) -> None:
    reviewed = {
        code: queries.committee_for(queries.unit(code)).code
        for code in (
            "xt-police-traffic",
            "xt-court",
            "ningjin-police-station-1",
            "shahe-justice",
            "weixian-court",
        )
    }
    assert list(reviewed.values()) == [
        "xt-committee", "xt-committee", "ningjin-committee", "shahe-committee", "weixian-committee",
    ]  # fmt: skip
    above = {
        "ningjin-committee": "xt-committee",
        "xt-team-letters": "hb-committee",
        "xt-committee-office": "hb-committee",
    }
    for code, committee in above.items():
        assert queries.committee_for(queries.unit(code)).code == committee
    with pytest.raises(NotAllowed):
        queries.committee_for(queries.unit("hb-committee"))
    assert set(Unit.objects.filter(committee=None).values_list("code", flat=True)) == {"hb-committee"}


def test_inside_is_what_the_path_says(xingtai: Blueprint) -> None:
    court, station = queries.unit("xt-court"), queries.unit("ningjin-police-station-1")
    below = {unit.code for unit in queries.units_below(court)}
    assert {"xt-court", "xt-court-filing"} <= below
    assert all(code.startswith("xt-court") for code in below)
    assert queries.organ_of(station) == queries.unit("ningjin-police").pk
    assert queries.organ_of(court) == court.pk


def test_a_number_that_begins_like_another_is_not_inside_it(xingtai: Blueprint) -> None:
    region = Region.objects.get(code="130500")
    for pk in (7000, 70001):
        fields = {"kind": "organ", "system": "court", "level": "city", "region": region}
        Unit.objects.create(pk=pk, code=f"court-{pk}", path=f"/{pk}/", **fields)
    assert [unit.pk for unit in queries.units_below(Unit.objects.get(pk=7000))] == [7000]


def test_a_unit_that_moves_takes_its_sections_along(xingtai: Blueprint) -> None:
    moved = tuple(
        replace(unit, parent="xt-court-enforcement") if unit.code == "xt-court-bailiffs" else unit
        for unit in xingtai.units
    )
    actions.load(replace(xingtai, units=moved), by=SYSTEM, now=NOW, accounts=False)
    inside = {unit.code for unit in queries.units_below(queries.unit("xt-court-enforcement"))}
    assert inside == {"xt-court-enforcement", "xt-court-bailiffs"}


def test_each_work_team_has_its_procedure_and_the_group_its_seats(xingtai: Blueprint) -> None:
    teams = Unit.objects.filter(kind="team")
    assert teams.count() == 5
    assert all(team.procedure.startswith("1.") and team.procedure_en.startswith("1.") for team in teams)
    seats = queries.seats()
    assert [seat.seat for seat in seats][:2] == ["head", "deputy"]
    assert {seat.officer.unit.system for seat in seats if seat.seat == "deputy"} == {
        "court", "procuratorate", "police", "justice",
    }  # fmt: skip


def test_an_actor_has_the_mandates_of_the_day(xingtai: Blueprint, alice: Account) -> None:
    committee = queries.unit("xt-committee")
    actions.grant(alice, "reviewer", committee, since=DAY, until=DAY + timedelta(7), by=SYSTEM, now=NOW)
    clerk = actions.grant(alice, "clerk", committee, since=DAY, by=SYSTEM, now=NOW)
    actions.revoke(clerk.pk, on=DAY + timedelta(3), by=SYSTEM, now=NOW)
    roles = {days: sorted(as_actor("alice", DAY + timedelta(days)).roles) for days in (-1, 0, 2, 3, 6, 7)}
    both, one, none = ["clerk", "reviewer"], ["reviewer"], []
    assert roles == {-1: none, 0: both, 2: both, 3: one, 6: one, 7: none}
    assert as_actor("alice").units_as("reviewer") == {committee.pk}
    assert [e.verb for e in events_of("account", alice.pk)] == ["opened", "granted", "granted", "revoked"]
    assert broken_at("account", alice.pk) is None


def test_a_closed_account_and_a_visitor_hold_nothing(people: Blueprint) -> None:
    assert as_actor("city.reviewer").roles == {"reviewer"}
    Account.objects.filter(username="city.reviewer").update(is_active=False)
    assert as_actor("city.reviewer").roles == frozenset()

    class Visitor:
        is_authenticated = False

    assert queries.actor_for(Visitor(), DAY) == PUBLIC  # type: ignore[arg-type]


def test_leaders_and_auditors_see_the_committees_below_and_supervisors_only_their_own(
    people: Blueprint,
) -> None:
    counties = set(Unit.objects.filter(kind="committee", level="county").values_list("pk", flat=True))
    city = queries.unit("xt-committee").pk
    assert as_actor("city.auditor").units_as("auditor") == counties | {city}
    deputy = as_actor("city.deputy")
    assert deputy.units_as("leader") == counties | {city}
    assert deputy.units_as("supervisor") == {city}
    ningjin = queries.unit("ningjin-committee").pk
    assert as_actor("ningjin.supervisor").units_as("leader") == {ningjin}


def test_an_actor_with_those_close_to_them_costs_three_queries(
    people: Blueprint, django_assert_num_queries: object
) -> None:
    account = Account.objects.get(username="city.reviewer2")
    with django_assert_num_queries(3):  # type: ignore[operator]
        actor = queries.actor_for(account, DAY)
    assert actor.roles == {"reviewer", "clerk"}
    assert actor.officer == Officer.objects.get(code="xt-committee-supervision-2").pk
    assert actor.home == queries.unit("xt-committee").pk
    assert actor.close == queries.close_to(actor.officer or 0)


def test_a_security_administrator_grants_to_others_only(people: Blueprint, alice: Account) -> None:
    security = as_actor("city.security")
    committee = queries.unit("xt-committee")
    actions.grant(alice, "reviewer", committee, since=DAY, by=security, now=NOW)
    refusals = []
    for account, role, unit, by in [
        (Account.objects.get(username="city.security"), "leader", committee, security),
        (alice, "auditor", committee, security),
        (alice, "reviewer", queries.unit("xt-court"), security),
        (alice, "clerk", committee, as_actor("city.administrator")),
    ]:
        with pytest.raises(NotAllowed) as caught:
            actions.grant(account, role, unit, since=DAY, by=by, now=NOW)
        refusals.append(caught.value.refused.reason)
    assert refusals == ["own_mandate", "roles_apart", "unit_unfit", "wrong_role"]


def test_the_same_grant_twice_is_one_and_ending_it_twice_is_said(alice: Account) -> None:
    committee = queries.unit("xt-committee")
    one, same = (actions.grant(alice, "clerk", committee, since=DAY, by=SYSTEM, now=NOW) for _ in range(2))
    assert one.pk == same.pk
    actions.revoke(one.pk, on=DAY, by=SYSTEM, now=NOW)
    with pytest.raises(Conflict):
        actions.revoke(one.pk, on=DAY, by=SYSTEM, now=NOW)
    assert as_actor("alice").roles == frozenset()


def test_a_username_is_given_once(alice: Account) -> None:
    with pytest.raises(Conflict):
        actions.open_account("alice", "Another", "x", by=SYSTEM, now=NOW)


def test_without_a_password_nobody_logs_in_with_one(xingtai: Blueprint) -> None:
    account = actions.open_account("bob", "Bob", "", by=SYSTEM, now=NOW)
    assert not account.has_usable_password()


def test_a_relation_holds_both_ways_and_once(xingtai: Blueprint) -> None:
    one, other = (Officer.objects.get(code=code) for code in ("xt-police-legal-1", "xt-court-civil-1"))
    actions.declare_relation(one, other, "spouse", by=SYSTEM, now=NOW)
    before = Relation.objects.count()
    actions.declare_relation(other, one, "spouse", by=SYSTEM, now=NOW)
    assert Relation.objects.count() == before
    assert queries.close_to(one.pk) == {other.pk}
    assert queries.close_to(other.pk) == {one.pk}
    with pytest.raises(NotAllowed):
        actions.declare_relation(one, one, "family", by=SYSTEM, now=NOW)


def test_officers_of_the_house_are_known_by_name_and_no_others(xingtai: Blueprint) -> None:
    here, there, elsewhere = (
        Officer.objects.get(code=code)
        for code in ("xt-court-filing-2", "xt-court-enforcement-1", "ningjin-court-filing-1")
    )
    text = f"{there.name}让我找{here.name}，还有{elsewhere.name}"
    found = queries.officers_named(text, queries.unit("xt-court-filing"))
    assert [officer.code for officer in found] == [there.code, here.code]


def test_several_actors_at_once_are_the_same_as_one_by_one(people: Blueprint) -> None:
    """Nothing of one falls to another: two are close to each other, one is closed, one has no officer's entry."""
    one, other = Account.objects.exclude(officer=None).order_by("pk")[:2]
    assert one.officer and other.officer
    actions.declare_relation(one.officer, other.officer, "spouse", by=SYSTEM, now=NOW)
    Account.objects.filter(pk=Account.objects.latest("pk").pk).update(is_active=False)
    Account.objects.create(username="nobody", name="Nobody")
    accounts = list(Account.objects.order_by("-pk"))
    together = queries.actors_for(accounts, DAY)
    assert together == [queries.actor_for(account, DAY) for account in accounts]
    found = {actor.account: actor for actor in together}
    assert found[f"account:{one.pk}"].close == {other.officer_id}
    assert (together[0].home, together[0].mandates, together[1].mandates) == (None, (), ())
