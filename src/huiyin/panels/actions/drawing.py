"""Who will judge: announced, drawn, and replaced where somebody can't come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.cases.actions.taking import needs_reason
from huiyin.intake.crypto import provider
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Conflict, NotAllowed, Refused
from huiyin.panels.actions.taking import locked, take
from huiyin.panels.models import Judge, Member, Round
from huiyin.panels.queries import pool_of
from huiyin.panels.rules import announcing, roster, sources, verify_draw
from huiyin.panels.rules.lifecycle import MEMBER
from huiyin.panels.rules.standing_in import stand_ins
from huiyin.panels.rules.terms import plan_of


def announce(
    pk: int, source: Mapping[str, Any], standby: Mapping[str, Any] | None = None, *, by: Actor, now: datetime
) -> Round:
    """Freezes the pool, finds the lottery and names where chance will come from (docs/draw.md).

    Takes seconds and holds no lock meanwhile. Raises NotAllowed (a source that can't be named, a roster with mistakes,
    quotas that contradict each other), Conflict where the round was changed in the meantime.
    """
    with transaction.atomic():
        before = locked(pk, "announce", by)
    plan = plan_of(before.plan)
    if not plan.seats:
        raise NotAllowed(Refused("nobody_is_drawn"))
    if refused := sources.unfit(source, standby, now):
        raise NotAllowed(refused)
    people = pool_of(before)
    if mistakes := roster.mistakes(plan, people):
        raise NotAllowed(Refused(mistakes[0].reason, {"about": mistakes[0].about}))
    pool = roster.sifted(people, _terms(before))
    found = announcing.announcement(before.title, plan, pool, salt_of(before), source, standby)
    if isinstance(found, Refused):
        raise NotAllowed(found)
    with transaction.atomic():
        round_ = locked(pk, "announce", by, before.version)
        if pool_of(round_) != people:
            raise Conflict("")
        round_.announcement = found
        return take(round_, "announce", by=by, now=now, announced=verify_draw.digest(found))


def _terms(round_: Round) -> roster.Terms:
    units = frozenset(round_.objects_judged.values_list("unit__code", flat=True))
    return roster.Terms(round_.serial, round_.cooldown, units)


def salt_of(round_: Round) -> bytes:
    """The round's secret salt. Raises Tampered."""
    return provider().unwrap(bytes(round_.salt), f"salt:{round_.committee_id}:{round_.serial}".encode())


@transaction.atomic
def call_off(pk: int, reason: str, *, by: Actor, now: datetime) -> Round:
    """Takes an announcement back: its source failed, and there is no standby. Its hash stays in the ledger."""
    round_ = locked(pk, "call_off", by)
    reason = needs_reason(reason)
    void = verify_draw.digest(round_.announcement)
    round_.announcement = None
    return take(round_, "call_off", by=by, now=now, announced=void, reason=reason)


@transaction.atomic
def draw(
    pk: int, revealed: Mapping[str, Any], witnesses: Sequence[str], *, by: Actor, now: datetime
) -> Round:
    """Draws the panel from what was revealed. Raises NotAllowed as `sources.wrong` for anything but what was named."""
    round_ = locked(pk, "draw", by)
    assert round_.announcement is not None
    if refused := sources.wrong(round_.announcement, revealed):
        raise NotAllowed(refused)
    round_.record = announcing.held(round_.announcement, revealed, witnesses)
    _seat(round_, round_.record["result"]["panel"])
    return take(round_, "draw", by=by, now=now, record=verify_draw.digest(round_.record))


def _seat(round_: Round, marks: Sequence[str], layer: str = "") -> list[Member]:
    salt = salt_of(round_)
    known = {roster.mark(j.code, salt): j for j in Judge.objects.filter(committee=round_.committee_id)}
    layer = layer or round_.rule["layers"][0]["code"]
    members = [Member(round=round_, judge=known[m], layer=layer, mark=m, state=MEMBER.first) for m in marks]
    return Member.objects.bulk_create(members)


@transaction.atomic
def appoint(pk: int, code: str, layer: str, *, by: Actor, now: datetime) -> Member:
    """Gives somebody of the pool a seat by office, not by lot (S4-08): never in the layer that is drawn."""
    round_ = locked(pk, "appoint", by)
    layers = [one["code"] for one in round_.rule["layers"]]
    if layer not in layers or (layer == layers[0] and round_.plan["seats"]):
        raise NotAllowed(Refused("unknown_choice", {"field": "layer"}))
    judge = Judge.objects.filter(committee=round_.committee_id, code=code, active=True).first()
    if judge is None or Member.objects.filter(round=round_, judge=judge).exists():
        raise NotAllowed(Refused("seated_already" if judge else "unknown"))
    member = Member.objects.create(round=round_, judge=judge, layer=layer, state=MEMBER.first)
    take(round_, "appoint", by=by, now=now, member=member.pk, layer=layer)
    return member


@transaction.atomic
def resign(member: int, *, by: Actor, now: datetime) -> list[Member]:
    """A judge who was drawn can't come: their seat goes to whom the published draw says. The new members.

    Possible until ballots are issued. Raises NotAllowed(`nobody_stands_in`) where no choice keeps the quotas.
    """
    round_ = locked(
        Member.objects.filter(pk=member).values_list("round_id", flat=True).first() or 0, "resign", by
    )
    gone = Member.objects.select_for_update().get(pk=member)
    if gone.state != MEMBER.first or not gone.mark:
        raise NotAllowed(Refused("wrong_state", {"state": gone.state, "verb": "resign"}))
    assert round_.announcement is not None and round_.record is not None
    drawn = round_.members.exclude(mark="").values_list("mark", "state")
    panel = {
        "seed": round_.record["result"]["seed"],
        "panel": [m for m, state in drawn if state != "resigned"],
    }
    resigned = [m for m, state in drawn if state == "resigned"]
    coming = stand_ins(round_.announcement, panel, [gone.mark], resigned)
    if coming is None:
        raise NotAllowed(Refused("nobody_stands_in"))
    gone.state = "resigned"
    gone.save(update_fields=["state"])
    made = _seat(round_, coming, gone.layer)
    take(round_, "resign", by=by, now=now, member=gone.pk, members=[one.pk for one in made])
    return made
