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
    """A file that may be about the same matter, and why the program thinks so."""

    case: Case
    reasons: tuple[str, ...] = ()


def candidates(viewer: Actor, case: Case) -> list[Candidate]:
    """The likeliest first. A joined one stands for its main case."""
    found = alike(viewer, case, screenings(case))
    return [Candidate(one) for one in _mains(viewer, found) if one.pk != case.pk]


def _mains(viewer: Actor, found: Sequence[Case]) -> list[Case]:
    wanted = dict.fromkeys(one.main_id or one.pk for one in found)
    rows = visible(viewer).select_related("reported", "organ", "report").in_bulk(wanted)
    return [rows[pk] for pk in wanted if pk in rows]


def by_number(viewer: Actor, text: str) -> CaseFile | None:
    """The file whose number was typed, for somebody who could join it; None where it doesn't exist for them."""
    number = visible(viewer).filter(Q(number__iexact=text.strip())).values_list("number", flat=True).first()
    file = case_for(viewer, number) if number else None
    return file if file and file.roles & JOINERS else None


def speaks_against(case: Case, main: Case) -> Refused | None:
    """Why the one may not be joined under the other, as far as the files alone say."""
    has_joined = case.joined.exists()
    return joinable(case.snapshot(), main.snapshot(), same=case.pk == main.pk, has_joined=has_joined)
