"""Second verifications (二次核查, S1-33): the list with what became of bad ratings, one of them, and the acts on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.cases.rules.lifecycle import SEES_REPORT
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.reasoned import Asked, ReasonedAct, taken
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.templatetags.units import named
from huiyin.kernel.actor import Actor
from huiyin.ratings.again import actions, queries
from huiyin.ratings.again.models import Recheck
from huiyin.ratings.again.rules.recheck import CHANGED, UPHELD
from huiyin.ratings.again.standing import roles_in

READERS = ("reviewer", "supervisor", "clerk", "leader", "handler")
SHOWN = 200

Words = Mapping[str, str | Promise]
STATES: Words = {
    "dissatisfied": pgettext_lazy("recheck", "to be given again"),
    "rechecking": pgettext_lazy("recheck", "being verified again"),
    "rechecked": pgettext_lazy("recheck", "to be answered again"),
    "answered_again": pgettext_lazy("recheck", "answered again"),
    "content": pgettext_lazy("recheck", "content"),
    "to_confer": pgettext_lazy("recheck", "to be conferred about"),
    "conferred": pgettext_lazy("recheck", "conferred about"),
}
CONCLUSIONS: Words = {
    UPHELD: gettext_lazy("The first finding stands"),
    CHANGED: gettext_lazy("The first finding changes"),
}


@audience("desk", permission=READERS)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Whoever watches sees the figures, too; who looks again sees what was given to them."""
    viewer = actor_of(request)
    watching = bool(viewer.units_as(*queries.WATCHING))
    context = {
        "rows": [(row, STATES[row.state]) for row in queries.rechecks(viewer)[:SHOWN]],
        "change": queries.changed(viewer) if watching else None,
        "calls": queries.callbacks(viewer, now=now_at(request)) if watching else None,
        "most": SHOWN,
    }
    return desk_page(request, "desk/rechecks.html", context)


@audience("desk", permission=READERS, hidden=True)
@require_GET
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """The first finding, the demand, what was found again; the ratings only for those who read the report."""
    row = _row(request, pk)
    verbs = queries.verbs_on(actor_of(request), row)
    first = queries.first_finding(row.case)
    context = {
        "row": row,
        "state": STATES[row.state],
        "acts": [(noun, act) for noun, act in ACTS.items() if act.verb in verbs],
        "first": first,
        "conclusion": CONCLUSIONS.get(row.conclusion, ""),
        "sees": bool(roles_in(row, actor_of(request)) & SEES_REPORT),
    }
    return desk_page(request, "desk/recheck.html", context)


def _row(request: HttpRequest, pk: int) -> Recheck:
    row = queries.recheck_for(actor_of(request), pk)
    if row is None:
        raise Http404
    return row


class GivingForm(forms.Form):
    checker = forms.ChoiceField(label=gettext_lazy("Who looks again"))
    demand = writing(gettext_lazy("What to look into: nothing that tells who reported"), 5)

    def fill(self, request: HttpRequest, row: Recheck) -> None:
        """Nobody who had part in the first verification is offered."""
        people = queries.able(row, now_at(request))
        field = cast(forms.ChoiceField, self.fields["checker"])
        field.choices = [
            (f"{one.unit.pk}.{one.account.pk}", f"{named(one.unit)} · {one.account.name}") for one in people
        ]


class FindingForm(forms.Form):
    conclusion = forms.ChoiceField(
        label=gettext_lazy("What it comes to"), choices=list(CONCLUSIONS.items()), widget=forms.RadioSelect
    )
    facts = writing(gettext_lazy("What was found"), 6)


class AnswerForm(forms.Form):
    text = writing(gettext_lazy("What the reporter reads"), 8)


class ConferForm(forms.Form):
    present = writing(gettext_lazy("Who conferred: a name a line"), 4)
    outcome = writing(gettext_lazy("What was decided; the reporter reads it"), 6)


def _give(pk: int, chosen: str, demand: str, *, by: Actor, now: datetime) -> object:
    unit, checker = map(int, chosen.split("."))
    return actions.give_again(pk, unit, checker, demand, by=by, now=now)


@dataclass(frozen=True)
class RecheckAct(ReasonedAct):
    """One act, with the form that it asks."""

    form: type[forms.Form]


ACTS: Mapping[str, RecheckAct] = {
    "assignment": RecheckAct(
        "give_again", gettext_lazy("Give to somebody else"),
        gettext_lazy("Who is chosen reads your words, the allegations and the first finding, never the report."),
        _give, GivingForm,
    ),
    "finding": RecheckAct(
        "report_again", gettext_lazy("Report what was found"),
        gettext_lazy("The committee answers the reporter again from it."),
        actions.report_again, FindingForm,
    ),
    "answer": RecheckAct(
        "reply_again", gettext_lazy("Answer again"),
        gettext_lazy("The reporter reads this text with number and query code, and may rate it. It can’t be changed."),
        actions.reply_again, AnswerForm,
    ),
    "conference": RecheckAct(
        "confer", gettext_lazy("Write down the joint review"),
        gettext_lazy("It is the last word here; the reporter reads what was decided."),
        actions.confer, ConferForm,
    ),
}  # fmt: skip


@audience("desk", permission=READERS, hidden=True)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, noun: str) -> HttpResponse:
    row, chosen = _row(request, pk), ACTS.get(noun)
    if chosen is None or chosen.verb not in queries.verbs_on(actor_of(request), row):
        raise Http404
    form = chosen.form(request.POST if request.method == "POST" else None, label_suffix="")
    if isinstance(form, GivingForm):
        form.fill(request, row)
    return taken(request, Asked(chosen, pk, "desk/recheck_act.html", ("desk:recheck", pk)), form, row=row)
