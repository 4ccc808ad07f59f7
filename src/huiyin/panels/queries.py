"""What of the panels may be read by whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from huiyin.panels.envelopes import hash_of, key_of, opened
from huiyin.panels.models import Judge, Judged, Member, Round
from huiyin.panels.rules.roster import Person, Tie
from huiyin.panels.rules.voting import Marking


def pool_of(round_: Round) -> list[Person]:
    """The committee's roster as the draw sees it: no names; `served` is the serial of the last round they sat in."""
    rows = Judge.objects.filter(committee=round_.committee_id, active=True).order_by("code")
    sat = rows.filter(members__round__serial__lt=round_.serial, members__state__in=["seated", "voted"])
    served = dict(sat.annotate(last=Max("members__round__serial")).values_list("pk", "last"))
    return [
        Person(
            judge.code,
            judge.values,
            served.get(judge.pk),
            tuple(Tie(*tie) for tie in judge.ties),
            judge.consents,
            judge.refuses,
        )
        for judge in rows
    ]


@dataclass(frozen=True)
class Paper:
    """A judge's ballot as they see it: the round, what is judged, and what they have said so far.

    `check` is their check number, once anything was kept.
    """

    round: Round
    member: Member
    judged: list[Judged]
    marking: Marking
    check: str


def paper(link: str) -> Paper | None:
    """The ballot behind a link; None where the link opens nothing (any more)."""
    rows = Member.objects.select_related("round__committee").filter(link=hash_of(link))
    member = rows.first()
    if member is None:
        return None
    ballot = opened(member, key_of(member.round)) if member.envelope else None
    objects = list(member.round.objects_judged.select_related("unit__parent"))
    return Paper(
        member.round,
        member,
        objects,
        ballot.marking if ballot else Marking({}, {}),
        ballot.check if ballot else "",
    )
