"""The evaluation of officers (S0-06, S0-07): facts from verified cases, never a rumour, never a rater."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huiyin.assessment.models import Use
from huiyin.cases.models import Case, Outcome, Verification
from huiyin.cases.queries import visible
from huiyin.cases.search.ways import on
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Officer

READERS = ("leader", "reviewer", "supervisor")
RECORDERS = ("reviewer", "supervisor")


def register(
    viewer: Actor, *, words: str = "", organ: int | None = None, found: bool = False
) -> QuerySet[Officer]:
    """The officers' register of the committees for which `viewer` reads it, with counts of approved outcomes.

    `words` look for a name, a title or a badge, `organ` narrows to a house, `found` to those with an outcome. Nobody
    finds their own entry there, nor that of somebody close to them, nor their own house's.
    """
    committees = viewer.units_as(*READERS)
    cases = visible(viewer).filter(answered_at__isnull=False)
    outcomes = Outcome.objects.filter(verification__decisions__approved=True, verification__case__in=cases)
    officers = (
        Officer.objects.filter(Q(unit__committee__in=committees) | Q(unit__in=committees), active=True)
        .select_related("unit__parent")
        .annotate(outcome_count=_of_each(outcomes), use_count=_of_each(Use.objects.filter(case__in=cases)))
        .order_by("unit__path", "code")
    )
    officers = officers.exclude(pk__in=viewer.stays_out_for)
    if viewer.home is not None:
        officers = officers.exclude(unit__path__startswith=f"/{viewer.home}/")
    if words:
        officers = officers.filter(
            Q(name__icontains=words) | Q(title__icontains=words) | Q(badge__iexact=words)
        )
    if organ is not None:
        officers = officers.filter(unit__path__startswith=f"/{organ}/")
    return officers.filter(outcome_count__gt=0) if found else officers


def _of_each(rows: QuerySet[Any]) -> Coalesce:
    """How many of `rows` an officer has: looked up for those who are shown, not for all."""
    own = rows.filter(officer=OuterRef("pk")).order_by().values("officer")
    return Coalesce(Subquery(own.annotate(n=Count("pk", distinct=True)).values("n")), 0)


PROVEN = Q(decisions__approved=True, findings__conclusion__in=("substantiated", "partly"))
"""Which verifications found something, and had it approved."""


def proven(viewer: Actor) -> QuerySet[Case]:
    """The viewer's answered cases in which an approved verification found something, last answered first."""
    found = Verification.objects.filter(PROVEN)
    return (
        visible(viewer)
        .filter(answered_at__isnull=False, verifications__in=found)
        .distinct()
        .order_by("-answered_at", "-pk")
    )


def uses(viewer: Actor) -> QuerySet[Use]:
    """What use was made of results, of the cases that exist for the viewer, newest first (S0-08)."""
    rows = Use.objects.filter(case__in=visible(viewer)).select_related(
        "case", "officer", "unit__parent", "by"
    )
    return rows.order_by("-at", "-pk")


def unused(viewer: Actor) -> QuerySet[Case]:
    """The proven cases of which no use was written down yet, for those who may write one."""
    mine = proven(viewer).filter(committee__in=viewer.units_as(*RECORDERS), uses=None)
    return mine.select_related("reported__parent")


@dataclass(frozen=True)
class Evaluation:
    """One officer's page: cases that found something, what was done, what use was made of it."""

    officer: Officer
    cases: list[Case]
    outcomes: list[Outcome]
    uses: list[Use]


def evaluation(viewer: Actor, code: str) -> Evaluation | None:
    """An officer's entry with what verified cases say; None where it doesn't exist for the viewer."""
    officer = register(viewer).filter(code=code).first()
    if officer is None:
        return None
    about = on([officer.pk]) | Q(verifications__outcomes__officer=officer)
    cases = proven(viewer).filter(about)
    outcomes = Outcome.objects.filter(
        officer=officer, verification__case__in=cases, verification__decisions__approved=True
    ).select_related("verification__case")
    uses = Use.objects.filter(officer=officer, case__in=cases).select_related("case")
    return Evaluation(officer, list(cases), list(outcomes), list(uses))
