"""Which reports may be about the same matter as one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from huiyin.triage.likeness.models import Candidate
from huiyin.triage.likeness.rules.comparing import Likeness

REACH = timedelta(days=180)
"""How far two reports of one matter may lie apart."""


@dataclass(frozen=True)
class Alike:
    """Another report (id) that may be about the same matter, and why."""

    report: int
    likeness: Likeness


def alike(report: int) -> list[Alike]:
    """The candidates of a report, likeliest first, those about another place last, whichever of the two came first.

    Who may know of them is the caller's matter.
    """
    rows = Candidate.objects.filter(Q(report=report) | Q(other=report))
    found = [Alike(one.other_id if one.report_id == report else one.report_id, _why(one)) for one in rows]
    return sorted(found, key=lambda one: (one.likeness.other_place, -one.likeness.score, one.report))


def _why(one: Candidate) -> Likeness:
    return Likeness(round(one.close, 3), tuple(one.places), tuple(one.words), one.apart)
