"""Reads of what is held. Whoever doesn't meet an item gets nothing, not even a count of it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from huiyin.intake.models import Attachment, Report
from huiyin.kernel.actor import Actor
from huiyin.ledger.prepared import Fixed, Given
from huiyin.policy.models import SecrecyMark
from huiyin.triage.secrecy.models import Quarantine
from huiyin.triage.secrecy.rules.lifecycle import ROLE, roles_on
from huiyin.triage.secrecy.rules.marks import Mark, in_name, in_text

MOST_DECIDED = 200


def marks() -> list[Mark]:
    """The city's marks."""
    rows = SecrecyMark.objects.filter(active=True).order_by("position")
    return [Mark(r.code, tuple(r.words), tuple(r.patterns), tuple(r.lines), tuple(r.names)) for r in rows]


def mark_names() -> dict[str, SecrecyMark]:
    """Every mark by its code, for its name."""
    return {row.code: row for row in SecrecyMark.objects.all()}


def marked_name(name: str) -> bool:
    """Whether the name of a file carries a mark. Asked at the door, for no name of a file is kept."""
    return bool(in_name(name, marks()))


def marked_text(text: str) -> bool:
    """Whether a text that is no report yet carries a mark: then nobody reads it before it is one."""
    return bool(in_text(text, marks()))


def _for(viewer: Actor) -> list[Quarantine]:
    """What lies with the committees whose secrecy officer the viewer is, and isn't about them."""
    rows = Quarantine.objects.filter(committee__in=viewer.units_as(ROLE)).order_by("due_at", "pk")
    rows = rows.select_related("report__unit", "organ", "committee", "supplement")
    return [row for row in rows if roles_on(row.snapshot(), viewer)]


def waiting(viewer: Actor) -> list[Quarantine]:
    """What the viewer has to look at, the most urgent first."""
    return [row for row in _for(viewer) if row.state == "held"]


def decided(viewer: Actor) -> list[Quarantine]:
    """What was decided, the latest first."""
    rows = [row for row in _for(viewer) if row.decided_at]
    return sorted(rows, key=lambda row: row.decided_at or row.at, reverse=True)[:MOST_DECIDED]


def item(viewer: Actor, pk: int) -> Quarantine | None:
    """One of them; None for whoever doesn't meet it."""
    return next((row for row in _for(viewer) if row.pk == pk), None)


def files_of(row: Quarantine) -> list[Attachment]:
    """The files that came with a held report."""
    return [] if row.supplement_id else list(Attachment.objects.filter(report=row.report_id).order_by("pk"))


def standing(report: Report) -> str:
    """ "held", "deleted", or "" for a report that goes its way: what its own reporter may know."""
    row = Quarantine.objects.filter(report=report, supplement=None).exclude(state="released").first()
    return row.state if row else ""


def with_standing(reports: QuerySet[Report]) -> QuerySet[Report]:
    """`reports` with what `standing` answers as `quarantine` (None for "")."""
    kept = Quarantine.objects.filter(report=OuterRef("pk"), supplement=None).exclude(state="released")
    return reports.annotate(quarantine=Subquery(kept.values("state")[:1]))


def clear_reports(reports: QuerySet[Report]) -> QuerySet[Report]:
    """`reports` without those that are held or were deleted: for whatever compares, counts or indexes reports."""
    kept = Quarantine.objects.filter(report=OuterRef("pk"), supplement=None).exclude(state="released")
    return reports.exclude(Exists(kept))


def past_due(now: datetime) -> list[int]:
    """What the secrecy officer should have looked at by now, not yet told to anybody."""
    return _LATE.all(now=now)


_LATE = Fixed(
    lambda: Quarantine.objects.filter(state="held", late_at=None, due_at__lt=Given("now"))
    .order_by("due_at").values_list("pk", flat=True),
    planned=False,
)  # fmt: skip
