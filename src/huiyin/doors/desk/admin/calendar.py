"""The working calendar: what the State Council announced, and what the administrator changed, with the reason."""

from __future__ import annotations

from calendar import Calendar
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.cases.times.queries import moved_by, moves_by, recounts, would_move
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.wording import LIMITS
from huiyin.doors.shared import times
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.access import today as day_of
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.days import day_input
from huiyin.kernel.calendar import WorkingCalendar
from huiyin.organisations.actions import change_day
from huiyin.organisations.queries import account_names, unit
from huiyin.policy.queries import calendar as stored
from huiyin.policy.queries import changed_days, city

WEEKS = Calendar(firstweekday=0)


class DayForm(forms.Form):
    day = forms.DateField(label=gettext_lazy("Day"), widget=day_input())
    working = forms.TypedChoiceField(
        label=gettext_lazy("On this day"),
        choices=[("1", gettext_lazy("offices work")), ("0", gettext_lazy("offices rest"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Reason"),
        min_length=4,
        max_length=200,
        help_text=gettext_lazy("For instance the notice that says so, with its number."),
    )

    def __init__(self, first: date, last: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.last = first, last

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not self.first <= day <= self.last:
            raise forms.ValidationError(_("Choose a day of this or the next year."))
        return day


@audience("desk", permission="administrator")
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    now = now_at(request)
    year = day_of(now).year
    first, last = date(year, 1, 1), date(year + 1, 12, 31)
    form = DayForm(first, last, request.POST if request.method == "POST" else None)
    looked = None
    if form.is_valid() and "look" in request.POST:
        looked = would_move([(form.cleaned_data["day"], form.cleaned_data["working"])], now)
    elif form.is_valid():
        data = form.cleaned_data
        change_day(data["day"], data["working"], data["note"], by=actor_of(request), now=now)
        messages.success(
            request, _("%(day)s is changed.") % {"day": times.full_day(data["day"], day_of(now))}
        )
        return see_other("desk:calendar")
    changes = changed_days(first, last)
    table = stored().with_changes({row.date: row.working for row in changes})  # fresh, not kept for a moment
    names = account_names(row.changed_by for row in changes)
    marked = {row.date for row in changes}
    moved = moved_by(row.date.isoformat() for row in changes)
    context = {
        "form": form,
        "looked": looked,
        "recounts": recounts(),
        "moves": city().calendar_changes == "recompute",
        "keeps": unit(city().committee).pk in actor_of(request).units_as("administrator"),
        "years": [
            {"year": y, "missing": y not in table.years, "months": _months(y, table, marked, day_of(now))}
            for y in (year, year + 1)
        ],
        "changes": [
            (row, names.get(row.changed_by, row.changed_by), moved.get(row.date.isoformat(), 0))
            for row in changes
        ],
    }
    return desk_page(request, "admin_desk/calendar.html", context, 422 if form.errors else 200)


@audience("desk", permission="administrator", hidden=True)
@require_GET
def moved_days(request: HttpRequest, changed: str) -> HttpResponse:
    """Which promised days a change moved, from when to when: figures, of no case."""
    found = moves_by(changed)
    if not found:
        raise Http404
    rows = [(str(LIMITS.get(one.kind, one.kind)), one) for one in found]
    context = {"changed": changed, "rows": rows, "total": sum(one.n for one in found)}
    return desk_page(request, "admin_desk/moved_days.html", context)


def _months(year: int, table: WorkingCalendar, marked: set[date], today: date) -> list[dict[str, Any]]:
    return [
        {
            "name": dateformat.format(date(year, month, 1), "F"),
            "weeks": [
                [_day(day, table, marked, today) if day.month == month else None for day in week]
                for week in WEEKS.monthdatescalendar(year, month)
            ],
        }
        for month in range(1, 13)
    ]


def _day(day: date, table: WorkingCalendar, marked: set[date], today: date) -> dict[str, Any]:
    kind, says = "", ""
    if table.is_holiday(day):
        kind, says = "holiday", _("holiday")
    elif table.is_makeup(day):
        kind, says = "makeup", _("worked")
    elif not table.is_working(day):
        kind = "rest"
    return {"day": day.day, "kind": kind, "says": says, "changed": day in marked, "today": day == today}
