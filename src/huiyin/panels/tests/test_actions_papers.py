"""Ballots on paper: nobody knows whose one is, and two people must have read the same on it."""

from __future__ import annotations

import pytest
from tests.cast import MORNING, Cast

from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Event
from huiyin.panels import actions
from huiyin.panels.models import Counted, Member, Round, Transcript
from huiyin.panels.papers import codes, entered, layers_on_paper
from huiyin.panels.rules.voting import Marking
from huiyin.panels.tests.rounds import CLOSES, fill_pool, marking, voting

pytestmark = pytest.mark.django_db


def why(act: object, *args: object, **more: object) -> str:
    with pytest.raises(NotAllowed) as refused:
        act(*args, **more)  # type: ignore[operator]
    return refused.value.refused.reason


def half_on_paper(cast: Cast) -> tuple[Round, list[str]]:
    """Five of eight judges vote on paper; the others have voted by their links."""
    round_, carol = voting(cast), cast.actor("carol")
    chosen = list(round_.members.order_by("pk").values_list("pk", flat=True))[:5]
    begun = actions.links(round_)[chosen[0]]
    actions.keep(begun, marking(round_, "bad", "bad"), now=MORNING)
    actions.give_papers(round_.pk, chosen, by=carol, now=MORNING)
    for link in actions.links(round_).values():
        actions.hand_in(link, marking(round_, "good", "fair"), now=MORNING)
    assert why(actions.hand_in, begun, now=MORNING) == "unknown", "nobody has two ballots"
    return round_, sorted(codes(round_))


def test_papers_are_counted_once_two_people_read_the_same(city: Cast) -> None:
    round_, papers = half_on_paper(fill_pool(city))
    one, other = city.actor("carol"), city.actor("ivy")
    read = marking(round_, "fair", "good", "窗口少。")
    assert why(actions.transcribe, round_.pk, papers[0], read, by=one, now=MORNING) == "papers_not_back"
    for member in Member.objects.filter(round=round_, on_paper=True):
        actions.take_paper(member.pk, by=one, now=MORNING)
    for code in papers:
        spaced = f"{code[:4].lower()} {code[4:8]}-{code[8:]}"
        assert not actions.transcribe(round_.pk, spaced, read, by=one, now=MORNING)
        assert not actions.transcribe(round_.pk, code, read, by=one, now=MORNING), (
            "one person twice isn't two"
        )
    wrong = marking(round_, "bad", "good")
    assert not actions.transcribe(round_.pk, papers[0], wrong, by=other, now=MORNING)
    (first,) = (paper for paper in entered(round_) if paper.code == papers[0])
    court = str(round_.objects_judged.values_list("pk", flat=True)[0])
    assert first.differing(other.account_id) == first.differing(one.account_id) == [court]
    for code in papers[1:]:
        assert actions.transcribe(round_.pk, code, read, by=other, now=MORNING)
    assert why(actions.count, round_.pk, by=one, now=CLOSES) == "papers_differ"
    assert Transcript.objects.exists(), "a refused count destroys nothing"
    assert actions.transcribe(round_.pk, papers[0], read, by=other, now=MORNING)
    actions.count(round_.pk, by=one, now=CLOSES)
    counted = {ballot.check_number: ballot.answers for ballot in Counted.objects.all()}
    assert len(counted) == 8 and {tuple(counted[code][court]) for code in papers} == {("fair", "fair")}
    assert not Transcript.objects.exists()
    told = str(list(Event.objects.values_list("data", flat=True)))
    assert not [code for code in papers if code in told]


def test_what_is_too_few_too_many_or_unknown_is_refused(city: Cast) -> None:
    fill_pool(city)
    round_, carol = voting(city), city.actor("carol")
    members = list(round_.members.order_by("pk").values_list("pk", flat=True))
    assert why(actions.give_papers, round_.pk, members[:4], by=carol, now=MORNING) == "papers_too_few"
    assert why(actions.give_papers, round_.pk, [], by=carol, now=MORNING) == "nobody_chosen"
    actions.give_papers(round_.pk, members[:6], by=carol, now=MORNING)
    for member in members[:5]:
        actions.take_paper(member, by=carol, now=MORNING)
    assert why(actions.take_paper, members[0], by=carol, now=MORNING) == "wrong_state"
    assert why(actions.take_paper, members[7], by=carol, now=MORNING) == "wrong_state", "theirs is a link"
    assert why(actions.take_paper, members[5], by=carol, now=CLOSES) == "vote_over"
    assert why(actions.renew, members[5], by=carol, now=MORNING) == "wrong_state", "a link beside the paper"
    papers, blank = sorted(codes(round_)), Marking({}, {})
    assert why(actions.transcribe, round_.pk, "ABCD", blank, by=carol, now=MORNING) == "unknown_paper"
    for code in papers[:5]:
        actions.transcribe(round_.pk, code, blank, by=carol, now=MORNING)
    assert why(actions.transcribe, round_.pk, papers[5], blank, by=carol, now=MORNING) == "more_papers"
    assert (
        why(actions.transcribe, round_.pk, papers[0], blank, by=city.actor("bob"), now=MORNING) == "unknown"
    )


def test_papers_that_came_back_and_were_not_entered_stop_the_count(city: Cast) -> None:
    round_, _ = half_on_paper(fill_pool(city))
    carol = city.actor("carol")
    for member in Member.objects.filter(round=round_, on_paper=True):
        actions.take_paper(member.pk, by=carol, now=MORNING)
    assert layers_on_paper(round_)["judges"].back == 5
    assert why(actions.count, round_.pk, by=carol, now=CLOSES) == "papers_not_entered"
