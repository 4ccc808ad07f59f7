"""The count: all envelopes opened together, mixed, added up, and the way back destroyed."""

from __future__ import annotations

import random
from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.taking import needs_reason
from huiyin.cases.rules.lifecycle import person
from huiyin.intake.crypto import Tampered
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.ledger.models import Event
from huiyin.panels.actions.following import ask_tasks
from huiyin.panels.actions.taking import locked, take
from huiyin.panels.carrying import counted_by, earlier, handed_on, issued_to, might_have_been
from huiyin.panels.envelopes import key_of, opened
from huiyin.panels.models import Counted, Judged, Member, Opinion, Round, Transcript
from huiyin.panels.papers import not_entered, read_alike
from huiyin.panels.queries import teams
from huiyin.panels.rules import precision, ranking, scoring
from huiyin.panels.rules.terms import rule_of
from huiyin.panels.rules.verify_draw import digest
from huiyin.panels.rules.voting import Ballot, Marking, digest_of


@transaction.atomic
def count(pk: int, *, by: Actor, now: datetime) -> Round:
    """Opens the envelopes, keeps the ballots ordered by check number, scores, ranks; destroys envelopes and key.

    Ballots on paper count where two people read the same. Raises NotAllowed: `still_voting`, `rule_changed`,
    `papers_differ`, `papers_not_entered`. Envelopes that were tampered with don't count; the event says how many.
    """
    round_ = locked(pk, "count", by)
    if round_.closes_at and now < round_.closes_at and round_.members.filter(state="seated").exists():
        raise NotAllowed(Refused("still_voting"))
    if not _as_planned(round_):
        raise NotAllowed(Refused("rule_changed"))
    key = key_of(round_)
    ballots, spoiled = _emptied(round_, key)
    objects = list(round_.objects_judged.select_related("unit"))
    layers = [layer.code for layer in rule_of(round_.rule).layers]
    returned = {layer: sum(b.layer == layer for b in ballots) for layer in layers}
    _keep(round_, ballots, objects)
    round_.count = digest_of(ballots)
    round_.key, round_.counted_at = b"", now
    _score(round_, ballots, objects)
    return take(round_, "count", by=by, now=now, returned=returned, spoiled=spoiled, count=round_.count)


def _as_planned(round_: Round) -> bool:
    """Whether the rule is still the one whose hash went into the ledger with the plan (older plans have none)."""
    planned = Event.objects.filter(subject_kind="round", subject_id=str(round_.pk), verb="plan").first()
    known = planned.data.get("rule") if planned else None
    return known is None or known == digest(round_.rule)


def _emptied(round_: Round, key: bytes) -> tuple[list[Ballot], int]:
    ballots, spoiled = [], 0
    everybody = list(round_.members.select_for_update())  # a ballot on its way is in before, or refused after
    ballots += _from_paper(round_)
    for member in (one for one in everybody if one.state == "voted" and not one.on_paper):
        try:
            ballots.append(opened(member, key))
        except Tampered:
            spoiled += 1
    Member.objects.filter(round=round_).update(envelope=b"", link=None)
    return sorted(ballots, key=lambda ballot: ballot.check), spoiled


def _from_paper(round_: Round) -> list[Ballot]:
    """What two people read the same on each paper. Their transcripts are destroyed."""
    ballots, unsettled = read_alike(round_)
    if unsettled:
        raise NotAllowed(Refused("papers_differ", {"papers": unsettled}))
    if left := not_entered(round_):
        raise NotAllowed(Refused("papers_not_entered", {"papers": left}))
    Transcript.objects.filter(round=round_).delete()
    return ballots


def _keep(round_: Round, ballots: list[Ballot], objects: list[Judged]) -> None:
    Counted.objects.bulk_create(
        Counted(round=round_, check_number=b.check, layer=b.layer, answers=dict(b.marking.answers))
        for b in ballots
    )
    by_pk = {str(one.pk): one for one in objects}
    said = [
        Opinion(judged=by_pk[one], text=text) for b in ballots for one, text in b.marking.opinions.items()
    ]
    random.SystemRandom().shuffle(said)
    Opinion.objects.bulk_create(said)


def _score(round_: Round, ballots: list[Ballot], objects: list[Judged]) -> None:
    sheets = [scoring.Sheet(ballot.layer, ballot.marking.answers) for ballot in ballots]
    codes = [str(one.pk) for one in objects]
    rule = counted_by(round_, sheets)
    before = earlier(round_, rule)
    scores = scoring.tally(rule, sheets, codes, issued_to(round_), handed_on(before, objects))
    for one, code in zip(objects, codes, strict=True):
        points = scores[code].points
        one.points = "" if points is None else str(points)
        one.score = None if points is None else rule.published(points)
    _carry_vetoes(before, objects)
    _place(objects, might_have_been(round_, sheets, objects, before))
    columns = ["points", "score", "inside", "across", "precision", "veto", "vetoed_by", "team"]
    Judged.objects.bulk_update(objects, columns, batch_size=200)


def _carry_vetoes(before: list[Round], objects: list[Judged]) -> None:
    """Who failed gravely in a part of the time failed in the whole of it."""
    vetoed = {
        one.unit_id: one for one in Judged.objects.filter(round__in=before).exclude(veto="").order_by("pk")
    }
    for one in objects:
        if not one.veto and (then := vetoed.get(one.unit_id)):
            one.veto, one.vetoed_by_id, one.team_id = then.veto, then.vetoed_by_id, then.team_id


def _place(objects: list[Judged], might: precision.Precision | None) -> None:
    standings = [ranking.Standing(str(one.pk), one.unit.system, one.score, one.veto) for one in objects]
    by_code = {str(one.pk): one for one in objects}
    places = ranking.places(standings)
    for place, after in zip(places, [*places[1:], None], strict=True):
        one = by_code[place.standing.code]
        one.inside, one.across = place.inside, place.across
        if might is not None and place.standing.code in might.intervals:
            near = might.intervals[place.standing.code]
            follows = after is not None and after.standing.code in might.intervals
            one.precision = {
                "score": [round(end, 2) for end in near.score],
                "place": list(near.place),
                "apart": might.apart(place.standing.code, after.standing.code) if follows and after else None,
            }


@transaction.atomic
def veto(judged: int, reason: str, team: int = 0, *, by: Actor, now: datetime) -> Judged:
    """A leader takes an object's place away for a grave failure that was proven (S4-19), before ranks are published.

    `team`: the special team of the committee that sees it put right.
    """
    one = Judged.objects.select_related("round").filter(pk=judged).first()
    if one is None:
        raise NotAllowed(Refused("unknown"))
    round_ = Round.objects.select_for_update(no_key=True).get(pk=one.round_id)
    roles = by.roles_in(round_.committee_id)
    if "leader" not in roles:
        raise NotAllowed(Refused("wrong_role" if roles else "unknown", {"verb": "veto"}))
    if round_.state == "published":
        raise NotAllowed(Refused("wrong_state", {"state": round_.state, "verb": "veto"}))
    reason = needs_reason(reason)
    special = teams(round_).filter(pk=team).first() if team else None
    if team and special is None:
        raise NotAllowed(Refused("unknown_choice", {"field": "team"}))
    objects = list(round_.objects_judged.select_for_update(of=("self",)).select_related("unit"))
    one = next(entry for entry in objects if entry.pk == judged)
    one.veto, one.vetoed_by_id, one.team = reason, person(by), special
    if round_.counted_at:
        _place(objects, None)
    Judged.objects.bulk_update(objects, ["veto", "vetoed_by", "team", "inside", "across"], batch_size=200)
    facts = {"object": one.pk, "unit": one.unit_id, "team": one.team_id}
    record("round", round_.pk, "veto", by=by, now=now, unit=round_.committee_id, data=facts)
    return one


@transaction.atomic
def publish(pk: int, *, by: Actor, now: datetime) -> Round:
    """A leader publishes ranks and ballots, and with them asks the last to put right what is weakest.

    Raises NotAllowed: `count_changed` if the ballots aren't those counted, `summary_missing` for a sum without one.
    """
    round_ = locked(pk, "publish", by)
    if recount(round_) != round_.count:
        raise NotAllowed(Refused("count_changed"))
    if rule_of(round_.rule).carried and not round_.summary:
        raise NotAllowed(Refused("summary_missing"))
    round_.published_at = now
    asked = ask_tasks(round_, now)
    return take(round_, "publish", by=by, now=now, count=round_.count, tasks=len(asked))


def recount(round_: Round) -> str:
    """The hash of the ballots as they lie in the table now."""
    return digest_of([Ballot(b.check_number, b.layer, Marking(b.answers, {})) for b in round_.ballots.all()])
