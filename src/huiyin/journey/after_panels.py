"""What follows when ballots go out: every judge with a telephone is sent their own link."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from huiyin.journey.people import holding
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Event
from huiyin.messages.actions import enqueue, notify
from huiyin.panels.envelopes import contact
from huiyin.panels.following import ends
from huiyin.panels.models import Judged, Member, Round
from huiyin.panels.queries import houses_in
from huiyin.policy.queries import letter_kinds
from huiyin.supervision.letters.actions import draft, propose
from huiyin.supervision.letters.rules.lifecycle import LETTER


def send_links(event: Event, now: datetime) -> None:
    """Who has no telephone gets the ballot on paper; the desk shows who that is."""
    _send(Member.objects.filter(round=int(event.subject_id), state="seated"), event, now)


def send_link(event: Event, now: datetime) -> None:
    _send(Member.objects.filter(pk=event.subject_id, state="seated"), event, now)


def _send(members: QuerySet[Member], event: Event, now: datetime) -> None:
    light = ("round__announcement", "round__record")
    for member in members.select_related("round", "judge").defer(*light):
        closes = member.round.closes_at
        if closes and contact(member.judge)[1]:
            enqueue(
                "text_ballot",
                recipient=("member", member.pk),
                params={"day": closes.astimezone(SHANGHAI).date().isoformat()},
                key=f"event:{event.pk}",
                unit=member.round.committee_id,
                now=now,
            )


def tell_houses(event: Event, now: datetime) -> None:
    """Each house whose sections were judged hears that its results are there (S4-15)."""
    round_ = Round.objects.light().get(pk=int(event.subject_id))
    for house in houses_in(round_):
        for account in [*holding("approver", house, now), *holding("handler", house, now)]:
            notify(account.pk, "appraised", key=f"event:{event.pk}", now=now)


def draft_circular(event: Event, now: datetime) -> None:
    """A circular to the houses, for somebody to word and a leader to sign; where the city has that kind of letter."""
    round_ = Round.objects.light().select_related("committee").get(pk=int(event.subject_id))
    first, last = ends(round_)
    facts = {
        "period": round_.title,
        "summary": round_.summary
        or f"本次评议共{round_.objects_judged.count()}个单位，名次靠前的有：{_named(first)}。",
        "list": f"名次靠后的有：{_named(last)}。" if last else "无。",
        "demand": "请各单位对照评议结果和评委意见逐项整改，下次评议前报送整改情况。",
    }
    try:
        draft(
            "circular",
            round_.committee,
            list(houses_in(round_).values()),
            facts=facts,
            now=now,
            because=f"round:{round_.pk}",
        )
    except NotAllowed:
        return  # the city has no circulars, or nobody to send them: the results are on the pages all the same


def draft_certificates(event: Event, now: datetime) -> None:
    """One for each of a half-year's first ten, for a leader to sign; where the city has that kind of letter (S4-17)."""
    round_ = Round.objects.light().select_related("committee").get(pk=int(event.subject_id))
    if round_.kind != "half" or "certificate" not in {kind.code for kind in letter_kinds()}:
        return
    for one in ends(round_)[0]:
        drafted = draft(
            "certificate",
            round_.committee,
            one.unit.parent or one.unit,
            facts={"period": round_.title, "list": one.unit.name},
            now=now,
            because=f"round:{round_.pk}:certificate:{one.pk}",
        )
        if drafted.state == LETTER.first:
            propose(drafted.pk, now=now)


def _named(rows: list[Judged]) -> str:
    return "、".join(f"{one.unit.parent.short if one.unit.parent else ''}{one.unit.name}" for one in rows)
