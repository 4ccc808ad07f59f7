"""What a unit was advised to mend (整改意见, S0-30), and what it does about it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.wording import mend
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.reporting.papers import actions, queries

LEADING = ("approver", "chief")


class AdoptionForm(forms.Form):
    adopted = forms.ChoiceField(
        label=gettext_lazy("Does the unit follow it?"),
        choices=[("yes", pgettext_lazy("advice", "yes")), ("no", pgettext_lazy("advice", "no"))],
        widget=forms.RadioSelect,
    )
    measure = writing(gettext_lazy("What is done, or why not"), 5)


@audience("desk", permission=LEADING)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    rows = queries.advices(viewer).filter(unit__in=viewer.units_as(*LEADING))
    return desk_page(request, "desk/advices.html", {"rows": rows})


@audience("desk", permission=LEADING, hidden=True)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Once: whether the unit follows the advice, and what it does."""
    viewer = actor_of(request)
    row = queries.advices(viewer).filter(pk=pk, answered_at=None, unit__in=viewer.units_as(*LEADING)).first()
    if row is None:
        raise Http404
    form = AdoptionForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_valid():
        adopted = form.cleaned_data["adopted"] == "yes"
        try:
            actions.take_up(pk, form.cleaned_data["measure"], adopted=adopted, by=viewer, now=now_at(request))
        except NotAllowed as no:
            form.add_error("measure", mend(no.refused))
        else:
            messages.success(request, _("Written down."))
            return see_other("desk:advices")
    return desk_page(
        request, "desk/advice_answer.html", {"row": row, "form": form}, 422 if form.is_bound else 200
    )
