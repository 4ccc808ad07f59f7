"""Answers that a person gives: by telephone, by letter, by hand. What is owed, the letter to print, and the tick."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.cases.rules.lifecycle import person
from huiyin.doors.desk.channels.entering import PERMISSION
from huiyin.doors.desk.channels.queries import owed, reply_to
from huiyin.doors.desk.channels.wording import HOW, WAYS
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.wording import mend
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.intake.channels.actions import give_reply
from huiyin.intake.channels.models import ReplyTask
from huiyin.intake.vault import OPENERS, Person, open_for
from huiyin.kernel.lifecycle import NotAllowed

SHOWN = 100


CHOICES = [("", gettext_lazy("Choose …")), *HOW.items()]


class GivenForm(forms.Form):
    how = forms.ChoiceField(label=gettext_lazy("How was it given?"), choices=CHOICES)
    note = forms.CharField(
        label=gettext_lazy("What was said, when"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )


class AddressForm(forms.Form):
    reason = writing(
        gettext_lazy("Why do you need to know?"),
        2,
        help_text=gettext_lazy("The auditor reads this, with your name and the moment."),
    )


@audience("desk", permission=PERMISSION)
@require_GET
def replies(request: HttpRequest) -> HttpResponse:
    """What is owed, oldest first."""
    rows = [(task, WAYS.get(task.way, task.way)) for task in owed(actor_of(request), now_at(request))[:SHOWN]]
    return desk_page(request, "channels_desk/replies.html", {"rows": rows})


@audience("desk", permission=PERMISSION, hidden=True)
@require_http_methods(["GET", "POST"])
def reply_given(request: HttpRequest, number: str) -> HttpResponse:
    """The answer as it is to be said or sent; sent, it is ticked off."""
    task = _task(request, number)
    form = GivenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actor = actor_of(request)
        said: dict[str, Any] = form.cleaned_data
        try:
            give_reply(
                number, said["how"], said["note"], by=actor, account=person(actor), now=now_at(request)
            )
        except NotAllowed as no:
            form.add_error(None, mend(no.refused))
        else:
            messages.success(
                request, _("Ticked off: the answer to %(number)s was given.") % {"number": number}
            )
            return see_other("desk:replies")
    return _page(request, task, form=form, status=422 if form.errors else 200)


@audience("desk", permission=OPENERS, hidden=True)
@require_http_methods(["POST"])
def reply_address(request: HttpRequest, number: str) -> HttpResponse:
    """The letter with name and address, shown once, on the answer to a POST; leaves a record of the opening."""
    task, form = _task(request, number), AddressForm(request.POST)
    found: Person | None = None
    if form.is_valid():
        try:
            found = open_for(
                actor_of(request),
                task.report,
                _for(request, task),
                reason=form.cleaned_data["reason"],
                now=now_at(request),
            )
        except NotAllowed as no:
            form.add_error("reason", mend(no.refused))
    return _page(request, task, address=form, person=found, status=422 if form.errors else 200)


def _task(request: HttpRequest, number: str) -> ReplyTask:
    task = owed(actor_of(request), now_at(request)).filter(report__number=number).first()
    if task is None:
        raise Http404
    return task


def _for(request: HttpRequest, task: ReplyTask) -> int:
    """The unit for which the reader opens the address: the accepting body, or the committee of the matter."""
    held = actor_of(request).units_as(*OPENERS)
    return task.unit_id if task.unit_id in held else task.report.unit.committee_id or 0


def _page(request: HttpRequest, task: ReplyTask, status: int = 200, **more: Any) -> HttpResponse:
    reply = reply_to(task.report)
    context = {
        "task": task,
        "report": task.report,
        "way": WAYS.get(task.way, task.way),
        "reply": reply,
        "sealed": task.report.identity_mode != "anonymous",
        "form": GivenForm(),
        "address": AddressForm(),
        "today": now_at(request),
    }
    return desk_page(request, "channels_desk/reply.html", context | more, status)
