"""A page of the list of cases: what somebody may see, asked by filters and words, from where the last page ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.cases.queries import Filter, answering, visible
from huiyin.cases.rules.terms import read
from huiyin.cases.search.orders import ORDERS, Order, Place
from huiyin.cases.search.statement import Months, Statement
from huiyin.cases.search.ways import rows, ways
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Unit
from huiyin.triage.index.rules.keys import month_of


@dataclass(frozen=True)
class Question:
    """Who asks for which cases, by filters and words, in which order."""

    viewer: Actor
    asked: Filter
    words: str
    now: datetime
    order: str = "newest"


@dataclass(frozen=True)
class Start:
    """Where a page begins: after the case with this number, or `back` from it."""

    number: str
    back: bool = False


@dataclass(frozen=True)
class Page:
    """`further`: whether more stands behind. `left`: how many from here on (`more`: and more); None: not counted."""

    cases: list[Case]
    further: bool
    left: int | None
    more: bool


def page(question: Question, size: int, start: Start | None = None) -> Page:
    """`size` of the viewer's cases that answer the question, from `start` on."""
    line, behind = ORDERS[question.order], None
    if start:
        behind = line.place(visible(question.viewer).filter(number=start.number))
    back = bool(behind and start and start.back)
    line = line.reversed() if back else line
    found, left = _found(question, line, behind, line.counted + 1, size + 1)
    cases = with_units(found[:size])
    if back:
        return Page(cases[::-1], further=True, left=None, more=False)
    return Page(cases, len(found) > size, min(left, line.counted), left > line.counted)


def every(question: Question, most: int) -> QuerySet[Case]:
    """All pages in one, up to `most` cases."""
    line = ORDERS[question.order]
    if not read(question.words).terms:
        return line.sorted(_shown(_asked(visible(question.viewer), question)))[:most]
    found, _left = _found(question, line, None, most, most, "c.id")
    return line.sorted(_shown(Case.objects.filter(pk__in=[case.pk for case in found])))


def _asked(
    cases: QuerySet[Case], question: Question, line: Order | None = None, behind: Place | None = None
) -> QuerySet[Case]:
    cases = answering(cases, question.viewer, question.asked, now=question.now)
    return line.beyond(cases, behind) if line and behind else cases


def _found(
    question: Question, line: Order, behind: Place | None, most: int, size: int, columns: str = "c.*"
) -> tuple[list[Case], int]:
    """The first `size` in order, and how many there are, at most `most`."""
    words = read(question.words)
    statement = Statement(words, line, most, _months(question.asked, line, behind))
    if words.terms:
        for way in ways(question.viewer):
            statement.add(way, _asked(rows(question.viewer, way), question, line, behind))
    else:
        statement.add_all(_asked(visible(question.viewer), question, line, behind))
    if not statement.parts:
        return [], 0
    found: list[Any] = list(Case.objects.raw(*statement.built(size, columns)))
    return found, min(found[0].found, most) if found else 0


def _months(asked: Filter, line: Order, behind: Place | None) -> Months:
    """In which months of receipt the answers lie: no index needs to be asked about the others.

    Months are those of UTC: a day of Shanghai begins in the same one, or in the one before.
    """
    first = _month(asked.since) - 1 if asked.since else None
    last = _month(asked.until) if asked.until else None
    if behind and line.by_month:
        begun = month_of(behind[0])
        if line.descending:
            last = begun if last is None else min(last, begun)
        else:
            first = begun if first is None else max(first, begun)
    return first, last


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


UNITS = ("reported", "organ", "acceptor", "unit", "team", "committee")


def _shown(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related(*UNITS)


def with_units(cases: list[Case]) -> list[Case]:
    """The same with their units, each read once: a page names a few again and again."""
    known = Unit.objects.in_bulk({getattr(case, f"{name}_id") for case in cases for name in UNITS} - {None})
    for case in cases:
        for name in UNITS:
            if (pk := getattr(case, f"{name}_id")) is not None:
                setattr(case, name, known[pk])
    return cases
