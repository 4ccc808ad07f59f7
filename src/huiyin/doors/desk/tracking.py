"""What work teams follow to its end (跟踪督办, S1-34): the list, one of them, and what the team saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at, see_other
from huiyin.doors.desk.wording import mend
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.pointing import point_out
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ratings.again.queries import first_finding
from huiyin.supervision.tracking import actions, queries
from huiyin.supervision.tracking.models import Tracking

READERS = ("team", "reviewer", "supervisor", "leader")
SHOWN = 200

Words = Mapping[str, str | Promise]
STATES: Words = {
    "tracked": pgettext_lazy("tracking", "being followed"),
    "unsolved": pgettext_lazy("tracking", "not solved"),
    "ticked_off": pgettext_lazy("tracking", "solved, ticked off"),
}
WAYS: Words = {
    "visit": pgettext_lazy("tracking", "on the spot"),
    "talk": pgettext_lazy("tracking", "with those concerned"),
    "phone": pgettext_lazy("tracking", "by telephone"),
    "records": pgettext_lazy("tracking", "in the records"),
}


@audience("desk", permission=READERS)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """A team reads its own, the committee all of them."""
    viewer = actor_of(request)
    standing = queries.standing(viewer)
    context = {
        "rows": [(row, STATES[row.state]) for row in queries.trackings(viewer)[:SHOWN]],
        "standing": [(STATES[state], count) for state, count in standing.items()],
        "most": SHOWN,
    }
    return desk_page(request, "desk/trackings.html", context)


@audience("desk", permission=READERS, hidden=True)
@require_GET
def tracking(request: HttpRequest, pk: int) -> HttpResponse:
    """Redacted words, what was found, and what the team saw."""
    row, viewer = _row(request, pk), actor_of(request)
    context = {
        "row": row,
        "state": STATES[row.state],
        "acts": [(noun, act) for noun, act in ACTS.items() if act.verb in queries.verbs_on(viewer, row)],
        "allegations": list(row.case.allegations.order_by("position")),
        "finding": first_finding(row.case) if row.case.answered_at else None,
        "looks": [(look, WAYS[look.way]) for look in row.looks.select_related("by").order_by("at", "pk")],
    }
    return desk_page(request, "desk/tracking.html", context)


def _row(request: HttpRequest, pk: int) -> Tracking:
    row = queries.tracking_for(actor_of(request), pk)
    if row is None:
        raise Http404
    return row


class LookForm(forms.Form):
    way = forms.ChoiceField(
        label=gettext_lazy("How it was seen"), choices=list(WAYS.items()), widget=forms.RadioSelect
    )
    text = writing(gettext_lazy("What was seen; nothing of who reported"), 5)


@dataclass(frozen=True)
class TrackingAct:
    """One act: its verb, what it is called, what follows, how it is done."""

    verb: str
    label: str | Promise
    follows: str | Promise
    do: Callable[..., object]


ACTS: Mapping[str, TrackingAct] = {
    "look": TrackingAct(
        "look_in", gettext_lazy("Write down what was seen"),
        gettext_lazy("The committee reads it. The lead stays with your team."), actions.look_in,
    ),
    "doubt": TrackingAct(
        "find_unsolved", gettext_lazy("It isn’t solved"),
        gettext_lazy("Those who supervise are told. The lead stays with your team until it is solved."),
        actions.find_unsolved,
    ),
    "end": TrackingAct(
        "tick_off", gettext_lazy("Solved: tick it off"),
        gettext_lazy("It ends here. This can’t be undone."), actions.tick_off,
    ),
}  # fmt: skip


@audience("desk", permission=READERS, hidden=True)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, noun: str) -> HttpResponse:
    row, chosen = _row(request, pk), ACTS.get(noun)
    if chosen is None or chosen.verb not in queries.verbs_on(actor_of(request), row):
        raise Http404
    form = LookForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_valid() and _done(request, chosen, pk, form):
        messages.success(request, _("Done: %(what)s.") % {"what": chosen.label})
        return see_other("desk:tracking", pk)
    context = {"row": row, "act": chosen, "form": form}
    return desk_page(request, "desk/tracking_act.html", context, 422 if form.is_bound else 200)


def _done(request: HttpRequest, chosen: TrackingAct, pk: int, form: LookForm) -> bool:
    try:
        chosen.do(pk, **form.cleaned_data, by=actor_of(request), now=now_at(request))
    except NotAllowed as no:
        point_out(form, no.refused, mend(no.refused))
    return not form.errors
