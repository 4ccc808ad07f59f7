"""The state of the whole on one page (S0-06, S0-20), and its figures as a workbook."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from huiyin.doors.oversight import pages, panels, periods, sheets
from huiyin.doors.oversight.automation import panel
from huiyin.doors.oversight.headlines import headlines
from huiyin.doors.oversight.wording import DIMENSIONS, MEASURES
from huiyin.doors.shared.access import audience, may_enter
from huiyin.policy.queries import policy
from huiyin.reporting.rules.measures import UNFINISHED

COLUMNS = ("received", "unfinished", *UNFINISHED, "rated", "satisfied")


def _read(request: HttpRequest) -> panels.Reading:
    rules = policy()
    period = periods.asked(request.GET, rules.city, pages.today_at(request))
    return panels.read(
        pages.actor_of(request), period, rules, now=pages.now_at(request), language=pages.language()
    )


@audience("oversight", permission=(*pages.OVERSEERS, *pages.AUDITORS))
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """An auditor, for whom no case exists, is taken to what an auditor reads."""
    if not may_enter(pages.actor_of(request), pages.OVERSEERS):
        return redirect("oversight:audit")
    today = pages.today_at(request)
    read = _read(request)
    context = {
        "period": read.period,
        "spoken": periods.spoken(read.period, today),
        "query": periods.query(read.period),
        "earlier": read.earlier and periods.spoken(read.earlier, today),
        "earlier_query": read.earlier and periods.query(read.earlier),
        "choices": periods.choices(read.period, read.policy.city, today),
        "head": headlines(read, today),
        "slow": [
            (str(DIMENSIONS[d]), panels.slow(read, d)) for d in ("system", "level", "organ", "problem_type")
        ],
        "unfinished": {
            "count": read.now.total("unfinished"),
            "url": panels.link("unfinished", read.period),
        },
        "legend": [(m, str(MEASURES[m])) for m in UNFINISHED],
        "saying": panels.came(read, "problem_type"),
        "channels": panels.came(read, "channel"),
        "weeks": panels.week_lines(read),
        "called": {
            "share": read.now.share("called_satisfied", "called"),
            "url": panels.link("called_satisfied", read.period),
            "all_url": panels.link("called", read.period),
        },
        "beside": panels.beside(read),
        "auto": panel(read.auto, read.period, pages.language()),
    }
    return pages.page(request, "oversight/overview.html", context)


@audience("oversight", permission=pages.OVERSEERS)
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """What the overview says, as XLSX."""
    read = _read(request)
    name = f"huiyin-{read.period.first.isoformat()}-{read.period.last.isoformat()}"
    beside = panels.beside(read)
    return sheets.workbook([_summary(read, beside), *_distributions(read), _weeks(read)], name)


def _summary(read: panels.Reading, beside: panels.Beside) -> sheets.Sheet:
    due, happy = read.of_cycle.share("closed", "due"), read.now.share("satisfied", "rated")
    rows: list[sheets.Cells] = [
        (pgettext("period", "From"), read.period.first.isoformat(), ""),
        (pgettext("period", "To"), read.period.last.isoformat(), ""),
        (str(MEASURES["received"]), read.now.total("received"), ""),
    ]
    rows += [
        (read.name("identity_mode", line.key), line.counts["received"], "")
        for line in read.now.by("identity_mode", "received")
    ]
    rows += [
        (_("Cycle"), read.cycle.first.isoformat(), read.cycle.last.isoformat()),
        (_("Due in the cycle"), due.whole, ""),
        (_("Of these answered"), due.part, due.percent),
        (str(MEASURES["late"]), read.now.total("late"), ""),
        (str(MEASURES["rated"]), happy.whole, ""),
        (str(MEASURES["satisfied"]), happy.part, happy.percent),
        *((name, share.part, share.percent) for name, share, _list in beside),
        (_("Automation rate"), read.auto.rate.part, read.auto.rate.percent),
        (_("Of these right"), read.auto.right.part, read.auto.right.percent),
    ]
    return _("Overview"), (_("Figure"), _("Number"), _("Per cent")), rows


def _distributions(read: panels.Reading) -> list[sheets.Sheet]:
    heads = [str(MEASURES[m]) for m in COLUMNS]
    found: list[sheets.Sheet] = []
    for dimension in ("system", "level", "organ", "problem_type", "channel"):
        rows: list[sheets.Cells] = [
            (read.name(dimension, line.key), *(line.counts[m] for m in COLUMNS))
            for line in read.now.by(dimension, *COLUMNS)
        ]
        found.append((str(DIMENSIONS[dimension]), (str(DIMENSIONS[dimension]), *heads), rows))
    return found


def _weeks(read: panels.Reading) -> sheets.Sheet:
    heads = (_("Week from"), str(MEASURES["received"]), str(MEASURES["answered"]))
    return _("Weeks"), heads, [(day.isoformat(), came, went) for day, came, went in read.weeks]
