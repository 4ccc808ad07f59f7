"""The evaluation of officers (S0-06, S0-07): facts from verified cases, never a rumour, never a rater."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from huiyin.assessment.models import Use
from huiyin.cases.models import Case, Outcome
from huiyin.cases.queries import visible
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Officer

READERS = ("leader", "reviewer", "supervisor")


def register(viewer: Actor) -> QuerySet[Officer]:
    """The officers' register of the committees for which `viewer` reads it, with counts of approved outcomes.

    Nobody finds their own entry or their own house's there.
    """
    committees = viewer.units_as(*READERS)
    approved = Q(outcomes__verification__decisions__approved=True)
    officers = (
        Officer.objects.filter(Q(unit__committee__in=committees) | Q(unit__in=committees), active=True)
        .select_related("unit")
        .annotate(
            outcome_count=Count("outcomes", filter=approved, distinct=True),
            use_count=Count("uses", distinct=True),
        )
        .order_by("unit__path", "code")
    )
    if viewer.home is not None:
        officers = officers.exclude(unit__path__contains=f"/{viewer.home}/")
    return officers


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
    cases = visible(viewer).filter(accused__contains=[officer.pk], answered_at__isnull=False)
    outcomes = Outcome.objects.filter(
        officer=officer, verification__case__in=cases, verification__decisions__approved=True
    ).select_related("verification__case")
    uses = Use.objects.filter(officer=officer, case__in=cases).select_related("case")
    return Evaluation(officer, list(cases), list(outcomes), list(uses))
