"""The secrecy officer's pages: what is held for its marks of secrecy, one thing at a time, released or deleted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.cases import actions as cases
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.wording import MENDABLE, SECRECY_PLACES, mend
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.attachments import served
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.queries import account_names
from huiyin.policy.queries import said
from huiyin.triage.secrecy import actions, queries
from huiyin.triage.secrecy.models import Quarantine
from huiyin.triage.secrecy.rules.lifecycle import ROLE

BASIS = gettext_lazy("State Secrets Law, article 31: nothing that is secret is kept or sent on the internet")


_UNNAMED = {
    "": gettext_lazy("Mark in the name of a file"),
    actions.BY_HAND: gettext_lazy("Held by hand, from an open file"),
}
"""What is no mark of the city’s list."""


class ReleaseForm(forms.Form):
    reason = writing(
        gettext_lazy("Why isn’t it secret?"),
        2,
        help_text=gettext_lazy("Stays in the record, with your name and the moment."),
    )


class DeletionForm(forms.Form):
    reason = writing(
        gettext_lazy("Why does it have to go?"),
        2,
        help_text=gettext_lazy("Don’t repeat what it says: this stays in the record."),
    )
    basis = forms.CharField(label=gettext_lazy("On which rule"), max_length=200, initial=BASIS)


class HoldForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Number of the file"), max_length=24)
    reason = writing(
        gettext_lazy("Why may it hold a secret?"),
        2,
        help_text=gettext_lazy("Don’t repeat what it says: this stays in the record."),
    )


@audience("desk", permission=ROLE, hidden=True)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What has to be looked at, and what became of earlier ones."""
    actor, now = actor_of(request), now_at(request)
    past = queries.decided(actor)
    names = account_names(row.decided_by for row in past)
    context = {
        "waiting": [(row, row.due_at < now) for row in queries.waiting(actor)],
        "decided": [(row, names.get(row.decided_by, "")) for row in past],
    }
    return desk_page(request, "desk/secrecy.html", context)


@audience("desk", permission=ROLE, hidden=True)
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest) -> HttpResponse:
    """Takes a file out of sight by its number: the officer reads no files, and was told of one."""
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _held(request, form):
        messages.success(request, _("Held. From now on you alone read it, until you decide."))
        return see_other("desk:secrecy")
    return desk_page(request, "desk/secrecy_hold.html", {"form": form}, 422 if form.errors else 200)


def _held(request: HttpRequest, form: HoldForm) -> bool:
    data, by, now = form.cleaned_data, actor_of(request), now_at(request)
    try:
        cases.hold_by_number(data["number"].strip().upper(), data["reason"], by=by, now=now)
    except NotAllowed as no:
        if no.refused.reason in MENDABLE:
            form.add_error("reason", mend(no.refused))
        else:
            form.add_error(
                "number", _("You have no such file to hold. Look at the number, or at what is held already.")
            )
        return False
    return True


@audience("desk", permission=ROLE, hidden=True)
@require_GET
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing as it was sent; that it was read stays in the record."""
    row = _row(request, pk)
    context = {"row": row, "late": row.due_at < now_at(request), "found": _found(row)}
    if row.state == "held":
        actions.read(row, by=actor_of(request), now=now_at(request))
        context["files"] = queries.files_of(row)
    return desk_page(request, "desk/secrecy_item.html", context)


def _row(request: HttpRequest, pk: int) -> Quarantine:
    row = queries.item(actor_of(request), pk)
    if row is None:
        raise Http404
    return row


def _found(row: Quarantine) -> list[dict[str, str]]:
    known, language = queries.mark_names(), get_language() or "zh"
    return [
        {
            "mark": said(known[mark], "name", language)
            if mark in known
            else str(_UNNAMED.get(mark, _UNNAMED[""])),
            "where": str(SECRECY_PLACES.get(where, where)),
            "words": words,
        }
        for mark, where, words in row.found
    ]


@audience("desk", permission=ROLE, hidden=True)
@require_GET
def file(request: HttpRequest, pk: int, attachment: int) -> StreamingHttpResponse:
    """One of the files of something that is held."""
    row = _row(request, pk)
    found = next((one for one in queries.files_of(row) if one.pk == attachment), None)
    if found is None or row.state != "held":
        raise Http404
    actions.read(row, by=actor_of(request), now=now_at(request))
    return served(found)


@audience("desk", permission=ROLE, hidden=True)
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets it go on."""
    context = {
        "title": _("Release it"),
        "grave": False,
        "happens": [
            _("It goes on as if it had just arrived; the reporter’s promised day stays as it was."),
            _("From then on those who work on it read it, and you no longer do."),
        ],
        "told": _("those who review reports, as with any other"),
        "done": _("Released. It goes its way now."),
    }
    return _act(request, pk, ReleaseForm, context)


@audience("desk", permission=ROLE, hidden=True)
@require_http_methods(["GET", "POST"])
def deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Wipes it, with a record."""
    context = {
        "title": _("Delete it with a record"),
        "grave": True,
        "happens": [
            _("Text, files and additions are wiped, and so is who sent it. Nobody can bring them back."),
            _("What stays: the number, the fingerprint, who deleted it, when, why and on which rule."),
            _("Its reporter reads on their page that it was removed by law, and where to turn."),
            _("If it is a state secret, tell the secrecy administration yourself: the program doesn’t."),
        ],
        "told": _("nobody by message"),
        "done": _("Deleted. The record of it stays."),
    }
    return _act(request, pk, DeletionForm, context)


def _act(request: HttpRequest, pk: int, kind: type[forms.Form], context: dict[str, Any]) -> HttpResponse:
    row = _row(request, pk)
    if row.state != "held":
        messages.warning(request, _("This was decided already."))
        return see_other("desk:secrecy_item", pk)
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_valid() and _carried_out(request, row, form):
        messages.success(request, context["done"])
        return see_other("desk:secrecy")
    shown = {"row": row, "form": form, **context}
    return desk_page(request, "desk/secrecy_act.html", shown, 422 if form.errors else 200)


def _carried_out(request: HttpRequest, row: Quarantine, form: forms.Form) -> bool:
    data, by, now = form.cleaned_data, actor_of(request), now_at(request)
    try:
        if isinstance(form, DeletionForm):
            actions.delete(row.pk, data["reason"], data["basis"], by=by, now=now)
        else:
            actions.release(row.pk, data["reason"], by=by, now=now)
    except NotAllowed as no:
        if no.refused.reason not in MENDABLE:
            raise
        form.add_error(str(no.refused.detail.get("field", "reason")), mend(no.refused))
        return False
    return True
