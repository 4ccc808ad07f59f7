"""Accountability records (责任追究, S3-21): the register, filtered and as a sheet; stated, contested, concluded."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.reasoned import Asked, ReasonedAct, ReasonsForm, taken
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.wording import mend
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.pointing import point_out
from huiyin.doors.shared.templatetags.units import named
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.kernel.text import neutral_cell
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import officers_in
from huiyin.supervision.rounds import actions, queries
from huiyin.supervision.rounds.models import Breach

READERS = ("supervisor", "leader", "approver", "chief", "handler")
STATERS = "supervisor"
SHOWN = 200

STATES: Mapping[str, str | Promise] = {
    "stated": pgettext_lazy("breach", "stated"),
    "contested": pgettext_lazy("breach", "contested"),
    "upheld": pgettext_lazy("breach", "upheld"),
    "withdrawn": pgettext_lazy("breach", "withdrawn"),
}


class FilterForm(forms.Form):
    words = forms.CharField(label=gettext_lazy("Unit, name or words"), max_length=60, required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Status"), required=False, choices=[("", gettext_lazy("All")), *STATES.items()]
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), required=False, min_value=2000, max_value=2100)

    def wanted(self) -> queries.Wanted:
        """What is asked; what makes no sense is left out."""
        self.is_valid()
        return queries.Wanted(**{name: value for name, value in self.cleaned_data.items() if value})


@audience("desk", permission=READERS)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The records that the reader may see; the page prints as it stands."""
    form, viewer = FilterForm(request.GET, label_suffix=""), actor_of(request)
    context = {
        "form": form,
        "rows": [
            (row, STATES[row.state], file_of(viewer, row))
            for row in queries.register(viewer, form.wanted())[:SHOWN]
        ],
        "query": request.GET.urlencode(),
        "may_state": STATERS in viewer.roles,
        "most": SHOWN,
    }
    return desk_page(request, "desk/breaches.html", context)


@audience("desk", permission=READERS)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a sheet."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([
        _("Day"), _("Unit"), _("Who"), _("Rule that was broken"), _("What happened"), _("What was decided"),
        _("Status"), _("Objection"), _("Conclusion"), _("Case"),
    ])  # fmt: skip
    viewer = actor_of(request)
    for row in queries.register(viewer, FilterForm(request.GET).wanted()).iterator(200):
        writer.writerow([neutral_cell(cell) for cell in (*_cells(row), file_of(viewer, row))])
    name = pgettext("file name", "accountability")
    disposition = f"attachment; filename*=UTF-8''{name}.csv"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _cells(row: Breach) -> tuple[object, ...]:
    day = row.at.astimezone(SHANGHAI).date().isoformat()
    who = row.officer.name if row.officer else ""
    return (
        day, row.unit.name, who, row.basis, row.facts, row.decision, STATES[row.state], row.objection, row.outcome,
    )  # fmt: skip


def file_of(viewer: Actor, row: Breach) -> str:
    """The number of the file that it comes from, for the committee's own people: a house needn't know of every file."""
    mine = row.committee_id in viewer.units_as("supervisor", "leader")
    return row.case.number if row.case and mine and not row.case.held_back else ""


@audience("desk", permission=READERS, hidden=True)
@require_GET
def breach(request: HttpRequest, pk: int) -> HttpResponse:
    """One record, and what the reader may do with it."""
    row = _row(request, pk)
    acts = [(noun, act) for noun, act in ACTS.items() if act.verb in queries.verbs_on(actor_of(request), row)]
    context = {
        "row": row,
        "state": STATES[row.state],
        "acts": acts,
        "file": file_of(actor_of(request), row),
    }
    return desk_page(request, "desk/breach.html", context)


def _row(request: HttpRequest, pk: int) -> Breach:
    row = queries.breaches(actor_of(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


class UnitForm(forms.Form):
    unit = forms.TypedChoiceField(label=gettext_lazy("Against which unit"), coerce=int)


class StatementForm(forms.Form):
    officer = forms.TypedChoiceField(
        label=gettext_lazy("Against whom"), coerce=int, empty_value=None, required=False
    )
    basis = forms.CharField(label=gettext_lazy("Rule that was broken"), max_length=200)
    facts = writing(gettext_lazy("What happened"), 5)
    decision = forms.CharField(label=gettext_lazy("What was decided"), max_length=200)
    case = forms.CharField(
        label=gettext_lazy("Number of the file, if it comes from one"), max_length=40, required=False
    )


@audience("desk", permission=STATERS, hidden=True)
@require_http_methods(["GET", "POST"])
def state(request: HttpRequest) -> HttpResponse:
    """First against which unit, then the rest: who works there is known by then."""
    units = list(queries.may_state(actor_of(request)))
    unit = next((one for one in units if str(one.pk) == request.GET.get("unit")), None)
    form: forms.Form
    if unit is None:
        form = UnitForm(label_suffix="")
        cast(forms.ChoiceField, form.fields["unit"]).choices = [(one.pk, named(one)) for one in units]
    else:
        form = StatementForm(request.POST if request.method == "POST" else None, label_suffix="")
        staff = [(one.pk, f"{one.name} {one.title}".strip()) for one in officers_in(unit)]
        cast(forms.ChoiceField, form.fields["officer"]).choices = [("", _("the unit as a whole")), *staff]
        if form.is_valid() and (made := _stated(request, unit, form)):
            messages.success(request, _("Stated. The unit has been told, and may object."))
            return see_other("desk:breach", made.pk)
    context = {"form": form, "unit": unit, "about": named(unit) if unit else ""}
    return desk_page(request, "desk/breach_new.html", context, 422 if form.is_bound else 200)


def _stated(request: HttpRequest, unit: Unit, form: forms.Form) -> Breach | None:
    try:
        said = actions.Statement(unit.pk, **{name: form.cleaned_data[name] for name in form.fields})
        return actions.state_breach(said, by=actor_of(request), now=now_at(request))
    except NotAllowed as no:
        point_out(form, no.refused, mend(no.refused))
        return None


ACTS: Mapping[str, ReasonedAct] = {
    "objection": ReasonedAct(
        "contest", gettext_lazy("Object"),
        gettext_lazy("Whoever leads the committee reads it and concludes. You object once."), actions.contest,
    ),
    "confirmation": ReasonedAct(
        "uphold", gettext_lazy("Uphold it"),
        gettext_lazy("It stays on record. The unit, and whoever stated it, are told."), actions.uphold,
    ),
    "withdrawal": ReasonedAct(
        "withdraw", gettext_lazy("Withdraw it"),
        gettext_lazy("It stays readable and counts against nobody. The unit, and whoever stated it, are told."),
        actions.withdraw,
    ),
}  # fmt: skip


@audience("desk", permission=READERS, hidden=True)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, noun: str) -> HttpResponse:
    """Objects to a record, or concludes it: once, with reasons."""
    row, chosen = _row(request, pk), ACTS.get(noun)
    if chosen is None or chosen.verb not in queries.verbs_on(actor_of(request), row):
        raise Http404
    form = ReasonsForm(request.POST if request.method == "POST" else None, label_suffix="")
    return taken(request, Asked(chosen, pk, "desk/breach_act.html", ("desk:breach", pk)), form, row=row)
