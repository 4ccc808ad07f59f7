"""Ballots on paper: who gets one, that it came back, and what stands on it, entered by two people on their own.

Nothing says whose a paper is: judges take one of those printed, and hand it in apart from their name
(docs/decisions/0022-two-envelopes.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.cases.rules.lifecycle import person
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.panels.actions.taking import locked, take
from huiyin.panels.actions.voting import cleaned
from huiyin.panels.envelopes import hash_of, key_of, sealed
from huiyin.panels.models import Member, Round, Transcript
from huiyin.panels.papers import codes, entered, layers_on_paper
from huiyin.panels.rules.lifecycle import MEMBER
from huiyin.panels.rules.papers import too_few_papers
from huiyin.panels.rules.terms import public_layers, rule_of
from huiyin.panels.rules.voting import Ballot, Marking, unfit


@transaction.atomic
def give_papers(pk: int, members: Sequence[int], *, by: Actor, now: datetime) -> int:
    """These members vote on paper: their links open nothing any more, what they had begun is gone. How many they are.

    Raises NotAllowed: `nobody_chosen`, `papers_too_few` where it could be guessed whose is whose.
    """
    round_ = locked(pk, "give_papers", by)
    rows = list(round_.members.select_for_update().filter(pk__in=members, state=MEMBER.first, on_paper=False))
    if not rows:
        raise NotAllowed(Refused("nobody_chosen", {"field": "members"}))
    Member.objects.filter(pk__in=[row.pk for row in rows]).update(on_paper=True, link=None, envelope=b"")
    papers = {layer.code: layer.given for layer in layers_on_paper(round_).values()}
    if refused := too_few_papers(papers, public_layers(round_.rule)):
        raise NotAllowed(refused)
    take(round_, "give_papers", by=by, now=now, members=sorted(row.pk for row in rows))
    return len(rows)


@transaction.atomic
def take_paper(member: int, *, by: Actor, now: datetime) -> Member:
    """A judge put their paper into the box: that they voted is known from now on, how is on one paper of many.

    Raises NotAllowed: `unknown`, `wrong_state`, `vote_over`.
    """
    found = Member.objects.select_for_update(of=("self",)).select_related("round").filter(pk=member).first()
    if found is None or not by.roles_in(found.round.committee_id) & {"clerk", "reviewer"}:
        raise NotAllowed(Refused("unknown"))
    round_ = found.round
    if found.state != MEMBER.first or not found.on_paper or round_.state != "voting":
        raise NotAllowed(Refused("wrong_state", {"state": found.state, "verb": "take_paper"}))
    if round_.closes_at and now >= round_.closes_at:
        raise NotAllowed(Refused("vote_over"))
    found.state = "voted"
    found.save(update_fields=["state"])
    record("member", found.pk, "take_paper", by=by, now=now, unit=round_.committee_id)
    return found


@transaction.atomic
def transcribe(pk: int, code: str, marking: Marking, *, by: Actor, now: datetime) -> bool:
    """Enters what stands on the paper with that code; whoever entered it before corrects their own. Whether two agree.

    Nobody sees what another entered. Raises NotAllowed: `unknown_paper`, `papers_not_back` until so many are back that
    none can be told from the others, `more_papers` than judges handed in, `unknown_choice`, `too_long`.
    """
    round_ = locked(pk, "transcribe", by)
    code = code.replace(" ", "").replace("-", "").upper()
    layer = layers_on_paper(round_).get(codes(round_).get(code, ""))
    if layer is None:
        raise NotAllowed(Refused("unknown_paper", {"field": "code"}))
    if not layer.readable:
        raise NotAllowed(Refused("papers_not_back", {"field": "code"}))
    others = {one.code for one in entered(round_) if one.layer == layer.code} - {code}
    if len(others) >= layer.back:
        raise NotAllowed(Refused("more_papers", {"field": "code", "back": layer.back}))
    marking = cleaned(marking)
    objects = [str(one) for one in round_.objects_judged.values_list("pk", flat=True)]
    if refused := unfit(marking, rule_of(round_.rule), objects):
        raise NotAllowed(refused)
    _keep(round_, code, Ballot(code, layer.code, marking), by, now)
    take(round_, "transcribe", by=by, now=now, layer=layer.code)
    return any(one.code == code and one.alike is not None for one in entered(round_))


def _keep(round_: Round, code: str, ballot: Ballot, by: Actor, now: datetime) -> None:
    row = Transcript.objects.filter(round=round_, paper=hash_of(code), by=person(by)).first()
    row = row or Transcript(round=round_, paper=hash_of(code), by_id=person(by))
    row.layer, row.at = ballot.layer, now
    row.sealed = sealed(row, key_of(round_), ballot)
    row.save()
