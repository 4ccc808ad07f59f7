"""What a routing decision speaks of, by name."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.cases.models import Case
from huiyin.organisations.models import Region, Unit
from huiyin.triage.routing.models import RoutingDecision
from huiyin.triage.routing.queries import decision_for


def decision(case: Case) -> RoutingDecision | None:
    """The decision about a case that was fetched for its reader."""
    return decision_for(case.report)


def answers(case: Case) -> list[tuple[str, str]]:
    """(question, option) that the sender chose, by code."""
    return list(case.report.answers.order_by("pk").values_list("question", "option"))


def units_called(codes: Iterable[str]) -> dict[str, Unit]:
    return {unit.code: unit for unit in Unit.objects.filter(code__in=list(codes))}


def regions_called(codes: Iterable[str]) -> dict[str, Region]:
    return {region.code: region for region in Region.objects.filter(code__in=list(codes))}
