"""Who decides a dispute about whose a matter is, and what was objected so far."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from huiyin.cases.models import Assignment, Case, Objection
from huiyin.cases.rules.competence import Above, Objected, may_object, superiors
from huiyin.cases.rules.lifecycle import ARBITERS
from huiyin.organisations.models import Mandate, Unit
from huiyin.organisations.queries import way_up
from huiyin.policy import queries as policy


def arbiter_of(case: Case, other: Unit | None, now: datetime) -> Unit:
    """The nearest unit over both that has somebody to decide; the supervising committee where there is none.

    Both are the unit that holds the case and the one that it names, or else the committee that sent it.
    """
    unit = case.unit or case.committee
    one, two = (_way(each) for each in (unit, other or case.committee))
    deciding = Mandate.objects.in_force(now).filter(
        role__in=ARBITERS, account__is_active=True, account__officer__active=True
    )
    for pk in superiors(one, two, case.organ_id):
        if deciding.filter(unit=pk).exclude(account__officer__unit__path__startswith=f"/{case.organ_id}/"):
            return Unit.objects.get(pk=pk)
    return case.committee


def _way(unit: Unit) -> list[Above]:
    return [Above(pk, house) for pk, house in way_up(unit)]


def objections(case: Case) -> QuerySet[Objection]:
    """What was objected to the assignments of a case, oldest first."""
    rows = Objection.objects.filter(assignment__case=case)
    return rows.select_related("by", "decided_by", "proposed", "arbiter").order_by("at", "pk")


def waiting(case: Case) -> Objection | None:
    """What waits to be decided."""
    return objections(case).filter(decided_at=None).first()


def objecting(case: Case, now: datetime) -> str:
    """Which of `object_to` and `dispute` the unit may take now; "" where neither."""
    given = case.assignments.filter(ended_at=None).order_by("-at").first()
    if given is None or case.due_kind == "handling":
        return ""
    rows = list(given.objections.order_by("at"))
    until = until_when(case, (rows[-1].decided_at if rows else None) or given.at)
    so_far = [Objected(bool(row.affirmed), row.arbiter_id is not None) for row in rows]
    verbs = ("object_to", "dispute")
    return next((verb for verb in verbs if may_object(verb, so_far, until=until, now=now) is None), "")


def until_when(case: Case, since: datetime) -> datetime:
    """Until when a unit may object to what was given to it, or decided, at `since`."""
    region = (case.unit or case.committee).region.code
    return policy.due(
        "objection", region=region, start=since, kind=case.problem_type, channel=case.channel
    ).due_at


def concerned_by(given: Assignment) -> set[int]:
    """The accounts that work on the assignment, gave it out, or decided on an objection to it."""
    concerned = {given.approver_id, *given.handlers.values_list("pk", flat=True), given.by_id}
    concerned.update(*given.objections.values_list("by", "decided_by"))
    return {account for account in concerned if account is not None}
