"""The pool of leads: from what came to what became of it (S1-20, S1-31), and what moved on a day (S1-21)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.doors.oversight import pages, periods, sheets
from huiyin.doors.oversight.panels import link
from huiyin.doors.oversight.wording import MEASURES, key_name
from huiyin.doors.shared.access import audience
from huiyin.policy.queries import policy
from huiyin.ratings.spot.queries import taken
from huiyin.reporting.queries import cubes, moments, people_dealt_with
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import FUNNEL, MOVED, ONWARD, Cube

COLUMNS = ("received", *FUNNEL)
STEPS = ("received", "given_out", "disproved", "proved", "checking")
"""The last three are the parts of the second."""


@audience("oversight", permission=pages.OVERSEERS)
@require_GET
def pool(request: HttpRequest) -> HttpResponse:
    """Every way in as a line, their sum as a funnel; with `?channel=` the funnel of one way."""
    rules, today = policy(), pages.today_at(request)
    period = periods.asked(request.GET, rules.city, today)
    channel = request.GET.get("channel", "")
    channel = channel if rules.channel(channel) else ""
    cube = _cube(request, period, (*COLUMNS, *ONWARD))
    if request.GET.get("format") == "xlsx":
        lines = _sheet(_("Leads"), COLUMNS, _lines(cube, period, COLUMNS))
        return sheets.workbook([lines], f"huiyin-leads-{period.first}-{period.last}")
    start, end = moments(period)
    context = {
        "period": period,
        "spoken": periods.spoken(period, today),
        "query": periods.query(period),
        "choices": periods.choices(period, rules.city, today),
        "heads": [str(MEASURES[m]) for m in COLUMNS],
        "lines": _lines(cube, period, COLUMNS),
        "funnel": _steps(STEPS, cube, period, channel),
        "onward": _steps(ONWARD, cube, period, channel),
        "channel": key_name("channel", channel, {}, rules, pages.language()) if channel else "",
        "people": people_dealt_with(
            pages.actor_of(request), start, end, channels=[channel] if channel else ()
        ),
        "ratings": taken() if rules.faults else None,
    }
    return pages.page(request, "oversight/leads.html", context)


@audience("oversight", permission=pages.OVERSEERS)
@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """What came, was given out and was answered on one day, by the way it came; yesterday where none is named."""
    today = pages.today_at(request)
    asked = _day(request.GET.get("day", "")) or today - timedelta(days=1)
    period = Period(asked, asked)
    columns = ("received", *MOVED)
    cube = _cube(request, period, columns)
    if request.GET.get("format") == "xlsx":
        lines = _sheet(_("Daily summary of leads"), columns, _lines(cube, period, columns))
        return sheets.workbook([lines], f"huiyin-leads-{asked}")
    pool_now = _cube(request, periods.since_launch(policy().city, today), FUNNEL)
    context = {
        "day": asked,
        "before": asked - timedelta(days=1),
        "after": asked + timedelta(days=1) if asked < today else None,
        "heads": [str(MEASURES[m]) for m in columns],
        "lines": _lines(cube, period, columns),
        "standing": [
            (str(MEASURES[m]), pool_now.total(m), link(m, periods.since_launch(policy().city, today)))
            for m in ("unscreened", "checking", "disproved", "proved")
        ],
    }
    return pages.page(request, "oversight/leads_day.html", context)


def _cube(request: HttpRequest, period: Period, columns: Sequence[str]) -> Cube:
    found, _ = cubes(pages.actor_of(request), {"of": (period, columns)}, now=pages.now_at(request))
    return found["of"]


def _lines(cube: Cube, period: Period, columns: Sequence[str]) -> list[dict[str, Any]]:
    """A line for each way in by which something came, the most first; then their sum."""
    rules, language = policy(), pages.language()
    lines: list[dict[str, Any]] = [
        {
            "name": key_name("channel", line.key, {}, rules, language),
            "key": line.key,
            "cells": [(line.counts[m], link(m, period, channel=line.key)) for m in columns],
        }
        for line in cube.by("channel", columns[0], *columns[1:])
    ]
    total = {"name": "", "key": "", "cells": [(cube.total(m), link(m, period)) for m in columns]}
    return [*lines, total] if lines else []


def _sheet(called: str, columns: Sequence[str], lines: list[dict[str, Any]]) -> sheets.Sheet:
    rows = [(line["name"] or _("Together"), *(count for count, _list in line["cells"])) for line in lines]
    return called, (_("Way in"), *(str(MEASURES[m]) for m in columns)), rows


def _steps(measures: Sequence[str], cube: Cube, period: Period, channel: str) -> list[dict[str, Any]]:
    """Each step with its number and its list, of one way in where one is named."""
    only = {"channel": channel} if channel else {}
    counts = cube.line("channel", channel).counts if channel else cube.all
    return [
        {
            "name": str(MEASURES[m]),
            "count": counts[m],
            "url": link(m, period, **only),
        }
        for m in measures
    ]


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if date(1949, 10, 1) <= found <= date(9000, 1, 1) else None
