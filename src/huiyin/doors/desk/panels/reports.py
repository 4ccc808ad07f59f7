"""What a house says of the work of all its units, on one page: a report each, kept together."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.doors.desk.panels.acting import asked
from huiyin.doors.desk.panels.acts import Act
from huiyin.doors.desk.panels.finding import own
from huiyin.doors.desk.panels.forms import OnRound
from huiyin.doors.desk.scoping import actor_of
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.templatetags.units import named
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
                 "be changed."), ReportsForm, actions.state_works,
)  # fmt: skip


@audience("desk", permission=queries.SPEAKERS, hidden=True)
@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest, pk: int) -> HttpResponse:
    row, viewer = own(request, pk), actor_of(request)
    mine = [one for one in row.objects_judged.select_related("unit__parent") if queries.speaks(viewer, one)]
    if not mine or row.state not in actions.BEFORE_VOTES:
        raise Http404
    act = replace(REPORTS, form=partial(ReportsForm, judged=mine))
    return asked(request, row, act, pk, _("Your own units only"))
