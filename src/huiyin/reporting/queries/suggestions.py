"""What people suggested, and the measures that came of it (采纳应用, S3-28, S3-29)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from huiyin.assessment.queries import PROVEN
from huiyin.cases.models import Case, Verification
from huiyin.cases.queries import visible
from huiyin.kernel.actor import Actor
from huiyin.ledger.prepared import Moment


def suggested(start: Moment, end: Moment) -> Mapping[str, Q]:
    """Of cases: the suggestions received from `start` up to `end`, and those of them that were adopted.

    One is adopted where a signed report finds that it holds and says what is done.
    """
    came = Q(matter="suggestion", received_at__gte=start, received_at__lt=end)
    holds = Verification.objects.filter(PROVEN, case=OuterRef("pk")).exclude(matter="")
    return {"suggested": came, "adopted": came & Q(Exists(holds))}


@dataclass(frozen=True)
class Measure:
    """What a unit does because of suggestions, in its own words, with the cases in which it was suggested."""

    text: str
    unit: int | None
    cases: tuple[Case, ...]


def measures(viewer: Actor, start: datetime, end: datetime) -> list[Measure]:
    """The measures behind the adopted suggestions of a time, the most suggested first; of each the last report's.

    The same words by the same unit are one measure.
    """
    adopted = visible(viewer).filter(suggested(start, end)["adopted"])
    rows = Verification.objects.filter(PROVEN, case__in=adopted).exclude(matter="")
    found: dict[tuple[str, int | None], dict[int, Case]] = {}
    seen: set[int] = set()
    for row in rows.select_related("case__unit").order_by("case__received_at", "case", "-round"):
        if row.case_id not in seen:
            seen.add(row.case_id)
            found.setdefault((row.matter.strip(), row.case.unit_id), {})[row.case_id] = row.case
    listed = [Measure(text, unit, tuple(cases.values())) for (text, unit), cases in found.items()]
    return sorted(listed, key=lambda one: -len(one.cases))
