"""The calls to reporters of a month: by result, how many were satisfied, and whom to call again (S0-25, S1-25)."""

from __future__ import annotations

from datetime import date, datetime, time

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import dateformat
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.queries import work
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.wording import CALLS
from huiyin.doors.shared.access import audience
from huiyin.kernel.clock import SHANGHAI
from huiyin.ratings.queries import tally
from huiyin.reporting.rules.measures import Share

WATCHING = ("clerk", "reviewer", "supervisor", "leader")
MONTHS = 12
SHOWN = 200


class FilterForm(forms.Form):
    """A month that isn't offered is the newest; a result that isn't, all."""

    month = forms.ChoiceField(label=gettext_lazy("Month"), required=False)
    result = forms.ChoiceField(
        label=gettext_lazy("The call"), required=False, choices=[("", gettext_lazy("All")), *CALLS.items()]
    )

    def __init__(self, data: object, today: date) -> None:
        super().__init__(data, label_suffix="")  # type: ignore[arg-type]
        self.months = {month.isoformat()[:7]: month for month in _months(today)}
        pattern = pgettext("date", "F Y")
        named = [(code, str(dateformat.format(month, pattern))) for code, month in self.months.items()]
        self.fields["month"].choices = named  # type: ignore[attr-defined]
        self.is_valid()
        self.first = self.months.get(self.cleaned_data.get("month", ""), next(iter(self.months.values())))


def _months(today: date) -> list[date]:
    """The first days of this month and of those before it."""
    count = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(count, count - MONTHS, -1)]


@audience("desk", permission=WATCHING)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Figures of the month, and its calls, the newest first."""
    viewer, today = actor_of(request), now_at(request).astimezone(SHANGHAI).date()
    form = FilterForm(request.GET, today)
    rows = work.calls_here(viewer, WATCHING, *_span(form.first))
    found = tally(rows)
    chosen = form.cleaned_data.get("result", "")
    context = {
        "form": form,
        "figures": [(name, found[code]) for code, name in CALLS.items()],
        "satisfied": Share(found["satisfied"], found["reached"]),
        "rows": list(rows.filter(result=chosen)[:SHOWN] if chosen else rows[:SHOWN]),
        "most": SHOWN,
    }
    return desk_page(request, "desk/revisits.html", context)


def _span(first: date) -> tuple[datetime, datetime]:
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return datetime.combine(first, time(), SHANGHAI), datetime.combine(after, time(), SHANGHAI)
