"""What people do with a paper on the calendar: findings, advice, items for the meeting and what it decided."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.doors.oversight import pages
from huiyin.doors.oversight.acting import taken
from huiyin.doors.oversight.views.papers import row_of
from huiyin.doors.oversight.wording import unit_name
from huiyin.doors.shared.access import audience
from huiyin.reporting.papers import actions, queries
from huiyin.reporting.papers.models import PaperDraft


def _writing(label: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea({"rows": 4}), max_length=2000)


class FindingForm(forms.Form):
    text = _writing(gettext_lazy("A tendency or a common problem"))


class AdviceForm(forms.Form):
    tendency = forms.TypedChoiceField(label=gettext_lazy("Which finding"), coerce=int)
    unit = forms.TypedChoiceField(label=gettext_lazy("Which unit is advised"), coerce=int)
    text = _writing(gettext_lazy("What it is advised to mend"))

    def fill(self, row: PaperDraft) -> None:
        units = queries.advisable(row.committee_id)
        tendencies = [(one.pk, one.text[:40]) for one in row.tendencies.order_by("pk")]
        for name, choices in (
            ("tendency", tendencies),
            ("unit", [(one.pk, unit_name(one)) for one in units]),
        ):
            cast(forms.ChoiceField, self.fields[name]).choices = choices


@audience("oversight", permission="supervisor")
@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    row = row_of(request, pk)
    form = FindingForm(request.POST if request.method == "POST" else None, label_suffix="")
    return _act(
        request, row, form, _("Write down a finding"), lambda data, who: actions.find(pk, **data, **who)
    )


@audience("oversight", permission="supervisor")
@require_http_methods(["GET", "POST"])
def advice(request: HttpRequest, pk: int) -> HttpResponse:
    row = row_of(request, pk)
    form = AdviceForm(request.POST if request.method == "POST" else None, label_suffix="")
    form.fill(row)

    def give(data: dict[str, Any], who: dict[str, Any]) -> object:
        return actions.advise(data["tendency"], data["unit"], data["text"], **who)

    return _act(request, row, form, _("Advise a unit"), give)


class TablingForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Number of the file, if it is about one"), max_length=40, required=False
    )
    text = _writing(gettext_lazy("What the meeting is to look at"))


class DecisionForm(forms.Form):
    text = _writing(gettext_lazy("What the meeting decided"))


@audience("oversight", permission="supervisor")
@require_http_methods(["GET", "POST"])
def tabling(request: HttpRequest, pk: int) -> HttpResponse:
    """An item for the meeting over a paper."""
    row = row_of(request, pk)
    if not queries.meeting_of(row):
        raise Http404
    form = TablingForm(request.POST if request.method == "POST" else None, label_suffix="")

    def put(data: dict[str, Any], who: dict[str, Any]) -> object:
        return actions.table(pk, data["text"], number=data["number"].strip(), **who)

    return _act(request, row, form, _("Put before the meeting"), put)


@audience("oversight", permission="supervisor")
@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """What the meeting decided about an item: once."""
    tabled = queries.open_item(pages.actor_of(request), pk)
    if tabled is None:
        raise Http404
    form = DecisionForm(request.POST if request.method == "POST" else None, label_suffix="")

    def put(data: dict[str, Any], who: dict[str, Any]) -> object:
        return actions.resolve(pk, data["text"], **who)

    return _act(request, tabled.paper, form, _("Write down the decision"), put, tabled.text)


def _act(
    request: HttpRequest, row: PaperDraft, form: forms.Form, label: str, do: Any, about: str = ""
) -> HttpResponse:
    def done(who: dict[str, Any]) -> tuple[str, object]:
        do(form.cleaned_data, who)
        return "oversight:paper", row.pk

    return taken(request, form, done, "oversight/paper_act.html", "text", row=row, label=label, about=about)
