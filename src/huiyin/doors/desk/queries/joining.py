"""Which cases may be the same matter as one, and which are joined with it, as far as they exist for the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from huiyin.cases.models import Case
from huiyin.cases.queries import CaseFile, case_for, visible
from huiyin.cases.rules.joining import JOINERS, joinable
from huiyin.cases.senders import same_reporter
from huiyin.doors.desk.queries.file import alike, screenings
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Refused
from huiyin.triage.likeness import queries as likeness
from huiyin.triage.likeness.rules.comparing import Likeness, compared

SHOWN = 10


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
    likeness: Likeness
    same_reporter: bool = False


def candidates(viewer: Actor, case: Case) -> list[Candidate]:
    """The likeliest first, a joined one for its main case; only those on the same house that the viewer could join."""
    found = _alike(viewer, case)
    seen = visible(viewer).filter(committee__in=viewer.units_as(*JOINERS), organ=case.organ_id)
    seen = seen.filter(report__in=[one.report for one in found]).exclude(pk=case.pk)
    read = {row.report_id: row for row in seen.select_related("report")}
    same = same_reporter(viewer, case, read)
    best: dict[int, Candidate] = {}
    for one in found:
        if row := read.get(one.report):
            main = row.main_id or row.pk
            best.setdefault(main, Candidate(row, one.likeness, same_reporter=one.report in same))
    best.pop(case.main_id or case.pk, None)
    files = visible(viewer).select_related("reported", "organ").in_bulk(list(best)[:SHOWN])
    return [replace(best[pk], case=files[pk]) for pk in list(best)[:SHOWN] if pk in files]


def _alike(viewer: Actor, case: Case) -> list[likeness.Alike]:
    """What is stored, and what screening says that the report repeats or is repeated by, where that isn't in it."""
    found = likeness.alike(case.report_id)
    known = {one.report for one in found}
    repeats = [one for one in alike(viewer, case, screenings(case)) if one.report_id not in known]
    return [
        *found,
        *(likeness.Alike(one.report_id, compared(case.report.text, one.report.text)) for one in repeats),
    ]


def by_number(viewer: Actor, text: str) -> CaseFile | None:
    """The file whose number was typed, for somebody who could join it; None where it doesn't exist for them."""
    number = visible(viewer).filter(Q(number__iexact=text.strip())).values_list("number", flat=True).first()
    file = case_for(viewer, number) if number else None
    return file if file and file.roles & JOINERS else None


def speaks_against(case: Case, main: Case) -> Refused | None:
    """Why the one may not be joined under the other, as far as the files alone say."""
    has_joined = case.joined.exists()
    return joinable(case.snapshot(), main.snapshot(), same=case.pk == main.pk, has_joined=has_joined)
