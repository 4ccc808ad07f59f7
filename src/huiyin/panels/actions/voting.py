"""The vote: each judge's ballot lies sealed in an envelope that bears their name, until all are opened together.

docs/decisions/0022-two-envelopes.md says what this keeps from whom.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.kernel.actor import PUBLIC, Actor
from huiyin.kernel.ids import token
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.kernel.text import clean
from huiyin.ledger.actions import record
from huiyin.panels.actions.taking import locked, take
from huiyin.panels.envelopes import hash_of, key_of, link_of, new_key, opened, sealed
from huiyin.panels.models import Member, Round
from huiyin.panels.rules.lifecycle import MEMBER
from huiyin.panels.rules.terms import public_layers, rule_of
from huiyin.panels.rules.voting import LONGEST, Ballot, Marking, too_few, unfit


@transaction.atomic
def issue(pk: int, closes_at: datetime, *, by: Actor, now: datetime) -> Round:
    """Opens the vote: every member gets a link (`links`), and the round the key that seals its envelopes.

    A round whose judges all sit by office needs no draw. Raises NotAllowed: `nobody_drawn_yet`, `nobody_sits`,
    `layer_too_small` where so few judges would vote that secrecy means nothing.
    """
    round_ = locked(pk, "issue", by)
    if round_.state == "planned" and round_.plan["seats"]:
        raise NotAllowed(Refused("nobody_drawn_yet"))
    if closes_at <= now:
        raise NotAllowed(Refused("already_over", {"field": "closes_at"}))
    members = list(round_.members.filter(state=MEMBER.first))
    if not members:
        raise NotAllowed(Refused("nobody_sits"))
    rule = rule_of(round_.rule)
    judges = {layer.code: sum(member.layer == layer.code for member in members) for layer in rule.layers}
    if refused := too_few(rule.layers, judges, public_layers(round_.rule)):
        raise NotAllowed(refused)
    key = new_key(round_)
    round_.issued_at, round_.closes_at = now, closes_at
    for member in members:
        member.link = hash_of(link_of(key, member))
    Member.objects.bulk_update(members, ["link"], batch_size=500)
    return take(round_, "issue", by=by, now=now, issued=judges)


def links(round_: Round) -> dict[int, str]:
    """The link of each member who hasn't voted, for those who deliver them: derived each time and stored nowhere."""
    key = key_of(round_)
    return {
        member.pk: link_of(key, member)
        for member in round_.members.filter(state=MEMBER.first, link__isnull=False)
    }


@transaction.atomic
def renew(member: int, *, by: Actor, now: datetime) -> Member:
    """A judge lost the phone: the old link opens nothing any more, what they had filled in stays in the envelope."""
    found = Member.objects.select_for_update(of=("self",)).select_related("round").filter(pk=member).first()
    if found is None or not by.roles_in(found.round.committee_id) & {"clerk", "reviewer"}:
        raise NotAllowed(Refused("unknown"))
    if found.round.state != "voting" or found.state != MEMBER.first or found.on_paper:
        raise NotAllowed(Refused("wrong_state", {"state": found.state, "verb": "renew"}))
    found.turn += 1
    found.link = hash_of(link_of(key_of(found.round), found))
    found.save(update_fields=["turn", "link"])
    record(
        "member", found.pk, "renew", by=by, now=now, unit=found.round.committee_id, data={"turn": found.turn}
    )
    return found


NOTHING = Marking({}, {})


def keep(link: str, marking: Marking, *, now: datetime) -> str:
    """Puts what a judge says of some objects beside what they said of others; they can go on later and elsewhere.

    Their check number. Raises NotAllowed as `hand_in` does.
    """
    return _put(link, marking, now, "keep")


def hand_in(link: str, marking: Marking = NOTHING, *, now: datetime) -> str:
    """Closes the envelope over what was kept and `marking`: once, until the round closes.

    The check number, by which the judge finds their ballot. That somebody voted is recorded, how is not. Raises
    NotAllowed: `unknown`, `voted_already`, `vote_over`, or what the form doesn't have.
    """
    return _put(link, marking, now, "hand_in")


@transaction.atomic
def _put(link: str, marking: Marking, now: datetime, verb: str) -> str:
    member = Member.objects.select_for_update(of=("self",)).filter(link=hash_of(link)).first()
    if member is None:
        raise NotAllowed(Refused("unknown"))
    round_ = Round.objects.light().get(pk=member.round_id)  # not locked: the count takes every member first
    if member.state != MEMBER.first:
        raise NotAllowed(Refused("voted_already"))
    if round_.state != "voting" or (round_.closes_at and now >= round_.closes_at):
        raise NotAllowed(Refused("vote_over"))
    marking = cleaned(marking)
    objects = [str(pk) for pk in round_.objects_judged.values_list("pk", flat=True)]
    if refused := unfit(marking, rule_of(round_.rule), objects):
        raise NotAllowed(refused)
    key = key_of(round_)
    before = opened(member, key) if member.envelope else Ballot(token(12), member.layer, NOTHING)
    member.envelope = sealed(
        member, key, Ballot(before.check, member.layer, _beside(before.marking, marking))
    )
    if verb == "hand_in":
        member.state = "voted"
    member.save(update_fields=["envelope", "state"])
    if verb == "hand_in":
        record("member", member.pk, verb, by=PUBLIC, now=now, unit=round_.committee_id)
    return before.check


def _beside(before: Marking, new: Marking) -> Marking:
    others = {one: words for one, words in before.opinions.items() if one not in new.answers}
    return Marking({**before.answers, **new.answers}, {**others, **new.opinions})


def cleaned(marking: Marking) -> Marking:
    """What was said, fit for storage. Raises NotAllowed(`too_long`)."""
    opinions: dict[str, str] = {}
    for one, words in marking.opinions.items():
        text = clean(words, LONGEST)
        if isinstance(text, Refused):
            raise NotAllowed(Refused(text.reason, {**text.detail, "field": one}))
        if text.strip():
            opinions[one] = text.strip()
    return Marking(marking.answers, opinions)
