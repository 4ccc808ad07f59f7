"""Papers on the calendar (S0-23 … S0-30): the figures as they stood, the draft, what was found and advised."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.doors.oversight import pages
from huiyin.doors.oversight.views.lists import PAGE, title
from huiyin.doors.oversight.wording import DIMENSIONS, unit_name
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.refusals import REASONS
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.policy.queries import periodic_papers, policy, said
from huiyin.reporting.papers import actions, queries
from huiyin.reporting.papers.freezing import counted
from huiyin.reporting.papers.models import PaperDraft
from huiyin.reporting.rules.figures import FIGURES
from huiyin.reporting.rules.measures import LEAST, Share


@audience("oversight", permission=pages.OVERSEERS)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The newest first; and what the calendar asks for."""
    names = _names()
    context = {
        "rows": [(row, names.get(row.paper, row.paper)) for row in queries.papers(pages.actor_of(request))],
        "advices": queries.advices(pages.actor_of(request))[:50],
    }
    return pages.page(request, "oversight/papers.html", context)


def _names() -> dict[str, str]:
    return {row.code: said(row, "name", pages.language()) for row in periodic_papers()}


@audience("oversight", permission=pages.OVERSEERS)
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: its frozen figures, each with its list, and what people found and advised."""
    row = _row(request, pk)
    figures = []
    for code in (one for one in FIGURES if one in row.figures):
        figure, frozen = FIGURES[code], row.figures[code]
        share = Share(len(frozen["part"]), len(frozen["whole"]))
        percent = figure.percent(share) if share.whole >= LEAST else None
        figures.append((code, figure.called(pages.language()), share, bool(figure.whole), percent))
    units = "received" not in row.figures
    supervises = "supervisor" in pages.actor_of(request).roles_in(row.committee_id)
    context = {
        "row": row,
        "name": _names().get(row.paper, row.paper),
        "figures": figures,
        "tables": [
            (DIMENSIONS[name], FIGURES[counted(name, units=units)].called(pages.language()), lines)
            for name, lines in row.tables.items()
            if lines
        ],
        "tendencies": row.tendencies.prefetch_related("advices__unit").order_by("pk"),
        "may_find": supervises,
    }
    return pages.page(request, "oversight/paper.html", context)


def _row(request: HttpRequest, pk: int) -> PaperDraft:
    row = queries.paper_for(pages.actor_of(request), pk)
    if row is None:
        raise Http404
    return row


@audience("oversight", permission=pages.OVERSEERS)
@require_GET
def behind(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The cases that a frozen figure counted, as they stand now."""
    row, viewer = _row(request, pk), pages.actor_of(request)
    part = "whole" if request.GET.get("of") == "whole" else "part"
    if code not in row.figures:
        raise Http404
    cases = queries.frozen_cases(viewer, row, code, part).select_related("reported__parent")
    found = Paginator(cases, PAGE).get_page(request.GET.get("page"))
    context = {
        "row": row,
        "name": _names().get(row.paper, row.paper),
        "figure": FIGURES[code].called(pages.language()),
        "page": found,
        "rows": [(case, title(case, viewer, policy())) for case in found],
        "query": f"of={part}",
    }
    return pages.page(request, "oversight/frozen.html", context)


def _writing(label: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea({"rows": 4}), max_length=2000)


class FindingForm(forms.Form):
    text = _writing(gettext_lazy("A tendency or a common problem"))


class AdviceForm(forms.Form):
    tendency = forms.TypedChoiceField(label=gettext_lazy("Which finding"), coerce=int)
    unit = forms.TypedChoiceField(label=gettext_lazy("Which unit is advised"), coerce=int)
    text = _writing(gettext_lazy("What it is advised to mend"))

    def fill(self, row: PaperDraft) -> None:
        units = queries.units_below(row)
        tendencies = [(one.pk, one.text[:40]) for one in row.tendencies.order_by("pk")]
        for name, choices in (
            ("tendency", tendencies),
            ("unit", [(one.pk, unit_name(one)) for one in units]),
        ):
            cast(forms.ChoiceField, self.fields[name]).choices = choices


@audience("oversight", permission="supervisor")
@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    form = FindingForm(request.POST if request.method == "POST" else None, label_suffix="")
    return _act(
        request, row, form, _("Write down a finding"), lambda data, who: actions.find(pk, **data, **who)
    )


@audience("oversight", permission="supervisor")
@require_http_methods(["GET", "POST"])
def advice(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    form = AdviceForm(request.POST if request.method == "POST" else None, label_suffix="")
    form.fill(row)

    def give(data: dict[str, Any], who: dict[str, Any]) -> object:
        return actions.advise(data["tendency"], data["unit"], data["text"], **who)

    return _act(request, row, form, _("Advise a unit"), give)


def _act(request: HttpRequest, row: PaperDraft, form: forms.Form, label: str, do: Any) -> HttpResponse:
    if form.is_valid():
        try:
            do(form.cleaned_data, {"by": pages.actor_of(request), "now": pages.now_at(request)})
        except NotAllowed as no:
            form.add_error("text", str(REASONS.get(no.refused.reason, no.refused.reason)))
        else:
            messages.success(request, _("Written down."))
            response = HttpResponseRedirect(resolve_url("oversight:paper", row.pk))
            response.status_code = 303
            return response
    context = {"row": row, "form": form, "label": label}
    return pages.page(request, "oversight/paper_act.html", context, 422 if form.is_bound else 200)
