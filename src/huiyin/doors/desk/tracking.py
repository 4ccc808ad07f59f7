"""What work teams follow to its end (跟踪督办, S1-34): the list, one of them, and what the team saw."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.reasoned import Asked, ReasonedAct, taken
from huiyin.doors.desk.scoping import actor_of
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
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


ACTS: Mapping[str, ReasonedAct] = {
    "look": ReasonedAct(
        "look_in", gettext_lazy("Write down what was seen"),
        gettext_lazy("The committee reads it. The lead stays with your team."), actions.look_in,
    ),
    "doubt": ReasonedAct(
        "find_unsolved", gettext_lazy("It isn’t solved"),
        gettext_lazy("Those who supervise are told. The lead stays with your team until it is solved."),
        actions.find_unsolved,
    ),
    "end": ReasonedAct(
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
    return taken(request, Asked(chosen, pk, "desk/tracking_act.html", ("desk:tracking", pk)), form, row=row)
