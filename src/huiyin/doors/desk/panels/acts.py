"""Acts on a round, on a member of its panel, on what it judges: each a page that says what follows, and a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.panels import forms
from huiyin.doors.desk.panels.entries import ORGANISING, READERS
from huiyin.doors.desk.panels.views import own
from huiyin.doors.desk.scoping import actor_of, now_at, see_other
from huiyin.doors.shared import words
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.templatetags.units import named
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.panels import actions, queries
from huiyin.panels.models import Round
from huiyin.panels.rules.lifecycle import ROUND


@dataclass(frozen=True)
class Act:
    """One act: its address, what it is called, what follows, what is asked, how it is done."""

    noun: str
    verb: str
    label: str | Promise
    follows: str | Promise
    form: type[forms.OnRound]
    do: Callable[..., object]


OF_ROUND = (
    Act("announcement", "announce", gettext_lazy("Announce the draw"),
        gettext_lazy("The pool is frozen and the lottery published. This takes some seconds. From then on nobody can "
                     "change who may be drawn, or how likely it is."), forms.AnnounceForm, actions.announce),
    Act("draw", "draw", gettext_lazy("Draw the panel"),
        gettext_lazy("The numbers decide. The record is published at once and can be checked by anybody."),
        forms.DrawForm, actions.draw),
    Act("calling-off", "call_off", gettext_lazy("Call the announcement off"),
        gettext_lazy("The announcement is void, and its hash stays on record. Then it can be announced anew."),
        forms.ReasonForm, actions.call_off),
    Act("appointment", "appoint", gettext_lazy("Seat a judge by office"),
        gettext_lazy("They sit by their office, not by lot."), forms.AppointForm, actions.appoint),
    Act("visit", "visit", gettext_lazy("Record a visit"),
        gettext_lazy("Judges read it beside the ballot."), forms.VisitForm, actions.visit),
    Act("ballots", "issue", gettext_lazy("Send out the ballots"),
        gettext_lazy("Every judge with a telephone gets a link of their own by text message. Who sits can’t change "
                     "any more."), forms.IssueForm, actions.issue),
    Act("count", "count", gettext_lazy("Count"),
        gettext_lazy("All envelopes are opened together, the ballots mixed, scores and places worked out. Envelopes "
                     "and links are destroyed: nothing leads back to who voted how."), forms.SureForm, actions.count),
    Act("summary", "sum_up", gettext_lazy("Causes and measures"),
        gettext_lazy("It is published with the results. A quarter or a half-year isn’t published without."),
        forms.TextForm, actions.sum_up),
    Act("publication", "publish", gettext_lazy("Publish the results"),
        gettext_lazy("Everybody can read places and ballots. This can’t be taken back."),
        forms.SureForm, actions.publish),
)  # fmt: skip

RESIGN = Act(
    "resignation", "resign", gettext_lazy("Replace this judge"),
    gettext_lazy("The seat goes to whom the published draw says. Nobody picks."), forms.SureForm, actions.resign,
)  # fmt: skip
RENEW = Act(
    "link", "renew", gettext_lazy("Send a new link"),
    gettext_lazy("The old link opens nothing any more; what they filled in stays."), forms.SureForm, actions.renew,
)  # fmt: skip
VETO = Act(
    "veto", "veto", gettext_lazy("Veto for a grave failure"),
    gettext_lazy("The unit loses its place in this round and in those it is carried on to. The reason is published: "
                 "say what was proven, and by whom."), forms.ReasonForm, actions.veto,
)  # fmt: skip
REPORT = Act(
    "report", "state_work", gettext_lazy("Report on the work"),
    gettext_lazy("It can be changed until ballots go out."), forms.ReportForm, actions.state_work,
)  # fmt: skip


ANSWER = Act(
    "answer", "answer_task", gettext_lazy("What was put right"),
    gettext_lazy("The committee sees it and confirms it, before the next round."), forms.TextForm, actions.answer_task,
)  # fmt: skip
CONFIRM = Act(
    "confirmation", "confirm_task", gettext_lazy("It was put right"),
    gettext_lazy("You have seen for yourself that it is so."), forms.SureForm, actions.confirm_task,
)  # fmt: skip


def offered(viewer: Actor, row: Round) -> list[Act]:
    """What the reader can do with the round now."""
    roles = viewer.roles_in(row.committee_id)
    able = [act for act in OF_ROUND if not isinstance(ROUND.step(act.verb, row.state, roles), Refused)]
    return [act for act in able if _fits(act.verb, row)]


def _fits(verb: str, row: Round) -> bool:
    drawn = bool(row.plan["seats"])
    return {
        "announce": drawn,
        "issue": row.state == "drawn" or not drawn,
        "sum_up": bool(row.rule.get("carried")),
        "appoint": not drawn or len(row.rule["layers"]) > 1,
    }.get(verb, True)


@audience("desk", permission=ORGANISING, hidden=True)
@require_http_methods(["GET", "POST"])
def on_round(request: HttpRequest, pk: int, noun: str) -> HttpResponse:
    row = own(request, pk)
    act = next((one for one in offered(actor_of(request), row) if one.noun == noun), None)
    return _page(request, row, act, pk, "")


@audience("desk", permission=queries.KEEPERS, hidden=True)
@require_http_methods(["GET", "POST"])
def on_member(request: HttpRequest, pk: int, member: int, noun: str) -> HttpResponse:
    row = own(request, pk)
    one = (
        row.members.select_related("judge").filter(pk=member).first()
        if queries.keeps(actor_of(request), row)
        else None
    )
    act = {"resignation": RESIGN, "link": RENEW}.get(noun)
    open_ = one and one.state == "seated" and row.state == ("drawn" if act is RESIGN else "voting")
    return _page(request, row, act if open_ else None, member, one.judge.code if one else "")


@audience("desk", permission=READERS, hidden=True)
@require_http_methods(["GET", "POST"])
def on_object(request: HttpRequest, pk: int, judged: int, noun: str) -> HttpResponse:
    row, viewer = own(request, pk), actor_of(request)
    one = row.objects_judged.select_related("unit__parent").filter(pk=judged).first()
    if one is None:
        raise Http404
    act: Act | None = None
    if noun == "veto" and "leader" in viewer.roles_in(row.committee_id) and row.state != "published":
        act = VETO
    houses = viewer.units_as(*queries.SPEAKERS)
    if noun == "report" and any(f"/{house}/" in one.unit.path for house in houses):
        act = REPORT if row.state in ("planned", "announced", "drawn") else None
    return _page(request, row, act, judged, named(one.unit), {"text": one.report} if act is REPORT else None)


@audience("desk", permission=READERS, hidden=True)
@require_http_methods(["GET", "POST"])
def on_task(request: HttpRequest, pk: int, task: int, noun: str) -> HttpResponse:
    row, viewer = own(request, pk), actor_of(request)
    one = queries.tasks(row, viewer).filter(pk=task, confirmed_at=None).first()
    act = {"answer": ANSWER, "confirmation": CONFIRM}.get(noun) if one else None
    if act is CONFIRM and not (one and one.answered_at and queries.keeps(viewer, row)):
        act = None
    if act is ANSWER and not (one and queries.speaks(viewer, one.judged)):
        act = None
    return _page(request, row, act, task, named(one.judged.unit) if one else "")


def _page(
    request: HttpRequest,
    row: Round,
    act: Act | None,
    subject: int,
    about: str,
    initial: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Asks, and does it once. What can't be done now is said above what was typed. 404 where it isn't offered."""
    if act is None:
        raise Http404
    form = act.form(row, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            act.do(subject, **form.values(), by=actor_of(request), now=now_at(request))
        except NotAllowed as no:
            form.add_error(None, words.reason(no.refused))
        else:
            messages.success(request, _("Done: %(what)s.") % {"what": act.label})
            return see_other(reverse("desk:round", args=[row.pk]))
    context = {"row": row, "act": act, "form": form, "about": about}
    return desk_page(request, "desk/panels/act.html", context, 422 if form.is_bound else 200)
