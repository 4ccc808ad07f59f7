"""What a supervisor does about the ladder, each in one act: shown with what follows, sent once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import roles_on
from huiyin.doors.desk.bringing import paper_brought
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.rows import about
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.wording import MENDABLE, mend
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.attachments import kept, served
from huiyin.doors.shared.pointing import point_out
from huiyin.doors.shared.refusals import FILES
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Conflict, NotAllowed
from huiyin.supervision.ladder import actions, queries
from huiyin.supervision.ladder.models import Interview

View = Callable[[HttpRequest, int], HttpResponse]


class ReasonForm(forms.Form):
    reason = writing(gettext_lazy("Reasons"), 3)


class SkipForm(ReasonForm):
    rung = forms.CharField(widget=forms.HiddenInput, required=False)


class SettleForm(forms.Form):
    note = writing(gettext_lazy("What was done about it?"), 3)


class ArrangeForm(forms.Form):
    on = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    place = forms.CharField(label=gettext_lazy("Where"), max_length=100)
    with_whom = forms.CharField(label=gettext_lazy("Who is summoned"), max_length=200)


class MinutesForm(forms.Form):
    minutes = writing(pgettext_lazy("interview", "What was said"), 5)
    result = writing(gettext_lazy("What came of it"), 3)
    paper = forms.FileField(
        label=gettext_lazy("A paper from it"),
        required=False,
        help_text=gettext_lazy("For instance the minutes that were signed, as a photo or PDF."),
    )


@dataclass(frozen=True)
class LadderAct:
    """One act: what it is called, what is asked, which row it is about, how it is done, what follows."""

    title: str | Promise
    form: type[forms.Form]
    case: Callable[[Actor, int], Case | None]
    do: Callable[..., object]
    follows: str | Promise
    done: str | Promise
    grave: bool = False


def _standing(viewer: Actor, pk: int) -> Case | None:
    row = queries.standing(viewer, pk)
    return row.case if row and row.ended_at is None else None


def _alarm(viewer: Actor, pk: int) -> Case | None:
    row = queries.alarms(viewer).filter(pk=pk).first()
    return row.standing.case if row else None


def _interview(viewer: Actor, pk: int) -> Case | None:
    row = queries.interview(viewer, pk)
    return row.case if row and row.state in ("to_arrange", "arranged") else None


SKIP = LadderAct(
    gettext_lazy("Skip the next rung"), SkipForm, _standing, actions.skip,
    gettext_lazy("The next rung is left out and costs the unit nothing; the one after it is counted from now."),
    gettext_lazy("Skipped."),
)  # fmt: skip
TAKE_OFF = LadderAct(
    gettext_lazy("Take off the ladder"), ReasonForm, _standing, actions.take_off,
    gettext_lazy("Nothing more follows from this lateness by itself. The case stays late; your reason stays on file."),
    gettext_lazy("Taken off the ladder."), grave=True,
)  # fmt: skip
SETTLE = LadderAct(
    gettext_lazy("Settle the alarm"), SettleForm, _alarm, actions.settle_alarm,
    gettext_lazy("The alarm leaves this list; what you did stays on file."), gettext_lazy("Settled."),
)  # fmt: skip
ARRANGE = LadderAct(
    gettext_lazy("Arrange the interview"), ArrangeForm, _interview, actions.arrange,
    gettext_lazy("The unit’s leader is told the day; who is kept out of the case is told nothing."),
    gettext_lazy("Arranged."),
)  # fmt: skip
HOLD = LadderAct(
    gettext_lazy("Enter the minutes"), MinutesForm, _interview, actions.hold,
    gettext_lazy("Minutes and result are kept in the file and can’t be changed any more."),
    gettext_lazy("Entered."),
)  # fmt: skip
DROP = LadderAct(
    gettext_lazy("Cancel the interview"), ReasonForm, _interview, actions.drop,
    gettext_lazy("It won’t be held; your reason stays on file."), gettext_lazy("Cancelled."), grave=True,
)  # fmt: skip


def _page(act: LadderAct) -> View:
    @audience("desk", permission="supervisor", hidden=True)
    @require_http_methods(["GET", "POST"])
    def page(request: HttpRequest, pk: int) -> HttpResponse:
        actor = actor_of(request)
        case = act.case(actor, pk)
        if case is None or "supervisor" not in roles_on(case.snapshot(), actor):
            raise Http404
        posted = request.method == "POST"
        form = act.form(
            request.POST if posted else None,
            request.FILES if posted else None,
            initial=_initial(act, actor, pk),
        )
        if form.is_valid() and _done(request, act, pk, form):
            messages.success(request, str(act.done))
            return see_other("desk:ladder")
        context = {"act": act, "form": form, "case": case, "about": about(case)}
        return desk_page(request, "desk/ladder_act.html", context, 422 if form.errors else 200)

    return page


def _initial(act: LadderAct, actor: Actor, pk: int) -> dict[str, Any]:
    """What is known already: the rung that would be skipped, an interview's appointment."""
    if act.form is SkipForm and (standing := queries.standing(actor, pk)):
        return {"rung": standing.next_rung}
    if act.form is ArrangeForm and isinstance(row := queries.interview(actor, pk), Interview):
        return {"on": row.on, "place": row.place, "with_whom": row.with_whom}
    return {}


def _done(request: HttpRequest, act: LadderAct, pk: int, form: forms.Form) -> bool:
    said, now = dict(form.cleaned_data), now_at(request)
    try:
        if "paper" in said:
            said["paper"] = kept(said["paper"], f"interview:{pk}", now)
        act.do(pk, **said, by=actor_of(request), now=now)
    except Conflict:
        form.add_error(None, _("It has climbed meanwhile. Look at the ladder again."))
    except NotAllowed as no:
        if no.refused.reason not in {*MENDABLE, *FILES}:
            raise
        point_out(form, no.refused, mend(no.refused), "paper" if no.refused.reason in FILES else None)
    return not form.errors


skip, take_off, settle = map(_page, (SKIP, TAKE_OFF, SETTLE))
arrange, hold, drop = map(_page, (ARRANGE, HOLD, DROP))


@audience("desk", permission="supervisor", hidden=True)
@require_POST
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a paper to an interview that was held."""
    row = queries.interview(actor_of(request), pk)
    if row is None:
        raise Http404
    said = _("The paper lies with the minutes now.")
    return paper_brought(request, row.case.number, f"interview:{pk}", partial(actions.add_paper, pk), said)


@audience("desk", permission=queries.WATCHES, hidden=True)
@require_GET
def paper(request: HttpRequest, pk: int, attachment: int) -> StreamingHttpResponse:
    """A paper of an interview, for whoever reads its minutes."""
    file = queries.interview_paper(actor_of(request), pk, attachment)
    if file is None:
        raise Http404
    return served(file)
