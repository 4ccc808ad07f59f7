"""Reads of scores. A score that a case about the viewer moved doesn't exist for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.assessment.scoring.models import Point, Score
from huiyin.assessment.scoring.rules.scores import POINT, SHEET, Standing, ranked
from huiyin.assessment.scoring.standing import OWN, WATCHING, hidden, roles_in
from huiyin.cases.queries import visible
from huiyin.kernel.actor import Actor


def scores(viewer: Actor) -> QuerySet[Score]:
    """The scores of the units that the viewer oversees or leads."""
    mine = Q(committee__in=viewer.units_as(*WATCHING)) | Q(unit__in=viewer.units_as(*OWN))
    out = Point.objects.filter(hidden(viewer), score=OuterRef("pk"))
    rows = Score.objects.filter(mine).exclude(Exists(out))
    return rows.select_related("unit__parent", "unit__region").order_by("-first", "unit__path")


def periods(viewer: Actor) -> list[tuple[date, date]]:
    """The periods of which the viewer sees scores, the newest first."""
    return list(scores(viewer).order_by("-first").values_list("first", "last").distinct())


def of_period(viewer: Actor, first: date) -> list[tuple[Score, int | None]]:
    """The scores of a period with their places, the best first; of too few without a place."""
    rows = {row.unit_id: row for row in scores(viewer).filter(first=first)}
    places = ranked([Standing(row.unit_id, row.value, row.handled) for row in rows.values()])
    return [(rows[one.unit], one.place) for one in places]


def points(viewer: Actor, row: Score) -> list[tuple[Point, bool]]:
    """The points of a score, with whether the viewer may open the case behind each."""
    found = list(row.points.select_related("case", "objected_by", "decided_by").order_by("rule", "at", "pk"))
    there = set(visible(viewer).filter(pk__in=[one.case_id for one in found]).values_list("pk", flat=True))
    return [(one, one.case_id in there) for one in found]


def point_for(viewer: Actor, pk: int) -> Point | None:
    """One point of a score that exists for the viewer."""
    return Point.objects.select_related("score__unit").filter(pk=pk, score__in=scores(viewer)).first()


def verbs_on(viewer: Actor, point: Point, now: datetime) -> Sequence[str]:
    """What the viewer may do with a point now."""
    row = point.score
    if row.state != SHEET.first:
        return ()
    verbs = POINT.open_to(point.state, roles_in(row, viewer))
    return [verb for verb in verbs if verb != "contest" or now <= row.objections_until]


def to_lock(now: datetime) -> list[int]:
    """The scores whose time for objections is over."""
    rows = Score.objects.filter(state=SHEET.first, objections_until__lt=now)
    return list(rows.exclude(points__state="contested").values_list("pk", flat=True))
