"""Reads of campaigns: what came of their problem types before, during and after, counted as every figure is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from huiyin.kernel.actor import Actor
from huiyin.policy.queries import policy
from huiyin.reporting.campaigns.models import Campaign
from huiyin.reporting.campaigns.rules.spans import spans
from huiyin.reporting.queries.tables import table
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.figures import FIGURES
from huiyin.reporting.rules.measures import Share

READERS = ("leader", "supervisor")
COUNTED = ("received", "proof", "satisfaction")


def campaigns(viewer: Actor) -> QuerySet[Campaign]:
    """The campaigns of the viewer's committees, the latest first."""
    rows = Campaign.objects.filter(committee__in=viewer.units_as(*READERS))
    return rows.select_related("committee", "by", "concluded_by").order_by("-first", "-pk")


@dataclass(frozen=True)
class Span:
    """The days before, during or after a campaign: `whole` or cut; by problem type the reports received in them."""

    period: Period
    whole: bool
    shares: Mapping[str, Share]
    by_type: Mapping[str, int]

    @property
    def received(self) -> int:
        return self.shares["received"].part


def counted(viewer: Actor, row: Campaign, today: date, *, now: datetime) -> Mapping[str, Span | None]:
    """Each span with its figures, of the cases that exist for the viewer; None where it has no day yet."""
    here = policy()
    within = Q(problem_type__in=here.below(row.types))
    found: dict[str, Span | None] = {}
    for name, (period, whole) in spans(row.first, row.last, here.city.start, today).items():
        if period is None:
            found[name] = None
            continue
        tables = {
            code: table(viewer, FIGURES[code], period, "problem_type", within=within, now=now)
            for code in COUNTED
        }
        by_type = {code: tables["received"].row(code).part for code in tables["received"].rows}
        found[name] = Span(period, whole, {code: one.total for code, one in tables.items()}, by_type)
    return found
