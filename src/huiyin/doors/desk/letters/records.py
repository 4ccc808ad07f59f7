"""What is on record about a unit or an officer, given to whoever may ask for it (S1-39)."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from huiyin.assessment.record.actions import state_record
from huiyin.assessment.record.queries import may_state
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.wording import mend
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.days import day_input
from huiyin.doors.shared.pointing import point_out
from huiyin.doors.shared.templatetags.units import fully
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import officers_in
from huiyin.supervision.letters import queries
from huiyin.supervision.letters.models import Letter

STATERS = ("reviewer", "supervisor")


class UnitForm(forms.Form):
    unit = forms.TypedChoiceField(label=lazy("About which unit"), coerce=int)


class RecordForm(forms.Form):
    officer = forms.TypedChoiceField(label=lazy("About whom"), coerce=int, empty_value=None, required=False)
    first = forms.DateField(label=lazy("From this day on"), widget=day_input())
    last = forms.DateField(label=lazy("Up to this day"), widget=day_input())
    to = forms.TypedChoiceField(label=lazy("Given to whom"), coerce=int)
    asked = forms.CharField(label=lazy("Which paper asked for it"), max_length=200)


@audience("desk", permission=STATERS, hidden=True)
@require_http_methods(["GET", "POST"])
def state(request: HttpRequest) -> HttpResponse:
    """First about which unit, then the rest: who works there is known by then."""
    units = list(may_state(actor_of(request)))
    unit = next((one for one in units if str(one.pk) == request.GET.get("unit")), None)
    form: forms.Form
    if unit is None:
        form = UnitForm(label_suffix="")
        cast(forms.ChoiceField, form.fields["unit"]).choices = [(one.pk, fully(one)) for one in units]
    else:
        form = _filled(request, unit)
        if form.is_valid() and (made := _stated(request, unit, form)):
            messages.success(request, _("Made of the records. It waits for its signature."))
            return see_other("desk:letter", made.pk)
    context = {"form": form, "unit": unit}
    return desk_page(request, "letters_desk/record.html", context, 422 if form.is_bound else 200)


def _filled(request: HttpRequest, unit: Unit) -> RecordForm:
    form = RecordForm(request.POST if request.method == "POST" else None, label_suffix="")
    staff = [(one.pk, f"{one.name} {one.title}".strip()) for one in officers_in(unit)]
    cast(forms.ChoiceField, form.fields["officer"]).choices = [("", _("the unit as a whole")), *staff]
    to = queries.addressees(unit.committee or unit)
    cast(forms.ChoiceField, form.fields["to"]).choices = [(one.pk, fully(one)) for one in to]
    return form


def _stated(request: HttpRequest, unit: Unit, form: forms.Form) -> Letter | None:
    try:
        return state_record(unit.pk, **form.cleaned_data, by=actor_of(request), now=now_at(request))
    except NotAllowed as no:
        point_out(form, no.refused, mend(no.refused))
        return None
