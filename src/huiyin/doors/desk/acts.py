"""How an act is asked for and carried out: shown with its consequences, sent once, told what changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huiyin.cases.actions import Incomplete
from huiyin.cases.queries import CaseFile, case_for
from huiyin.cases.rules.lifecycle import LIFECYCLE
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.queries.work import after_me
from huiyin.doors.desk.rows import about
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.wording import MENDABLE, mend
from huiyin.doors.shared import words
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.pointing import point_out
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Conflict, NotAllowed


class ActForm(forms.Form):
    """What an act asks. `seen` is the version of the case that its person had before their eyes."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, file: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file = file
        self.label_suffix = ""
        self.fields["seen"].initial = file.case.version

    def said(self) -> list[tuple[str, str]]:
        """What was written so far, by label: kept on the page when it can't be sent any more."""
        texts = [(bound.label, bound.value()) for bound in self.visible_fields()]
        return [(str(label), text) for label, text in texts if isinstance(text, str) and text.strip()]


@dataclass(frozen=True)
class Asked:
    """An act that was sent: what for, by whom, when, and what they saw."""

    file: CaseFile
    data: Mapping[str, Any]
    by: Actor
    now: datetime

    @property
    def number(self) -> str:
        return self.file.case.number

    @property
    def who(self) -> dict[str, Any]:
        """The keywords that every action takes."""
        return {"by": self.by, "now": self.now, "seen": self.data.get("seen")}


def _nobody(file: CaseFile) -> Iterable[str]:
    return ()


def _nothing(request: HttpRequest, file: CaseFile) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Act:
    """One verb at the desk.

    `happens` and `told` say before what it does and who will hear of it, `done` afterwards. `mends` is the field at
    which a refusal that can be mended shows. `more` adds to the page, `options` to the form.
    """

    verb: str
    form: type[ActForm]
    do: Callable[[Asked], object]
    done: str | Promise
    happens: Callable[[CaseFile], Iterable[str]]
    told: Callable[[CaseFile], Iterable[str]] = _nobody
    mends: str | None = None
    grave: bool = False
    template: str = "desk/act.html"
    more: Callable[[HttpRequest, CaseFile], Mapping[str, Any]] = _nothing
    options: Callable[[HttpRequest, CaseFile], Mapping[str, Any]] = _nothing


def act_page(request: HttpRequest, number: str, act: Act) -> HttpResponse:
    """GET shows what will happen; POST does it and answers with the page of the case."""
    file = case_for(actor_of(request), number)
    if file is None or not _ever(act.verb, file.roles):
        return _gone(request, number, act)
    posted = request.method == "POST"
    options = act.options(request, file)
    form = act.form(request.POST if posted else None, file=file, **options)
    if not posted:
        return _show(request, act, form) if act.verb in file.verbs else _not_now(request, act, form)
    if "look" in request.POST or not form.is_valid():
        return _show(request, act, form, status=200 if form.is_valid() else 422)
    return _carry_out(request, act, form)


def _carry_out(request: HttpRequest, act: Act, form: ActForm) -> HttpResponse:
    asked = Asked(form.file, form.cleaned_data, actor_of(request), now_at(request))
    try:
        act.do(asked)
    except Conflict as conflict:
        if after_me(asked.by, asked.number, act.verb):
            return _done(request, act, asked)
        return _overtaken(request, act, form, words.changed(conflict.changed))
    except Incomplete as lacking:
        for name, refused in lacking.fields.items():
            form.add_error(name if name in form.fields else None, mend(refused))
        return _show(request, act, form, status=422)
    except NotAllowed as no:
        if no.refused.reason not in MENDABLE:
            raise
        point_out(form, no.refused, mend(no.refused), act.mends)
        return _show(request, act, form, status=422)
    return _done(request, act, asked)


def _done(request: HttpRequest, act: Act, asked: Asked) -> HttpResponse:
    messages.success(request, str(act.done))
    if case_for(asked.by, asked.number) is None:
        return see_other("desk:today")
    return see_other("desk:case", asked.number)


def _show(
    request: HttpRequest, act: Act, form: ActForm, status: int = 200, conflict: str = ""
) -> HttpResponse:
    file = form.file
    context = {
        "file": file,
        "case": file.case,
        "about": about(file.case),
        "act": act,
        "form": form,
        "happens": list(act.happens(file)),
        "told": list(act.told(file)),
        "conflict": conflict,
        "still": act.verb in file.verbs,
        "label": words.word("verb", act.verb),
        **act.more(request, file),
    }
    return desk_page(request, act.template, context, status)


def _overtaken(request: HttpRequest, act: Act, form: ActForm, changed: str) -> HttpResponse:
    """Somebody acted in between: says what, keeps what was written, and asks again where that still makes sense."""
    file = case_for(actor_of(request), form.file.case.number)
    if file is None:
        return _gone(request, form.file.case.number, act)
    kept = request.POST.copy()
    kept["seen"] = str(file.case.version)
    return _show(request, act, act.form(kept, file=file, **act.options(request, file)), 409, changed)


def _not_now(request: HttpRequest, act: Act, form: ActForm) -> HttpResponse:
    state = words.word("state", form.file.case.state)
    messages.warning(
        request, _("This step doesn’t fit where the case stands now: %(state)s.") % {"state": state}
    )
    return redirect("desk:case", form.file.case.number)


def _gone(request: HttpRequest, number: str, act: Act) -> HttpResponse:
    """Nothing here for this person; unless it is their own act, sent twice, that took the case out of sight."""
    if request.method == "POST" and after_me(actor_of(request), number, act.verb):
        messages.success(request, str(act.done))
        return see_other("desk:today")
    raise Http404


def _ever(verb: str, roles: frozenset[str]) -> bool:
    """Whether the verb belongs to one of these roles in any state."""
    return any(step.verb == verb and step.roles & roles for step in LIFECYCLE.steps)
