"""Reads of periodic papers. One that counted a case which doesn't exist for the viewer doesn't exist for them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.queries import visible
from huiyin.cases.search.ways import on
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Mandate, Unit
from huiyin.policy.queries import periodic_papers, said
from huiyin.reporting.papers.models import Advice, PaperDraft, Tabled

READERS = ("leader", "supervisor")


def papers(viewer: Actor) -> list[PaperDraft]:
    """The papers of the viewer's committees, the newest first."""
    rows = PaperDraft.objects.filter(committee__in=viewer.units_as(*READERS)).select_related(
        "letter", "committee"
    )
    kept = _kept_from(viewer)
    return [row for row in rows.order_by("-last", "-pk") if kept.isdisjoint(row.cases)]


def paper_for(viewer: Actor, pk: int) -> PaperDraft | None:
    """One of them; None where it doesn't exist for the viewer."""
    return next((row for row in papers(viewer) if row.pk == pk), None)


def meeting_of(paper: PaperDraft, language: str = "zh-hans") -> str:
    """Who sits together over it; "" where nobody does."""
    row = next((one for one in periodic_papers(dropped=True) if one.code == paper.paper), None)
    return said(row, "meeting", language) if row else ""


def frozen_cases(viewer: Actor, paper: PaperDraft, figure: str, part: str) -> QuerySet[Case]:
    """The cases that were counted in a frozen figure. Raises KeyError for a figure there isn't."""
    return visible(viewer).filter(pk__in=paper.figures[figure][part]).order_by("-received_at", "-pk")


def open_item(viewer: Actor, pk: int) -> Tabled | None:
    """An item that its meeting hasn't decided yet; None where the paper doesn't exist for the viewer."""
    here = [row.pk for row in papers(viewer)]
    return Tabled.objects.select_related("paper").filter(pk=pk, paper__in=here, decided_at=None).first()


def advisable(committee: int) -> list[Unit]:
    """Whom a committee may advise: houses, and those sections of them that sign for themselves."""
    signing = Mandate.objects.filter(role="approver", until=None).values("unit")
    able = Q(kind="organ") | Q(kind="section", pk__in=signing)
    return list(Unit.objects.filter(able, committee=committee, active=True).order_by("path"))


def advices(viewer: Actor) -> QuerySet[Advice]:
    """What the viewer's unit was advised, or their committee advised, the newest first (S0-30)."""
    mine = Q(unit__in=viewer.units_as("approver", "chief"))
    mine |= Q(tendency__paper__in=[row.pk for row in papers(viewer)])
    return Advice.objects.filter(mine).select_related("tendency__paper", "unit").order_by("-at", "-pk")


def _kept_from(viewer: Actor) -> set[int]:
    """The cases about the viewer, somebody close to them, or their own house."""
    out = on(viewer.stays_out_for)
    if viewer.home is not None:
        out |= Q(organ=viewer.home)
    return set(Case.objects.filter(out).values_list("pk", flat=True))
