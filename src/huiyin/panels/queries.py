"""What of the panels may be read by whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Unit
from huiyin.panels.envelopes import contact, hash_of, key_of, link_of, opened
from huiyin.panels.models import Judge, Judged, Member, Round, Rounds, Task, Visit
from huiyin.panels.rules.roster import Person, Tie
from huiyin.panels.rules.voting import Marking

KEEPERS = ("clerk", "reviewer")
"""Who holds rounds and keeps the pool."""
SPEAKERS = ("handler", "approver")
"""Who speaks for a house that is judged."""


def rounds_of(viewer: Actor) -> QuerySet[Round]:
    """The rounds of the committees that the viewer works for, or in which their house is judged; the newest first."""
    houses = [Q(objects_judged__unit__path__contains=f"/{unit}/") for unit in viewer.units_as(*SPEAKERS)]
    mine = Q(committee__in=viewer.units_as(*KEEPERS, "leader")) | Q(
        objects_judged__team__in=viewer.units_as("team"), state="published"
    )
    for house in houses:
        mine |= house
    return Round.objects.light().filter(mine).select_related("committee").distinct().order_by("-serial")


def committee_of(viewer: Actor) -> Unit:
    """The committee whose pool and rounds the viewer keeps."""
    return Unit.objects.get(pk=min(viewer.units_as(*KEEPERS)))


def under(committee: Unit, systems: Collection[str]) -> list[Unit]:
    """The sections that are judged: those of the houses under the committee, house by house."""
    rows = Unit.objects.filter(committee=committee, kind="section", system__in=systems, active=True)
    return list(rows.order_by("path"))


def houses_in(round_: Round) -> dict[int, Unit]:
    """The houses whose sections are judged."""
    rows = Unit.objects.filter(children__in=round_.objects_judged.values("unit"))
    return {house.pk: house for house in rows.distinct().order_by("path")}


def unit_codes() -> dict[str, str]:
    """The units that a roster may speak of, by name and by code."""
    codes = {name: code for code, name in Unit.objects.values_list("code", "name")}
    return codes | {code: code for code in codes.values()}


def pool_values(committee: Unit) -> list[dict[str, str]]:
    """What each of the pool is, without who."""
    return list(Judge.objects.filter(committee=committee, active=True).values_list("values", flat=True))


def speaks(viewer: Actor, one: Judged) -> bool:
    """Whether the viewer speaks for the object's house."""
    return any(f"/{house}/" in one.unit.path for house in viewer.units_as(*SPEAKERS))


def result_for(viewer: Actor, round_: Round, judged: int) -> Judged | None:
    """An object of a published round, for its own house and for the committee."""
    one = round_.objects_judged.select_related("unit__parent").filter(pk=judged).first()
    if one is None or round_.state != "published":
        return None
    organises = viewer.roles_in(round_.committee_id) & {*KEEPERS, "leader"}
    return one if organises or speaks(viewer, one) or one.team_id in viewer.units_as("team") else None


def tasks(round_: Round, viewer: Actor) -> QuerySet[Task]:
    """What has to be put right after the round: all of it for the committee, a house's own for the house."""
    rows = Task.objects.filter(judged__round=round_).select_related("judged__unit__parent")
    if viewer.roles_in(round_.committee_id) & {*KEEPERS, "leader"}:
        return rows
    mine = Q(judged__team__in=viewer.units_as("team"), axis="")
    for house in viewer.units_as(*SPEAKERS):
        mine |= Q(judged__unit__path__contains=f"/{house}/")
    return rows.filter(mine)


def confirms(viewer: Actor, task: Task) -> bool:
    """Whether the viewer says that it was put right: after a veto the special team, where one was named."""
    if not task.axis and task.judged.team_id:
        return task.judged.team_id in viewer.units_as("team")
    return keeps(viewer, task.judged.round)


def teams(round_: Round) -> QuerySet[Unit]:
    """The work teams of the committee that holds the round."""
    return Unit.objects.filter(kind="team", parent=round_.committee_id, active=True).order_by("pk")


def keeps(viewer: Actor, round_: Round) -> bool:
    """Whether the viewer holds the round, and so sees who sits in it."""
    return bool(viewer.roles_in(round_.committee_id) & set(KEEPERS))


def published() -> Rounds:
    """The rounds that anybody may see: announced, or with ballots out."""
    return Round.objects.exclude(state="planned").select_related("committee").order_by("-serial")


@dataclass(frozen=True)
class Seat:
    """A member as their organiser sees them: who, how to reach them, whether they voted; never how."""

    member: Member
    name: str
    phone: bool


def seats(round_: Round) -> list[Seat]:
    """The panel: who sits, who resigned. For who holds the round."""
    rows = round_.members.select_related("judge").order_by("state", "judge__code")
    told = [(member, *contact(member.judge)) for member in rows]
    return [Seat(member, name, bool(phone)) for member, name, phone in told]


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


def phone_of_member(pk: int) -> str:
    """Where a member's link is sent, for the worker that is about to send; "" where there is none."""
    member = Member.objects.select_related("judge").filter(pk=pk).first()
    return contact(member.judge)[1] if member else ""


def link_for(pk: int) -> str:
    """The link of a member who can still vote, for the moment of sending; "" once there is none."""
    light = ("round__announcement", "round__record")
    member = Member.objects.select_related("round").defer(*light).filter(pk=pk).exclude(link=None).first()
    return link_of(key_of(member.round), member) if member and member.round.key else ""


def visits_to(one: Judged) -> list[Visit]:
    """When judges of the round went to the object's house, and what they saw."""
    return list(Visit.objects.filter(round=one.round_id, unit=one.unit.parent_id).order_by("on"))


def paper(link: str) -> Paper | None:
    """The ballot behind a link; None where the link opens nothing (any more)."""
    light = ("round__announcement", "round__record")
    rows = Member.objects.select_related("round__committee").defer(*light).filter(link=hash_of(link))
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
