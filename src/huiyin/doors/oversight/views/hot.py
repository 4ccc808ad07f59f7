"""What many people write about: a list to look at from the top, and the matters behind each issue."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from huiyin.doors.oversight import charts, pages, periods
from huiyin.doors.oversight.views.lists import title
from huiyin.doors.oversight.wording import placed_name
from huiyin.doors.shared.access import audience
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.text import neutral_cell
from huiyin.organisations.queries import regions
from huiyin.policy.queries import policy
from huiyin.reporting.queries import hot_issue, hot_issues
from huiyin.reporting.queries.hot import Hot


@dataclass(frozen=True)
class Line:
    """An issue as the list shows it; `called` is the title of the case in its middle, as its reader may call it."""

    hot: Hot
    called: str
    trend: SafeString
    severity: str


@audience("oversight", permission=pages.READERS)
@require_GET
def issues(request: HttpRequest) -> HttpResponse:
    today, rules = pages.today_at(request), policy()
    period = periods.asked(request.GET, rules.city, today)
    region = request.GET.get("region", "")[:12]
    found = hot_issues(pages.actor_of(request), period, now=pages.now_at(request), region=region)
    lines = [_line(request, one) for one in found]
    if request.GET.get("format") == "csv":
        return _export(lines)
    context = {
        "lines": lines,
        "period": period,
        "spoken": periods.spoken(period, today),
        "choices": periods.choices(period, rules.city, today),
        "query": periods.query(period),
        "regions": regions(),
        "region": region,
        "days": rules.city.hot_days,
    }
    return pages.page(request, "oversight/hot.html", context)


@audience("oversight", permission=pages.READERS)
@require_GET
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """One issue. It doesn't exist for whoever belongs to a house that it is about."""
    viewer, rules = pages.actor_of(request), policy()
    found = hot_issue(viewer, pk, now=pages.now_at(request))
    if found is None:
        raise Http404
    hot, cases = found
    context = {"line": _line(request, hot), "rows": [(case, title(case, viewer, rules)) for case in cases]}
    return pages.page(request, "oversight/hot_issue.html", context)


def _line(request: HttpRequest, hot: Hot) -> Line:
    weeks = hot.standing.trend
    said = _("people a week, the latest last: %(counts)s") % {"counts": " ".join(map(str, weeks))}
    called = title(hot.middle, pages.actor_of(request), policy())
    return Line(hot, called, charts.spark(weeks, said), _severity(hot.standing.severity))


def _severity(level: int) -> str:
    names = (
        pgettext("severity", "usual"),
        pgettext("severity", "raised"),
        pgettext("severity", "high"),
        pgettext("severity", "highest"),
    )
    return names[level]


def _export(lines: Iterable[Line]) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="huiyin-hot-issues.csv"'}
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    response.write("\ufeff")  # so that office programs read it as UTF-8
    sheet = csv.writer(response)
    heads = (
        _("Issue"), _("Unit"), _("People"), pgettext("hot issues", "Matters"), _("Last two weeks"),
        _("Two weeks before"), _("Severity"), _("First"), _("Latest"),
    )  # fmt: skip
    sheet.writerow(heads)
    for line in lines:
        one = line.hot.standing
        cells = (
            line.called, placed_name(line.hot.middle.reported), one.people, one.matters, one.recent, one.before,
            line.severity, f"{one.first.astimezone(SHANGHAI):%Y-%m-%d}", f"{one.last.astimezone(SHANGHAI):%Y-%m-%d}",
        )  # fmt: skip
        sheet.writerow([neutral_cell(cell) for cell in cells])
    return response
