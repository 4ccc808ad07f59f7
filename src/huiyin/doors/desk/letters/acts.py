"""What can be done with a letter, and with its copy at a unit: shown with its consequences, sent once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.doors.desk.letters.entries import RECEIVERS
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.attachments import kept
from huiyin.doors.shared.pointing import point_out
from huiyin.doors.shared.words import reason as told
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Conflict, NotAllowed
from huiyin.supervision.letters import actions, queries
from huiyin.supervision.letters.facts import number_of


class PlainForm(forms.Form):
    """Asks nothing but the decision itself."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(PlainForm):
    reason = writing(lazy("Reasons"), 4)


class ReplyForm(PlainForm):
    text = writing(
        lazy("Reply"), 10, help_text=lazy("What was done, by when the rest will be, and who answers for it.")
    )
    shows = forms.CharField(label=lazy("What the file shows"), max_length=200, required=False)
    file = forms.FileField(label=lazy("File"), required=False)


class NoteForm(PlainForm):
    note = writing(lazy("How it was looked at again"), 3, required=False)


@dataclass(frozen=True)
class Act:
    """One act: its verb in the table, its form, its words, and what carries it out."""

    verb: str
    form: type[PlainForm]
    label: str | Promise
    happens: str | Promise
    call: Callable[..., object]
    grave: bool = False


def _judged(sufficient: bool) -> Callable[..., object]:
    def judge(pk: int, unit: int, why: str, *, by: Actor, now: datetime) -> object:
        return actions.judge(pk, unit, sufficient, why, by=by, now=now)

    return judge


_YES = lazy("The next level is told, or after the last one whoever signs.")
OF_LETTER: Mapping[str, Act] = {
    "proposal": Act("propose", PlainForm, lazy("Propose for approval"), _YES, actions.propose),
    "consent": Act("consent", PlainForm, pgettext_lazy("letter", "Approve"), _YES, actions.approve),
    "handing-back": Act(
        "hand_back", ReasonForm, lazy("Hand back"), lazy("Whoever worded it reads your reasons and words it anew."),
        actions.hand_back,
    ),
    "signature": Act(
        "sign", PlainForm, lazy("Sign"),
        lazy("It gets the next number, is sealed and printed, and goes to its addressees at once."), actions.sign, True,
    ),
    "voiding": Act(
        "void", ReasonForm, lazy("Make void"),
        lazy("It no longer holds. Its number is kept and never given again; those who have it see that it is void."),
        actions.void, True,
    ),
}  # fmt: skip
AT_UNIT: Mapping[str, Act] = {
    "receipt": Act(
        "acknowledge", PlainForm, lazy("Acknowledge"), lazy("The body that sent it sees that you have it."),
        actions.acknowledge,
    ),
    "reply": Act(
        "reply", ReplyForm, lazy("Reply to it"), lazy("The body that sent it is told, and judges your reply."),
        actions.reply,
    ),
    "progress": Act(
        "report_progress", ReplyForm, lazy("Report progress"),
        lazy("The body that sent it reads how far you have come. The day of your reply stays."),
        actions.report_progress,
    ),
    "sufficiency": Act(
        "find_sufficient", PlainForm, lazy("Sufficient"),
        lazy("The unit sees it. It stays listed until it is struck off."), _judged(True),
    ),
    "insufficiency": Act(
        "ask_again", ReasonForm, lazy("Ask again"), lazy("The unit is told why, and has to reply anew by a new day."),
        _judged(False),
    ),
    "striking-off": Act(
        "strike_off", NoteForm, lazy("Strike off"), lazy("What was asked for is done; nothing more is expected there."),
        actions.strike_off,
    ),
}  # fmt: skip


def offered(acts: Mapping[str, Act], verbs: tuple[str, ...]) -> list[tuple[str, Act]]:
    """The acts that the verbs allow: (noun, act)."""
    wanted = {"consent" if verb == "clear" else verb for verb in verbs}
    return [(noun, act) for noun, act in acts.items() if act.verb in wanted]


@audience("desk", permission=RECEIVERS, hidden=True)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, noun: str) -> HttpResponse:
    """An act on the letter itself."""
    opened = queries.letter_for(actor_of(request), pk, now_at(request))
    chosen = dict(offered(OF_LETTER, opened.verbs)).get(noun) if opened else None
    if opened is None or chosen is None:
        raise Http404
    form = chosen.form(request.POST or None, initial={"seen": opened.letter.version})
    if form.is_valid():
        given = [form.cleaned_data["reason"]] if isinstance(form, ReasonForm) else []
        seen = form.cleaned_data["seen"]
        if _carried_out(request, form, chosen, pk, *given, seen=seen):
            return see_other("desk:letter", pk)
    return _page(request, opened, chosen, form)


@audience("desk", permission=RECEIVERS, hidden=True)
@require_http_methods(["GET", "POST"])
def act_at(request: HttpRequest, pk: int, unit: int, noun: str) -> HttpResponse:
    """An act on the copy at one unit."""
    opened = queries.letter_for(actor_of(request), pk, now_at(request))
    verbs = next((verbs for one, verbs in opened.services if one.unit_id == unit), ()) if opened else ()
    chosen = dict(offered(AT_UNIT, verbs)).get(noun)
    if opened is None or chosen is None:
        raise Http404
    form = chosen.form(request.POST or None, request.FILES or None)
    if form.is_valid() and _carried_out(request, form, chosen, pk, unit, *_given(request, form, pk, noun)):
        return see_other("desk:letter", pk)
    return _page(request, opened, chosen, form)


def _given(request: HttpRequest, form: PlainForm, pk: int, noun: str) -> list[Any]:
    data = form.cleaned_data
    if isinstance(form, ReplyForm):
        return [data["text"], [(data["file"], data["shows"])] if data["file"] else []]
    if isinstance(form, NoteForm):
        return [data["note"]]
    return [data.get("reason", "")] if noun in ("sufficiency", "insufficiency") else []


def _carried_out(
    request: HttpRequest, form: PlainForm, chosen: Act, pk: int, *given: Any, **more: Any
) -> bool:
    by, now = actor_of(request), now_at(request)
    try:
        if isinstance(form, ReplyForm):
            unit, text, files = given
            given = (unit, text, [(kept(file, f"letter:{pk}", now), shows) for file, shows in files])
        chosen.call(pk, *given, by=by, now=now, **more)
    except NotAllowed as no:
        point_out(form, no.refused, told(no.refused))
        return False
    except Conflict:
        form.add_error(None, _("Somebody changed the letter in the meantime. Read it again."))
        return False
    messages.success(request, _("Done: %(what)s.") % {"what": chosen.label})
    return True


def _page(request: HttpRequest, opened: queries.Opened, chosen: Act, form: PlainForm) -> HttpResponse:
    form.label_suffix = ""
    context = {"letter": opened.letter, "number": number_of(opened.letter), "act": chosen, "form": form}
    return desk_page(request, "letters_desk/act.html", context, 422 if form.errors else 200)
