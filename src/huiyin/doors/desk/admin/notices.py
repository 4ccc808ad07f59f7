"""A whole notice about holidays, pasted: a day on a line; with its year, from then on that year is known."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.cases.times.queries import would_move
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared import words
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.kernel.lifecycle import Refused
from huiyin.organisations.actions import change_days
from huiyin.policy.queries import city
from huiyin.policy.rules.days import read_days


class NoticeForm(forms.Form):
    days = forms.CharField(
        label=gettext_lazy("The days, one on a line"),
        widget=forms.Textarea({"rows": 10}),
        max_length=5_000,
        help_text=gettext_lazy("Like 2027-02-06 rest, or 2027-02-14 work."),
    )
    note = forms.CharField(label=gettext_lazy("Which notice"), min_length=4, max_length=200)
    whole_year = forms.IntegerField(
        label=gettext_lazy("It is the whole notice for the year"),
        min_value=2000,
        max_value=2100,
        required=False,
        help_text=gettext_lazy("Leave it empty where it changes single days only."),
    )

    def clean_days(self) -> list[tuple[date, bool]]:
        read = read_days(self.cleaned_data["days"])
        if isinstance(read, Refused):
            raise forms.ValidationError(words.reason(read))
        return read

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        year, days = data.get("whole_year"), data.get("days") or []
        if year and not any(day.year == year for day, _working in days):
            self.add_error("whole_year", _("No day on the list is of this year."))
        return data


@audience("desk", permission="administrator")
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest) -> HttpResponse:
    """Shows what a notice would move before it is entered."""
    now = now_at(request)
    form = NoticeForm(request.POST if request.method == "POST" else None)
    looked = None
    if form.is_valid():
        data = form.cleaned_data
        if "look" in request.POST:
            looked = would_move(data["days"], now)
        else:
            change_days(
                data["days"], data["note"], whole_year=data["whole_year"], by=actor_of(request), now=now
            )
            messages.success(request, _("%(n)d days are entered.") % {"n": len(data["days"])})
            return see_other("desk:calendar")
    context = {"form": form, "looked": looked, "moves": city().calendar_changes == "recompute"}
    return desk_page(request, "admin_desk/notice.html", context, 422 if form.errors else 200)
