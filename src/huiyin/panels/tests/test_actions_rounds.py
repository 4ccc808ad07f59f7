"""A round from roster to ranks, and what must go wrong."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.cast import MORNING, Cast

from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Event
from huiyin.organisations.models import Unit
from huiyin.panels import actions
from huiyin.panels.models import Counted, Judge, Judged, Member, Opinion, Round, Task
from huiyin.panels.rules.verify_draw import digest
from huiyin.panels.rules.voting import Marking
from huiyin.panels.tests.cast import DRAWN, FOLK, NUMBERS, TOWN
from huiyin.panels.tests.rounds import (
    CLOSES,
    RULE,
    TERMS,
    committee,
    drawn,
    fill_pool,
    marking,
    measured,
    planned,
    voting,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pool(city: Cast) -> Cast:
    return fill_pool(city)


def test_a_month_of_judging(pool: Cast) -> None:
    carol, henry = pool.actor("carol"), pool.actor("henry")
    round_ = voting(pool)
    links = list(actions.links(round_).values())
    assert len(links) == TOWN.seats
    checks = [actions.keep(link, marking(round_, "bad", "bad"), now=MORNING) for link in links[:2]]
    checks[0] = actions.hand_in(links[0], marking(round_, "good", "fair", "快。"), now=MORNING)
    for link in links[2:]:
        checks.append(actions.hand_in(link, marking(round_, "fair", "good"), now=MORNING))
    counted = actions.count(round_.pk, by=carol, now=CLOSES)
    actions.publish(counted.pk, by=henry, now=CLOSES)

    ballots = {b.check_number: b.answers for b in Counted.objects.all()}
    assert set(ballots) == {checks[0], *checks[2:]}, "what was only kept isn't a vote"
    court, police = Judged.objects.all()
    assert ballots[checks[0]][str(court.pk)] == ["good", "good"], "a judge finds their own ballot"
    assert Fraction(court.points) == Fraction(100 + 6 * 60, 7) and str(court.score) == "65.7100"
    assert Fraction(police.points) == Fraction(60 + 6 * 100, 7)
    assert (police.across, court.across, court.inside) == (1, 2, 1)
    assert [o.text for o in Opinion.objects.filter(judged=court)] == ["快。"]


def test_after_the_count_nothing_leads_back(pool: Cast) -> None:
    round_ = voting(pool)
    for link in actions.links(round_).values():
        actions.hand_in(link, marking(round_, "good", "bad"), now=MORNING)
    before = {bytes(envelope) for envelope in Member.objects.values_list("envelope", flat=True)}
    assert {len(one) for one in before} == {len(next(iter(before)))}, "sizes would tell what is inside"
    actions.count(round_.pk, by=pool.actor("carol"), now=MORNING)
    round_.refresh_from_db()
    assert bytes(round_.key) == b""
    assert (
        not Member.objects.exclude(envelope=b"").exists() and not Member.objects.exclude(link=None).exists()
    )
    numbers = list(Counted.objects.order_by("pk").values_list("check_number", flat=True))
    assert numbers == sorted(numbers), "the order of rows must not be that of the vote or of the panel"
    said = Event.objects.filter(subject_kind="member").values_list("data", "actor")
    assert set(map(str, said)) == {str(({}, "public"))}


def test_an_envelope_moved_or_changed_is_not_counted(pool: Cast) -> None:
    round_ = voting(pool)
    for link in actions.links(round_).values():
        actions.hand_in(link, marking(round_, "good", "bad"), now=MORNING)
    one, other, *_ = Member.objects.order_by("pk")
    Member.objects.filter(pk=one.pk).update(envelope=other.envelope)
    actions.count(round_.pk, by=pool.actor("carol"), now=MORNING)
    event = Event.objects.get(subject_kind="round", verb="count")
    assert (event.data["returned"], event.data["spoiled"]) == ({"judges": 7, "leaders": 0}, 1)


def test_a_ballot_changed_after_the_count_stops_the_publication(pool: Cast) -> None:
    round_ = voting(pool)
    for link in actions.links(round_).values():
        actions.hand_in(link, marking(round_, "good", "bad"), now=MORNING)
    actions.count(round_.pk, by=pool.actor("carol"), now=MORNING)
    ballot = Counted.objects.first()
    assert ballot is not None
    Counted.objects.filter(pk=ballot.pk).update(answers={key: ["bad", "bad"] for key in ballot.answers})
    with pytest.raises(NotAllowed) as refused:
        actions.publish(round_.pk, by=pool.actor("henry"), now=CLOSES)
    assert refused.value.refused.reason == "count_changed"


def test_late_double_and_foreign_ballots_are_refused_with_a_reason(pool: Cast) -> None:
    round_ = voting(pool)
    pk, link = next(iter(actions.links(round_).items()))
    fits = marking(round_, "good", "bad")
    wrong = Marking({next(iter(fits.answers)): ("great", "good")}, {})
    actions.renew(pk, by=pool.actor("carol"), now=MORNING)
    new = actions.links(round_)[pk]
    for key, said, at, reason in (
        ("no such link", fits, MORNING, "unknown"),
        (link, fits, MORNING, "unknown"),
        (new, wrong, MORNING, "unknown_choice"),
        (new, fits, CLOSES, "vote_over"),
        (new, fits, MORNING, ""),
        (new, fits, MORNING, "voted_already"),
    ):
        try:
            actions.hand_in(key, said, now=at)
            assert not reason
        except NotAllowed as no:
            assert no.refused.reason == reason


def test_who_resigns_is_replaced_as_the_draw_says(pool: Cast) -> None:
    carol, round_ = pool.actor("carol"), drawn(pool)
    for _ in range(2):
        gone = round_.members.filter(state="seated").order_by("pk").first()
        assert gone is not None
        (stand_in,) = actions.resign(gone.pk, by=carol, now=MORNING)
        assert stand_in.judge_id != gone.judge_id
    sitting = Judge.objects.filter(members__round=round_, members__state="seated")
    for feature in TOWN.features:
        values = [judge.values[feature.code] for judge in sitting]
        assert len(values) == TOWN.seats
        assert all(quota.least <= values.count(quota.value) <= quota.most for quota in feature.quotas)


def test_a_layer_of_few_votes_in_public_or_not_at_all(pool: Cast) -> None:
    carol = pool.actor("carol")
    secret = {**RULE, "layers": [{"code": "judges"}, {"code": "leaders"}]}
    round_ = actions.plan(
        committee(), "quarter", "Q1", {**TERMS, "rule": secret}, [Unit.objects.get(code="xt-court")],
        by=carol, now=MORNING,
    )  # fmt: skip
    actions.announce(round_.pk, NUMBERS, by=carol, now=MORNING)
    actions.draw(round_.pk, DRAWN, [], by=carol, now=MORNING)
    left = Judge.objects.exclude(members__round=round_).values_list("code", flat=True)[0]
    actions.appoint(round_.pk, left, "leaders", by=carol, now=MORNING)
    with pytest.raises(NotAllowed) as refused:
        actions.issue(round_.pk, CLOSES, by=carol, now=MORNING)
    assert refused.value.refused.reason == "layer_too_small"


def test_nobody_is_drawn_twice_in_a_row_nor_over_their_own_house(pool: Cast) -> None:
    first = drawn(pool)
    tied = Judge.objects.exclude(members__round=first)[0]
    Judge.objects.filter(pk=tied.pk).update(ties=[["former", "xt-court"]])
    again = planned(pool)
    announced = actions.announce(again.pk, NUMBERS, by=pool.actor("carol"), now=MORNING).announcement
    assert announced is not None
    assert announced["excluded"] == {"conflict": 1, "cooldown": TOWN.seats}
    assert len(announced["roster"]) == len(FOLK) - TOWN.seats - 1


def test_a_source_that_fails_is_called_off_in_the_open(pool: Cast) -> None:
    carol = pool.actor("carol")
    round_ = actions.announce(planned(pool).pk, NUMBERS, by=carol, now=MORNING)
    with pytest.raises(NotAllowed) as refused:
        actions.draw(round_.pk, {"numbers": [[1]]}, [], by=carol, now=MORNING)
    assert refused.value.refused.reason == "not_what_was_named"
    actions.call_off(round_.pk, "no lottery that day", by=carol, now=MORNING)
    told = Event.objects.get(subject_kind="round", verb="call_off").data
    assert told == {"announced": digest(round_.announcement), "reason": "no lottery that day"}
    actions.announce(round_.pk, NUMBERS, by=carol, now=MORNING)


def test_a_veto_takes_the_place_and_only_a_leader_gives_it(pool: Cast) -> None:
    round_ = voting(pool)
    for link in actions.links(round_).values():
        actions.hand_in(link, marking(round_, "good", "bad"), now=MORNING)
    actions.count(round_.pk, by=pool.actor("carol"), now=MORNING)
    court, police = Judged.objects.all()
    with pytest.raises(NotAllowed):
        actions.veto(court.pk, "proven", by=pool.actor("carol"), now=MORNING)
    actions.veto(court.pk, "proven", by=pool.actor("henry"), now=MORNING)
    court.refresh_from_db(), police.refresh_from_db()
    assert (court.across, court.inside, police.across) == (None, None, 1)


@pytest.mark.parametrize("stranger", ["bob", "eve", "mia"])
def test_a_round_is_nobody_elses(pool: Cast, stranger: str) -> None:
    round_ = planned(pool)
    with pytest.raises(NotAllowed) as refused:
        actions.announce(round_.pk, NUMBERS, by=pool.actor(stranger), now=MORNING)
    assert refused.value.refused.reason == "unknown"


def test_what_moved_is_stated_before_the_publication_and_taken_back_in_the_open(
    pool: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    carol, henry = pool.actor("carol"), pool.actor("henry")
    round_ = voting(pool)
    for link in actions.links(round_).values():
        actions.hand_in(link, marking(round_, "good", "bad"), now=MORNING)
    actions.count(round_.pk, by=carol, now=MORNING)
    told = measured(pool, round_)
    assert told.change == Decimal("-22.8")
    actions.publish(round_.pk, by=henry, now=CLOSES)
    with pytest.raises(NotAllowed) as refused:
        measured(pool, round_)
    assert refused.value.refused.reason == "wrong_state", "what is published stays as it was"
    with pytest.raises(NotAllowed) as refused:
        actions.withdraw_indicator(told.pk, "Counted twice", by=carol, now=CLOSES)
    assert refused.value.refused.reason == "wrong_role"
    actions.withdraw_indicator(told.pk, "Counted twice", by=henry, now=CLOSES)
    event = Event.objects.get(subject_kind="round", verb="state_indicator")
    assert event.data == {"indicator": told.pk, "sha256": told.document.sha256}


def test_after_a_veto_the_special_team_sees_it_put_right_and_nobody_else(pool: Cast) -> None:
    carol, henry = pool.actor("carol"), pool.actor("henry")
    round_ = voting(pool)
    for link in actions.links(round_).values():
        actions.hand_in(link, marking(round_, "good", "bad"), now=MORNING)
    actions.count(round_.pk, by=carol, now=MORNING)
    court = Judged.objects.get(unit__code="xt-court")
    team = Unit.objects.get(code="xt-team-litigation")
    with pytest.raises(NotAllowed) as refused:
        actions.veto(court.pk, "proven", Unit.objects.get(code="xt-police").pk, by=henry, now=MORNING)
    assert refused.value.refused.reason == "unknown_choice", "a house isn't a team of the committee"
    actions.veto(court.pk, "proven", team.pk, by=henry, now=MORNING)
    actions.publish(round_.pk, by=henry, now=CLOSES)
    task = Task.objects.get(judged=court)
    actions.answer_task(task.pk, "Done", by=pool.actor("bob"), now=CLOSES)
    with pytest.raises(NotAllowed):
        actions.confirm_task(task.pk, by=carol, now=CLOSES)
    assert actions.confirm_task(task.pk, by=pool.actor("lee"), now=CLOSES).confirmed_at == CLOSES


def test_a_unit_renamed_and_rules_changed_in_mid_round_change_nothing_of_it(pool: Cast) -> None:
    carol = pool.actor("carol")
    round_ = voting(pool)
    first, *others = actions.links(round_).values()
    actions.keep(first, marking(round_, "good", "bad"), now=MORNING)
    Unit.objects.filter(code="xt-court").update(name="改名后的法院")
    stricter = {**RULE, "trim": {"share": "1/3"}, "scale": RULE["scale"][:2]}
    actions.plan(committee(), "month", "四月", {**TERMS, "rule": stricter}, [Unit.objects.get(code="xt-court")],
                 by=carol, now=MORNING)  # fmt: skip
    actions.hand_in(first, now=MORNING)
    for link in others:
        actions.hand_in(link, marking(round_, "good", "bad"), now=MORNING)
    actions.count(round_.pk, by=carol, now=CLOSES)
    court = Judged.objects.select_related("unit").get(round=round_, unit__code="xt-court")
    assert (court.unit.name, str(court.score), court.across) == ("改名后的法院", "100.0000", 1)


def test_a_rule_changed_in_the_database_stops_the_count(pool: Cast) -> None:
    round_ = voting(pool)
    for link in actions.links(round_).values():
        actions.hand_in(link, marking(round_, "good", "bad"), now=MORNING)
    Round.objects.filter(pk=round_.pk).update(rule={**RULE, "trim": {"count": 1}})
    with pytest.raises(NotAllowed) as refused:
        actions.count(round_.pk, by=pool.actor("carol"), now=CLOSES)
    assert refused.value.refused.reason == "rule_changed"
    assert not Counted.objects.exists() and Member.objects.exclude(envelope=b"").count() == TOWN.seats


def test_an_empty_group_refuses_the_announcement_and_says_the_smallest_change(pool: Cast) -> None:
    feature, quota = next((f, q) for f in TOWN.features for q in f.quotas if q.least)
    gone = Judge.objects.filter(**{f"values__{feature.code}": quota.value})
    gone.update(active=False)
    round_ = planned(pool)
    with pytest.raises(NotAllowed) as refused:
        actions.announce(round_.pk, NUMBERS, by=pool.actor("carol"), now=MORNING)
    said = refused.value.refused
    assert said.reason == "quotas_contradict"
    assert (feature.code, quota.value, "least", quota.least, 0) in [
        (one.feature, one.value, one.side, one.before, one.after) for one in said.detail["relaxations"]
    ]
    round_.refresh_from_db()
    assert (round_.state, round_.announcement) == ("planned", None), "nothing is lost, and nothing is public"
