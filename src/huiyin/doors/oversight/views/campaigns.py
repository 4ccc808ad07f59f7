"""Campaigns (S3-26): registered by who supervises; what came before, during and after, each figure with its lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.doors.oversight import pages
from huiyin.doors.oversight.acting import taken
from huiyin.doors.oversight.panels import link
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.days import day_input
from huiyin.policy.queries import policy, problem_types
from huiyin.reporting.campaigns import actions, queries
from huiyin.reporting.campaigns.models import Campaign
from huiyin.reporting.campaigns.queries import Span
from huiyin.reporting.rules.figures import FIGURES
from huiyin.reporting.rules.measures import LEAST

SPANS = {
    "before": pgettext_lazy("campaign", "Before"),
    "during": pgettext_lazy("campaign", "During"),
    "after": pgettext_lazy("campaign", "After"),
}
SHARES = ("proof", "satisfaction")


@audience("oversight", permission=pages.OVERSEERS)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    viewer = pages.actor_of(request)
    rows = [(row, _types(row)) for row in queries.campaigns(viewer)]
    context = {"rows": rows, "today": pages.today_at(request), "may_register": "supervisor" in viewer.roles}
    return pages.page(request, "oversight/campaigns.html", context)


def _types(row: Campaign) -> list[str]:
    return [policy().type_name(code, pages.language()) for code in row.types]


@audience("oversight", permission=pages.OVERSEERS)
@require_GET
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: its figures before, during and after, and what it came to."""
    row, viewer, today = _row(request, pk), pages.actor_of(request), pages.today_at(request)
    spans = queries.counted(viewer, row, today, now=pages.now_at(request))
    codes = sorted(
        {code for span in spans.values() if span for code in span.by_type},
        key=lambda code: -sum(span.by_type.get(code, 0) for span in spans.values() if span),
    )
    context = {
        "row": row,
        "types": _types(row),
        "spans": [(SPANS[name], span) for name, span in spans.items()],
        "totals": [span.received if span else None for span in spans.values()],
        "lines": [
            (policy().type_name(code, pages.language()), [_cell(span, code) for span in spans.values()])
            for code in codes
        ],
        "shares": [
            (FIGURES[code].called(pages.language()), [_share(span, code) for span in spans.values()])
            for code in SHARES
        ],
        "cut": any(span is None or not span.whole for span in spans.values()),
        "least": LEAST,
        "over": today > row.last,
        "may_sum_up": "supervisor" in viewer.roles_in(row.committee_id) and row.concluded_at is None,
    }
    return pages.page(request, "oversight/campaign.html", context)


def _row(request: HttpRequest, pk: int) -> Campaign:
    row = queries.campaigns(pages.actor_of(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _cell(span: Span | None, code: str) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"count": span.by_type.get(code, 0), "url": link("received", span.period, problem_type=code)}


def _share(span: Span | None, code: str) -> dict[str, Any] | None:
    """A share of few has no percentage."""
    if span is None:
        return None
    share = span.shares[code]
    return {"share": share, "percent": FIGURES[code].percent(share) if share.whole >= LEAST else None}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=day_input())


@dataclass(frozen=True)
class Kind:
    """A problem type with those below it, as choices: who ticks the type itself has ticked all of them."""

    name: str
    choices: list[BoundWidget]

    @property
    def chosen(self) -> int:
        return sum(bool(one.data["selected"]) for one in self.choices)


class PlanForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the campaign"), max_length=60)
    first = _day(gettext_lazy("First day"))
    last = _day(gettext_lazy("Last day"))
    types = forms.MultipleChoiceField(
        label=gettext_lazy("Problem types that it is about"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Open a kind to choose among it, or take all of it."),
    )
    purpose = forms.CharField(
        label=gettext_lazy("What is to become better"), widget=forms.Textarea({"rows": 4}), max_length=2000
    )

    def kinds(self) -> list[Kind]:
        """The problem types by what they stand below, in the order of the blueprint."""
        found: dict[str, Kind] = {}
        for one in self["types"].subwidgets:
            top = policy().above(one.data["value"])[-1]
            found.setdefault(top, Kind(one.choice_label, [])).choices.append(one)
        return list(found.values())


class ResultForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What it came to"), widget=forms.Textarea({"rows": 5}), max_length=2000
    )


@audience("oversight", permission="supervisor")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = PlanForm(request.POST if request.method == "POST" else None, label_suffix="")
    form.fields["types"].choices = problem_types(pages.language())  # type: ignore[attr-defined]
    committee = min(pages.actor_of(request).units_as("supervisor"), default=0)

    def do(who: dict[str, Any]) -> Campaign:
        return actions.register(committee, actions.Plan(**form.cleaned_data), **who)

    return _act(request, form, do, _("Register a campaign"), resolve_url("oversight:campaigns"))


@audience("oversight", permission="supervisor")
@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """What it came to: once, after its last day."""
    row = _row(request, pk)
    if row.concluded_at is not None or pages.today_at(request) <= row.last:
        raise Http404
    form = ResultForm(request.POST if request.method == "POST" else None, label_suffix="")

    def do(who: dict[str, Any]) -> Campaign:
        return actions.sum_up(pk, form.cleaned_data["text"], **who)

    return _act(request, form, do, _("Sum it up"), resolve_url("oversight:campaign", pk))


def _act(
    request: HttpRequest, form: forms.Form, do: Callable[[dict[str, Any]], Campaign], label: str, back: str
) -> HttpResponse:
    def done(who: dict[str, Any]) -> tuple[str, object]:
        return "oversight:campaign", do(who).pk

    return taken(request, form, done, "oversight/campaign_act.html", label=label, back=back)
