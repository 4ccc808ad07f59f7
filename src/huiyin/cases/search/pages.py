"""A page of the list of cases: what somebody may see, asked by filters and words, from where the last page ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.cases.queries import Filter, answering, visible
from huiyin.cases.rules.terms import read
from huiyin.cases.search.orders import ORDERS, Order, Place
from huiyin.cases.search.statement import Statement
from huiyin.cases.search.ways import rows, ways
from huiyin.kernel.actor import Actor


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
    pks, left = _pks(question, line, behind, line.counted + 1, size + 1)
    by_pk = {case.pk: case for case in _shown(Case.objects.filter(pk__in=pks))}
    found = [by_pk[pk] for pk in pks if pk in by_pk]
    cases = found[:size]
    if back:
        return Page(cases[::-1], further=True, left=None, more=False)
    return Page(cases, len(found) > size, min(left, line.counted), left > line.counted)


def every(question: Question, most: int) -> QuerySet[Case]:
    """All pages in one, up to `most` cases."""
    line = ORDERS[question.order]
    if not read(question.words).terms:
        return line.sorted(_shown(_asked(visible(question.viewer), question)))[:most]
    pks, _left = _pks(question, line, None, most, most)
    return line.sorted(_shown(Case.objects.filter(pk__in=pks)))


def _asked(
    cases: QuerySet[Case], question: Question, line: Order | None = None, behind: Place | None = None
) -> QuerySet[Case]:
    cases = answering(cases, question.viewer, question.asked, now=question.now)
    return line.beyond(cases, behind) if line and behind else cases


def _pks(
    question: Question, line: Order, behind: Place | None, most: int, size: int
) -> tuple[list[int], int]:
    """The first `size` in order, and how many there are, at most `most`."""
    words = read(question.words)
    statement = Statement(words, line, most)
    if words.terms:
        for way in ways(question.viewer):
            statement.add(way, _asked(rows(question.viewer, way), question, line, behind))
    else:
        statement.add_all(_asked(visible(question.viewer), question, line, behind))
    if not statement.parts:
        return [], 0
    with connection.cursor() as cursor:
        cursor.execute(*statement.built(size))
        found = cursor.fetchall()
    return [pk for pk, _count in found], min(found[0][1], most) if found else 0


def _shown(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("reported", "organ", "acceptor", "unit", "team", "committee")
