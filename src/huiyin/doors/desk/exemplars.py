"""The library of exemplars (正反典型, S1-38): what is on show, what waits; one put forward, chosen, taken down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.assessment.exemplars import actions, queries
from huiyin.assessment.exemplars.models import Exemplar
from huiyin.cases.models import Case
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.reasoned import Asked, ReasonedAct, ReasonsForm, taken
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.wording import mend
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import ANY_MANDATE, audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.pointing import point_out
from huiyin.doors.shared.templatetags.units import fully
from huiyin.doors.shared.words import TOPICS
from huiyin.kernel.lifecycle import NotAllowed

NOMINATORS = ("reviewer", "supervisor", "approver", "chief")
SHOWN = 200

STATES: Mapping[str, str | Promise] = {
    "nominated": pgettext_lazy("exemplar", "put forward"),
    "on_show": pgettext_lazy("exemplar", "on show"),
    "not_chosen": pgettext_lazy("exemplar", "not chosen"),
    "taken_down": pgettext_lazy("exemplar", "taken down"),
}


class FilterForm(forms.Form):
    good = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False,
        choices=[("", gettext_lazy("All")), ("1", gettext_lazy("To follow")), ("0", gettext_lazy("To avoid"))],
    )  # fmt: skip
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"), required=False, choices=[("", gettext_lazy("All")), *TOPICS.items()]
    )

    def wanted(self) -> dict[str, object]:
        self.is_valid()
        asked = {"good": self.cleaned_data.get("good"), "topic": self.cleaned_data.get("topic")}
        return {name: value == "1" if name == "good" else value for name, value in asked.items() if value}


@audience("desk", permission=ANY_MANDATE)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What waits for a decision first, then what is on show."""
    form, viewer = FilterForm(request.GET, label_suffix=""), actor_of(request)
    rows = queries.readable(viewer).filter(**form.wanted())[:SHOWN]
    context = {
        "form": form,
        "rows": [(row, STATES[row.state], TOPICS[row.topic]) for row in rows],
        "may_nominate": bool(viewer.roles.intersection(NOMINATORS)),
        "most": SHOWN,
    }
    return desk_page(request, "desk/exemplars.html", context)


@audience("desk", permission=ANY_MANDATE, hidden=True)
@require_GET
def exemplar(request: HttpRequest, pk: int) -> HttpResponse:
    row, viewer = _row(request, pk), actor_of(request)
    verbs = queries.verbs_on(viewer, row)
    context = {
        "row": row,
        "state": STATES[row.state],
        "topic": TOPICS[row.topic],
        "inside": queries.in_confidence(viewer, row),
        "acts": [(noun, act) for noun, act in ACTS.items() if act.verb in verbs],
    }
    return desk_page(request, "desk/exemplar.html", context)


def _row(request: HttpRequest, pk: int) -> Exemplar:
    row = queries.readable(actor_of(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


class ToldForm(forms.Form):
    """`unit` and `source` only where it isn't drawn from a file; `good` only where it is, for others are good ones."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Whose work it is"), coerce=int)
    source = forms.CharField(
        label=gettext_lazy("What it rests on; only the committee reads it"), max_length=200
    )
    good = forms.TypedChoiceField(
        label=gettext_lazy("Kind"), coerce=lambda value: value == "1", widget=forms.RadioSelect,
        choices=[("1", gettext_lazy("To follow")), ("0", gettext_lazy("To avoid"))],
    )  # fmt: skip
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"), choices=list(TOPICS.items()), widget=forms.RadioSelect
    )
    title = forms.CharField(label=gettext_lazy("Heading"), max_length=60)
    text = writing(gettext_lazy("What was done, told in new words: no names, no days, no numbers"), 7)
    lesson = writing(gettext_lazy("What others learn from it"), 3, required=False)


@audience("desk", permission=NOMINATORS, hidden=True)
@require_http_methods(["GET", "POST"])
def nominate(request: HttpRequest) -> HttpResponse:
    """From a closed file (`?case=`), or from a unit's work: `?unit=` and `?source=` begin it, as from an appraisal."""
    number, viewer = request.GET.get("case", ""), actor_of(request)
    case = queries.file_to_nominate(viewer, number) if number else None
    if number and case is None:
        raise Http404
    begun = {name: request.GET.get(name, "")[:200] for name in ("unit", "source")}
    form = ToldForm(request.POST if request.method == "POST" else None, initial=begun, label_suffix="")
    if case:
        del form.fields["unit"], form.fields["source"]
    else:
        del form.fields["good"]
        units = [(one.pk, fully(one)) for one in queries.may_nominate(viewer)]
        cast(forms.ChoiceField, form.fields["unit"]).choices = units
    if form.is_valid() and (made := _nominated(request, form, case)):
        messages.success(request, _("Put forward. Whoever leads the committee decides on it."))
        return see_other("desk:exemplar", made.pk)
    context = {"form": form, "case": case}
    return desk_page(request, "desk/exemplar_new.html", context, 422 if form.is_bound else 200)


def _nominated(request: HttpRequest, form: ToldForm, case: Case | None) -> Exemplar | None:
    data = dict(form.cleaned_data)
    whence = {"number": case.number} if case else {"unit": data.pop("unit"), "source": data.pop("source")}
    try:
        told = actions.Told(**{"good": True, **data})
        return actions.nominate(told, by=actor_of(request), now=now_at(request), **whence)
    except NotAllowed as no:
        point_out(form, no.refused, mend(no.refused))
        return None


class ChoosingForm(ReasonsForm):
    """Whoever chooses need not say why."""

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["text"].required = False


ACTS: Mapping[str, ReasonedAct] = {
    "showing": ReasonedAct(
        "choose", gettext_lazy("Take into the library"),
        gettext_lazy("Everybody who works here reads it; one to follow stands on the public page, too."),
        actions.choose,
    ),
    "refusal": ReasonedAct(
        "turn_down", gettext_lazy("Turn it down"), gettext_lazy("Whoever put it forward reads why."), actions.turn_down
    ),
    "removal": ReasonedAct(
        "take_down", gettext_lazy("Take it down"),
        gettext_lazy("Only your committee can read it from then on. It can’t be put up again."), actions.take_down,
    ),
}  # fmt: skip


@audience("desk", permission="leader", hidden=True)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, noun: str) -> HttpResponse:
    row, chosen = _row(request, pk), ACTS.get(noun)
    if chosen is None or chosen.verb not in queries.verbs_on(actor_of(request), row):
        raise Http404
    kind = ChoosingForm if chosen.verb == "choose" else ReasonsForm
    form = kind(request.POST if request.method == "POST" else None, label_suffix="")
    return taken(request, Asked(chosen, pk, "desk/exemplar_act.html", ("desk:exemplar", pk)), form, row=row)
