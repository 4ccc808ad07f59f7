"""For auditors: who did what, who opened what is sealed and why, and whether the record is unbroken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import unquote_plus

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.doors.oversight import pages
from huiyin.doors.oversight.recorded import EVENTS, LOOKED, PARTICULAR, SUBJECTS
from huiyin.doors.shared import words
from huiyin.doors.shared.access import audience
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.queries import audit as check_all
from huiyin.ledger.queries import heads
from huiyin.organisations.queries import account_names
from huiyin.reporting.queries import accesses_for, ledger_for

PAGE = 50
SHOWN = 16
"""Signs of an id: a number whole, of a fingerprint enough to compare."""


@audience("oversight", permission=pages.AUDITORS)
@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """What was done. The content of an event isn't shown: an auditor checks acts, not reports."""
    rows = ledger_for(pages.actor_of(request))
    given = {name: request.GET.get(name, "").strip() for name in ("kind", "subject", "verb", "day")}
    for column, value in (("subject_kind", given["kind"]), ("verb", given["verb"])):
        rows = rows.filter(**{column: value}) if value else rows
    if given["subject"]:
        rows = rows.filter(subject_id=given["subject"].upper())
    page = _paged(request, _on(rows, given["day"]))
    context = {
        "page": page,
        "rows": _told(page),
        "query": _query(request),
        "given": given,
        "subjects": SUBJECTS,
        "verbs": EVENTS,
        "heads": heads(3),
    }
    return pages.page(request, "oversight/audit.html", context)


@audience("oversight", permission=pages.AUDITORS)
@require_GET
def accesses(request: HttpRequest) -> HttpResponse:
    """Who opened which identity or file, and the reason they wrote down."""
    rows = accesses_for(pages.actor_of(request))
    day = request.GET.get("day", "").strip()
    page = _paged(request, _on(rows, day))
    names = account_names(row.actor for row in page)
    context = {
        "page": page,
        "rows": [
            {
                "at": row.at,
                "who": names.get(row.actor, row.actor),
                "what": LOOKED.get(row.what, row.what),
                "kind": SUBJECTS.get(row.subject_kind, row.subject_kind),
                "subject": "" if row.subject_kind == "list" else row.subject_id[:SHOWN],
                "reason": _reason(row.reason),
            }
            for row in page
        ],
        "query": _query(request),
        "day": day,
    }
    return pages.page(request, "oversight/accesses.html", context)


@audience("oversight", permission=pages.AUDITORS)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Recomputes every chain and every signed root, and says what was found."""
    return pages.page(
        request,
        "oversight/check.html",
        {"found": check_all(), "subjects": SUBJECTS, "at": pages.now_at(request)},
    )


def _reason(written: str) -> str:
    """As its writer wrote it; for a list that was taken along, the filters of its address, made readable."""
    return _("secrecy check") if written == "secrecy" else unquote_plus(written)


def _told(page: Iterable[Model]) -> list[dict[str, object]]:
    rows = list(page)
    names = account_names(row.actor for row in rows)  # type: ignore[attr-defined]
    programs = {"system": words.word("role", "system"), "public": words.word("role", "public")}
    return [
        {
            "event": row,
            "kind": SUBJECTS.get(row.subject_kind, row.subject_kind),  # type: ignore[attr-defined]
            "verb": PARTICULAR.get((row.subject_kind, row.verb)) or EVENTS.get(row.verb, row.verb),  # type: ignore[attr-defined]
            "who": programs.get(row.actor) or names.get(row.actor, row.actor),  # type: ignore[attr-defined]
        }
        for row in rows
    ]


def _on(rows: QuerySet, day: str) -> QuerySet:  # type: ignore[type-arg]
    try:
        start = datetime.combine(date.fromisoformat(day), time(), SHANGHAI)
    except ValueError:
        return rows
    return rows.filter(at__gte=start, at__lt=start + timedelta(days=1))


@dataclass(frozen=True)
class Leaf:
    """A page of the record. How many there are isn't counted: that would read all of it."""

    number: int
    rows: list[Any]
    has_next: bool

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def _paged(request: HttpRequest, rows: QuerySet[Any]) -> Leaf:
    asked = request.GET.get("page", "")
    number = max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    found = list(rows[(number - 1) * PAGE : number * PAGE + 1])
    return Leaf(number, found[:PAGE], len(found) > PAGE)


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
