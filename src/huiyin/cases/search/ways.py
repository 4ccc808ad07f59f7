"""In which ways cases exist for somebody: as sent for the committee over them, redacted for everybody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import ARBITERS, SEES_REPORT, SIGNING
from huiyin.intake.models import Report
from huiyin.intake.vault import OPENERS
from huiyin.kernel.actor import Actor

READING_ROLES = tuple(sorted(SEES_REPORT - {"team"}))
"""Roles of a committee that read a report as it was sent."""


@dataclass(frozen=True)
class Way:
    """A set of cases and as what they are read: "sent" or "told".

    `committees`: all cases of these, many; without them the set is somebody's own work, and small.
    """

    rows: Q
    text: str
    committees: tuple[int, ...] = ()


def ways(viewer: Actor) -> list[Way]:
    """All ways in which cases exist for `viewer`; the cases on themselves and those close to them still in it."""
    reads = viewer.units_as(*READING_ROLES)
    leads = viewer.units_as("leader") - reads
    teams = viewer.units_as("team")
    judges = viewer.units_as(*ARBITERS)
    me = viewer.account_id
    found = []
    if reads:
        found.append(Way(Q(committee__in=reads) & strange(viewer), "sent", tuple(sorted(reads))))
    if leads:
        found.append(Way(Q(committee__in=leads) & strange(viewer), "told", tuple(sorted(leads))))
    if teams:
        found.append(Way(Q(team__in=teams, state="referred") & strange(viewer), "sent"))
    if judges:
        found.append(Way(Q(arbiter__in=judges, state="disputed") & strange(viewer), "told"))
    if me is not None and (units := viewer.units_as("handler")):
        found.append(Way(Q(unit__in=units, handlers__contains=[me]), "told"))
    if me is not None and (units := viewer.units_as(*SIGNING)):
        found.append(Way(Q(unit__in=units) & (Q(approver=me) | Q(signers__contains=[me])), "told"))
    return found


def strange(viewer: Actor) -> Q:
    """Roles of the committee and its teams don't count where the viewer's own house is reported on."""
    return Q() if viewer.home is None else ~Q(organ=viewer.home)


def reads(viewer: Actor) -> Q:
    """The cases of which `viewer` reads the report as it was sent: those who are `SEES_REPORT` there."""
    found = Q(pk__in=[])
    for way in ways(viewer):
        if way.text == "sent":
            found |= way.rows
    return found


def rows(viewer: Actor, *of: Way) -> QuerySet[Case]:
    """The cases of these ways, without those on the viewer or somebody close to them, those they withdrew from, and
    those that only the secrecy officer may read.
    """
    if not of:
        return Case.objects.none()
    wanted = Q()
    for way in of:
        wanted |= way.rows
    cases = Case.objects.filter(wanted, held_back=False)
    for people, one in _involved(viewer):
        cases = cases.exclude(**{f"{people}__contains": [one]})
    return cases


def _involved(viewer: Actor) -> list[tuple[str, int]]:
    """In which columns of a case the viewer may stand, or somebody close to them, and as whom: then it isn't there."""
    found = [("accused", officer) for officer in sorted(viewer.stays_out_for)]
    return found if viewer.account_id is None else [*found, ("recused", viewer.account_id)]


def overseen(viewer: Actor) -> tuple[int, ...]:
    """The committees of which all cases exist for the viewer, but those `left_out`; with `besides`, these are all."""
    return tuple(sorted({pk for way in ways(viewer) for pk in way.committees}))


def left_out(viewer: Actor) -> QuerySet[Case]:
    """Of their committees' cases that are open to see those that don't exist for the viewer: few."""
    shut = _own_house(viewer)
    for people, one in _involved(viewer):
        shut |= _with(people, one)
    return Case.objects.filter(shut, committee__in=overseen(viewer), held_back=False)


def besides(viewer: Actor) -> QuerySet[Case]:
    """The cases that exist for the viewer though not by their committees: few."""
    small = rows(viewer, *(way for way in ways(viewer) if not way.committees))
    return small.filter(~Q(committee__in=overseen(viewer)) | _own_house(viewer))


def on(officers: Iterable[int]) -> Q:
    """The cases on any of these officers."""
    found = Q(pk__in=[])
    for officer in officers:
        found |= _with("accused", officer)
    return found


def _with(people: str, one: int) -> Q:
    """Said twice, as the index is of cases that have anybody there."""
    return ~Q(**{people: []}) & Q(**{f"{people}__contains": [one]})


def _own_house(viewer: Actor) -> Q:
    return Q(pk__in=[]) if viewer.home is None else Q(organ=viewer.home)


def openable(viewer: Actor, reports: QuerySet[Report]) -> QuerySet[Case]:
    """The cases of `reports` that exist for the viewer and whose reporter they may know, newest first."""
    committees = viewer.units_as(*OPENERS)
    way = Way(Q(committee__in=committees) & strange(viewer), "sent", tuple(committees))
    return rows(viewer, way).filter(report__in=reports).order_by("-received_at", "-report")
