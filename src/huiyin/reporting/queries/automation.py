"""First dispatches by the program and by people (S3-08), of the cases that exist for the viewer."""

from __future__ import annotations

from django.db.models import Count

from huiyin.cases.queries import visible
from huiyin.kernel.actor import Actor
from huiyin.reporting.queries.conditions import condition, moments
from huiyin.reporting.rules.automation import Automation, added_up
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import ROUTED


def automation(viewer: Actor, period: Period) -> Automation:
    """The first dispatches of a period by what decided them. One query; `figures.behind` lists each figure's cases."""
    now = moments(period)[1]
    conditions = {measure: condition(measure, period, now=now) for measure in ROUTED}
    rows = (
        visible(viewer)
        .filter(conditions["given"])
        .values_list("report__routing__rule", "report__routing__version")
        .annotate(**{f"n_{measure}": Count("pk", filter=asked) for measure, asked in conditions.items()})
        .order_by("report__routing__rule", "report__routing__version")
    )
    return added_up(rows)
