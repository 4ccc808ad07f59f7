"""Reads of officers' points. To an officer and their house they never say in which matter, nor on which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huiyin.assessment.demerits.models import Consequence, Demerit
from huiyin.assessment.demerits.rules.demerits import CONSEQUENCE, DEMERIT, total
from huiyin.assessment.demerits.standing import WATCHING, roles_in, there
from huiyin.cases.models import Case
from huiyin.cases.queries import visible
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Officer


@dataclass(frozen=True)
class Standing:
    """An officer's points of a year, as far as they exist for the viewer; `own`: the viewer's."""

    officer: Officer
    points: int
    facts: int
    contested: int
    due: int
    own: bool


def years(viewer: Actor) -> list[int]:
    """The years of which the viewer sees points, the newest first."""
    return sorted(set(Demerit.objects.filter(there(viewer)).values_list("year", flat=True)), reverse=True)


def standings(viewer: Actor, year: int) -> list[Standing]:
    """Who has points in a year: the viewer first, then the most points."""
    rows: dict[int, list[Demerit]] = {}
    for row in _demerits(viewer).filter(year=year):
        rows.setdefault(row.officer_id, []).append(row)
    due = list(_consequences(viewer).filter(year=year, state="due").values_list("officer", flat=True))
    found = [
        Standing(
            each[0].officer, total((one.state, one.points) for one in each), len(each),
            sum(one.state == "contested" for one in each), due.count(officer), officer == viewer.officer,
        )
        for officer, each in rows.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.own, -one.points, one.officer.code))


@dataclass(frozen=True)
class Sheet:
    """One officer's points of a year and what followed. `cases`: by case those whose file the viewer may open."""

    officer: Officer
    year: int
    points: int
    demerits: list[Demerit]
    consequences: list[Consequence]
    cases: dict[int, Case]
    watched: bool


def sheet(viewer: Actor, code: str, year: int | None = None) -> Sheet | None:
    """Of that year, or the last with points; None where nothing of it exists for the viewer."""
    found = list(_demerits(viewer).filter(officer__code=code).order_by("posted_at", "pk"))
    if year is None and found:
        year = max(row.year for row in found)
    demerits = [row for row in found if row.year == year]
    if not demerits or year is None:
        return None
    followed = list(_consequences(viewer).filter(officer__code=code, year=year).order_by("at", "pk"))
    watching = [row for row in demerits if watches(viewer, row)]
    files = visible(viewer).filter(pk__in=[row.case_id for row in watching if row.case_id])
    points = total((row.state, row.points) for row in demerits)
    return Sheet(
        demerits[0].officer,
        year,
        points,
        demerits,
        followed,
        {case.pk: case for case in files},
        bool(watching),
    )


def watches(viewer: Actor, row: Demerit) -> bool:
    """Whether the viewer looks from above: only they see the file behind points, and the day."""
    over = row.committee_id in viewer.units_as(*WATCHING)
    return over and row.officer_id not in viewer.stays_out_for


def demerit_for(viewer: Actor, pk: int) -> Demerit | None:
    return _demerits(viewer).filter(pk=pk).first()


def consequence_for(viewer: Actor, pk: int) -> Consequence | None:
    return _consequences(viewer).filter(pk=pk).first()


def verbs_on(viewer: Actor, row: Demerit | Consequence, now: datetime) -> Sequence[str]:
    """What the viewer may do with it now."""
    life = DEMERIT if isinstance(row, Demerit) else CONSEQUENCE
    verbs = life.open_to(row.state, roles_in(row, viewer))
    if isinstance(row, Demerit) and now > row.objections_until:
        return [verb for verb in verbs if verb != "contest"]
    return verbs


def _demerits(viewer: Actor) -> QuerySet[Demerit]:
    rows = Demerit.objects.filter(there(viewer))
    return rows.select_related("officer__unit__parent", "unit", "case", "decided_by", "objected_by")


def _consequences(viewer: Actor) -> QuerySet[Consequence]:
    return Consequence.objects.filter(there(viewer)).select_related("officer", "unit", "done_by")
