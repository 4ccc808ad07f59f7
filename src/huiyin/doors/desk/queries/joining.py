"""Which cases may be the same matter as one, and which are joined with it, as far as they exist for the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from huiyin.cases.models import Case
from huiyin.cases.queries import CaseFile, case_for, visible
from huiyin.cases.rules.joining import JOINERS, joinable
from huiyin.doors.desk.queries.file import alike, screenings
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Refused
from huiyin.triage.likeness import queries as likeness
from huiyin.triage.likeness.rules.comparing import Likeness

SHOWN = 10
UNKNOWN = Likeness(0.0)


@dataclass(frozen=True)
class Together:
    """The files joined with one: the main one where there is one the viewer may see, and those under it."""

    main: Case | None
    under: Sequence[Case]


def together(viewer: Actor, case: Case) -> Together:
    seen = visible(viewer).select_related("reported", "organ")
    main = seen.filter(pk=case.main_id).first() if case.main_id else None
    return Together(main, list(seen.filter(main=case.pk).order_by("received_at", "pk")))


@dataclass(frozen=True)
class Candidate:
    """A file that may be about the same matter, and what the program thinks so by."""

    case: Case
    likeness: Likeness = UNKNOWN


def candidates(viewer: Actor, case: Case) -> list[Candidate]:
    """The likeliest first, a joined one for its main case. Texts that the viewer may not read aren't compared."""
    text = case.report.text
    repeats = [one.report_id for one in alike(viewer, case, screenings(case))]
    reports = [*repeats, *likeness.found(text, organ=case.organ_id, at=case.received_at)]
    seen = (
        visible(viewer)
        .filter(report__in=reports, committee__in=viewer.units_as(*JOINERS))
        .exclude(pk=case.pk)
    )
    read = {row.report_id: row for row in seen.select_related("report")}
    best: dict[int, Likeness] = {}
    for row in likeness.ranked(text, {pk: one.report.text for pk, one in read.items()}):
        best.setdefault(read[row.report].main_id or read[row.report].pk, row.likeness)
    best.pop(case.main_id or case.pk, None)
    files = visible(viewer).select_related("reported", "organ").in_bulk(list(best)[:SHOWN])
    return [Candidate(files[pk], best[pk]) for pk in list(best)[:SHOWN] if pk in files]


def by_number(viewer: Actor, text: str) -> CaseFile | None:
    """The file whose number was typed, for somebody who could join it; None where it doesn't exist for them."""
    number = visible(viewer).filter(Q(number__iexact=text.strip())).values_list("number", flat=True).first()
    file = case_for(viewer, number) if number else None
    return file if file and file.roles & JOINERS else None


def speaks_against(case: Case, main: Case) -> Refused | None:
    """Why the one may not be joined under the other, as far as the files alone say."""
    has_joined = case.joined.exists()
    return joinable(case.snapshot(), main.snapshot(), same=case.pk == main.pk, has_joined=has_joined)
