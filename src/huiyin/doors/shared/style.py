"""Every part in one place, for those who build pages and those who judge them. Nothing here is real."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiyin.doors.shared import words
from huiyin.doors.shared.access import ANY_MANDATE, audience
from huiyin.kernel.calendar import OfficeHours, WorkingCalendar
from huiyin.kernel.deadlines import deadline as deadline_of
from huiyin.kernel.limits import Limit


class Example(forms.Form):
    said = forms.CharField(label=gettext_lazy("What happened?"), widget=forms.Textarea({"rows": 4}))
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it most like?"),
        widget=forms.RadioSelect,
        required=False,
        initial="shirking",
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Do you want to say who you are?"), widget=forms.RadioSelect, initial="anonymous"
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        help_text=gettext_lazy("Only for the receipt and the answer."),
        widget=forms.TextInput({"type": "tel", "data-private": ""}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [_("attitude"), _("shirking"), _("slow"), _("demanding favours"), _("unfair"), _("other")]
        chosen = cast("dict[str, forms.ChoiceField]", self.fields)
        chosen["kind"].choices = [("shirking" if i == 1 else str(i), text) for i, text in enumerate(kinds)]
        chosen["who"].choices = list(words.IDENTITIES.items())


@audience("desk", permission=ANY_MANDATE)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The desk's parts."""
    return render(request, "shared/style_desk.html", _desk_example() | {"form": Example({"said": ""})})


@audience("desk", permission=ANY_MANDATE)
@require_GET
def citizen(request: HttpRequest) -> HttpResponse:
    """The citizen's parts."""
    now = settings.CLOCK.now()
    steps = [
        {"state": "done", "label": _("We have your report"), "note": "10:42"},
        {"state": "done", "label": _("Handed over for verification"), "note": "16:05"},
        {"state": "here", "label": _("Being verified"), "note": ""},
        {"state": "todo", "label": _("There is an answer for you"), "note": ""},
    ]
    context = {
        "form": Example(),
        "wrong": Example({"said": "", "phone": "1"}),
        "steps": steps,
        "due": now + timedelta(days=20),
    }
    return render(request, "shared/style_citizen.html", context)


@audience("desk", permission=ANY_MANDATE)
@require_GET
def confirm(request: HttpRequest) -> HttpResponse:
    """The page before a binding act."""
    context = {
        "title": _("Assign for verification"),
        "act": _("Assign for verification"),
        "happens": [_("The unit gets the redacted version and has 3 working days to take it up.")],
        "to_whom": _("Intermediate court, political department"),
        "told": [_("the handler"), _("the approver")],
        "back": "/desk/style",
        "nav": _navigation(),
    }
    return render(request, "shared/confirm.html", context)


def _navigation() -> list[dict[str, Any]]:
    items = [(_("My work today"), 9), (_("All cases"), 152), (_("Supervision"), 2)]
    teams = [(_("coordination"), 4), (_("litigation"), 11), (_("letters"), 6)]
    return [
        {"title": "", "items": [_item(label, n, i == 0) for i, (label, n) in enumerate(items)]},
        {"title": _("Work teams"), "items": [_item(label, n, False) for label, n in teams]},
    ]


def _item(label: str, count: int, current: bool) -> dict[str, Any]:
    return {"url": "/desk/style", "label": label, "count": count, "current": current}


def _desk_example() -> dict[str, Any]:
    now = settings.CLOCK.now()
    calendar, hours = WorkingCalendar.official(), OfficeHours()
    limit = Limit("review", 2, "working_days", basis="《工作机制》第九条", basis_en="Working rules, art. 9")
    due = deadline_of(limit, now, calendar, hours)
    rows = [
        {
            "tone": "late",
            "due": now - timedelta(days=2),
            "title": _("Police team refused twice, no reason in writing"),
        },
        {
            "tone": "near",
            "due": now + timedelta(hours=3),
            "title": _("Counter sent me back for papers three times"),
        },
        {"tone": "", "due": due.due_at, "title": _("Money recovered seven months ago, still not paid out")},
    ]
    timeline = [
        {
            "kind": "next-act",
            "label": words.word("verb", "assign"),
            "at": due.due_at,
            "deadline": due.to_json(),
        },
        {"kind": "late", "label": words.word("done", "lock"), "who": words.word("role", "system"), "at": now},
        {"kind": "", "label": words.word("done", "open"), "who": words.word("role", "public"), "at": now},
    ]
    bars = '<svg viewBox="0 0 300 40" role="img" aria-label="8, 5"><rect width="240" height="14" rx="3" fill="currentColor"/><rect y="22" width="150" height="14" rx="3" fill="currentColor"/></svg>'  # noqa: E501
    return {
        "nav": _navigation(),
        "place": _("City committee · review"),
        "rows": rows,
        "timeline": timeline,
        "states": words.STATES,
        "chart": mark_safe(bars),  # noqa: S308  a constant
        "heads": [_("System"), _("Cases")],
        "table": [[str(words.SYSTEMS["court"]), 8], [str(words.SYSTEMS["police"]), 5]],
    }
