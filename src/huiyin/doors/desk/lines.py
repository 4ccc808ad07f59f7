"""The rows of the list of cases as markup, made at once: a template for each cost more than finding them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache

from django.urls import reverse
from django.utils.safestring import SafeString

from huiyin.doors.desk.rows import Due, Row
from huiyin.doors.shared import access, times, words
from huiyin.doors.shared.markup import written
from huiyin.doors.shared.templatetags.units import named, short

NUMBER = "NUMBER"
"""Stands in the address of a case until its row is written."""
LINE = """<tr>
<th scope="row"><a href="{address}" data-key-row>{title}</a><small>{number}{identity}</small></th>
<td class="roomy">{about}<small>{system} · {level}</small></td>
<td class="roomy">{kind}</td>
<td><span class="tag{tone}">{state}</span></td>
<td class="roomy">{whose}</td>
<td>{due}</td>
<td class="nowrap roomy">{received}</td></tr>"""
DUE = '<time class="due {tone}" datetime="{at}">{text}</time>'
TONES = {"locked": " late", "answered": " ok", "closed": " ok"}


def lines(rows: Iterable[Row], now: datetime) -> Iterator[SafeString]:
    """Each row as a line of the table."""
    address, word, today = reverse("desk:case", args=[NUMBER]), cache(words.word), access.today(now)
    day = cache(lambda at: times.day(at, today))
    for row in rows:
        case = row.case
        identity = f" · {word('identity', case.identity_mode)}" if row.sees else ""
        yield written(
            LINE,
            address=address.replace(NUMBER, case.number),
            title=row.title,
            number=case.number,
            identity=identity,
            about=row.about,
            system=word("system", case.system),
            level=word("level", case.level),
            kind=row.kind,
            tone=TONES.get(case.state, ""),
            state=word("state", case.state),
            whose=_whose(row),
            due=_due(row.due),
            received=day(access.today(case.received_at)),
        )


def _due(due: Due | None) -> str:
    return written(DUE, tone=due.tone, at=due.at.isoformat(), text=due.text) if due else ""


def _whose(row: Row) -> str:
    """With whom the case lies."""
    case = row.case
    names = (
        case.unit and short(case.unit),
        case.team and named(case.team),
        short(case.committee),
    )
    return next((name for name in names if name), "")
