"""What a house says of the work of all its units, on one page: a report each, kept together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.panels.acts import Act
from huiyin.doors.desk.panels.finding import own
from huiyin.doors.desk.panels.forms import OnRound
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared import words
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.templatetags.units import named
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.panels import actions, queries
from huiyin.panels.models import Judged, Round


class ReportsForm(OnRound):
    def __init__(self, row: Round, *args: Any, judged: list[Judged], **kwargs: Any) -> None:
        super().__init__(row, *args, **kwargs)
        self.judged = judged
        for one in judged:
            field = writing(named(one.unit), 3, required=False)
            self.fields[f"r{one.pk}"] = field
            self.initial[f"r{one.pk}"] = one.report

    def values(self) -> dict[str, Any]:
        return {"texts": {one.pk: self.cleaned_data[f"r{one.pk}"] for one in self.judged}}


REPORTS: Act = Act(
    "reports", "state_works", gettext_lazy("Reports on the work of all your units"),
    gettext_lazy("What stays empty isn’t touched. Judges read them beside the ballot; until ballots go out they can "
                 "be changed."), forms.Form, actions.state_works,  # type: ignore[arg-type]
)  # fmt: skip


@audience("desk", permission=queries.SPEAKERS, hidden=True)
@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest, pk: int) -> HttpResponse:
    row, viewer = own(request, pk), actor_of(request)
    mine = [one for one in row.objects_judged.select_related("unit__parent") if queries.speaks(viewer, one)]
    if not mine or row.state not in actions.BEFORE_VOTES:
        raise Http404
    form = ReportsForm(row, request.POST if request.method == "POST" else None, judged=mine)
    if form.is_valid():
        try:
            kept = actions.state_works(pk, **form.values(), by=viewer, now=now_at(request))
        except NotAllowed as no:
            form.add_error(None, words.reason(no.refused))
        else:
            messages.success(
                request, ngettext("%(n)s report was kept.", "%(n)s reports were kept.", kept) % {"n": kept}
            )
            return see_other("desk:round", pk)
    context = {"row": row, "act": REPORTS, "form": form, "about": _("Your own units only")}
    return desk_page(request, "desk/panels/act.html", context, 422 if form.is_bound else 200)
