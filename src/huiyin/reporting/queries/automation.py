"""First dispatches by the program and by people (S3-08), of the cases that exist for the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet

from huiyin.cases.models import Case
from huiyin.kernel.actor import Actor
from huiyin.ledger.prepared import worded
from huiyin.reporting.queries.conditions import any_of, given, moments_of
from huiyin.reporting.queries.counting import Cases
from huiyin.reporting.queries.parts import Sight, in_parts, sight_of
from huiyin.reporting.rules.automation import Automation, added_up
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import DECIDED, ROUTED
from huiyin.reporting.rules.weeks import Counts


def automation(viewer: Actor, period: Period, sight: Sight | None = None) -> Automation:
    """The first dispatches of a period by what decided them; `figures.behind` lists each figure's cases."""
    lines = in_parts(sight or sight_of(viewer), period, ROUTED, by_decision).get(DECIDED, {})
    found = []
    for key, line in sorted(lines.items()):
        rule, _, version = key.partition("\t")
        if line.get("given"):
            found.append((rule, version, line["given"], line.get("automated", 0), line.get("overridden", 0)))
    return added_up(found)


def by_decision(cases: Cases, parts: Sequence[Period]) -> Counts:
    """First dispatches of some periods, by rule and version."""
    rows = _by_decision(cases, len(parts)).all(**moments_of(parts))
    return {DECIDED: {f"{rule}\t{version}": dict(zip(ROUTED, n, strict=True)) for rule, version, *n in rows}}


@worded
def _by_decision(cases: Cases, times: int) -> QuerySet[Case, Any]:
    conditions = {measure: any_of(given(times), measure) for measure in ROUTED}
    return (
        cases.rows()
        .filter(conditions["given"])
        .order_by()
        .values_list("report__routing__rule", "report__routing__version")
        .annotate(**{f"n_{measure}": Count("pk", filter=asked) for measure, asked in conditions.items()})
    )
