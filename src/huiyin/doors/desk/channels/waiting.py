"""What came by a channel and waits for a person: looked at, taken in as a report, or set aside with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.cases.rules.lifecycle import person
from huiyin.doors.desk.admin.choosing import unit_choices
from huiyin.doors.desk.channels.entering import PERMISSION
from huiyin.doors.desk.channels.wording import why
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.wording import mend
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.intake.actions import Wrong
from huiyin.intake.attachments.room import free_bytes, limits
from huiyin.intake.channels.actions import content_for, settle
from huiyin.intake.channels.contents import Content, Strange, content_of
from huiyin.intake.channels.mail.actions import Later, Room
from huiyin.intake.channels.models import Waiting
from huiyin.intake.channels.queries import looked_after, reportable, waiting_for
from huiyin.intake.channels.settling import sorted_in
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.policy.queries import problem_types
from huiyin.triage.secrecy.queries import marked_text

SHOWN = 100


class SettlingForm(forms.Form):
    """Either unit and type, or a note: what becomes of it."""

    unit = forms.TypedChoiceField(
        label=gettext_lazy("Unit it is about"), coerce=int, empty_value=None, required=False
    )
    problem_type = forms.ChoiceField(label=gettext_lazy("Type of problem"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Why it is set aside"),
        required=False,
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.label_suffix = ""
        types = [("", _("Choose …")), *problem_types(get_language() or "zh")]
        self.fields["unit"].choices = unit_choices(reportable())  # type: ignore[attr-defined]
        self.fields["problem_type"].choices = types  # type: ignore[attr-defined]

    def shown(self) -> SettlingForm:
        """As the page shows it: whichever of the two is done, its fields are needed."""
        for field in self.fields.values():
            field.required = True
        return self


@audience("desk", permission=PERMISSION)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """The list, longest waiting first."""
    rows = [(row, why(row.reason)) for row in waiting_for(actor_of(request))[:SHOWN]]
    return desk_page(request, "channels_desk/waiting.html", {"rows": rows})


@audience("desk", permission=PERMISSION, hidden=True)
@require_http_methods(["GET", "POST"])
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, with what it says; sent, it is settled."""
    row = waiting_for(actor_of(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    raw = content_for(actor_of(request), row, now=now_at(request))
    came = content_of(raw)
    form = SettlingForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _settled(request, row, form, raw, came):
        return see_other("desk:waiting")
    takes = came is not None and not isinstance(came, Strange)
    context = {"row": row, "why": why(row.reason), "came": came, "takes": takes, "form": form.shown()}
    context["marked"] = bool(came and marked_text(came.text))
    return desk_page(request, "channels_desk/arrival.html", context, 422 if form.is_bound else 200)


def _settled(
    request: HttpRequest, row: Waiting, form: SettlingForm, raw: bytes, came: Content | None
) -> bool:
    actor, now = actor_of(request), now_at(request)
    try:
        number = ""
        if request.POST.get("go") == "take" and came and not isinstance(came, Strange):
            number = _taken(request, row, form, raw, came)
            if not number:
                return False
        settle(
            row.pk, by=actor, account=person(actor), now=now, number=number, note=form.cleaned_data["note"]
        )
    except NotAllowed as no:
        form.add_error("note" if no.refused.reason == "reason_needed" else None, mend(no.refused))
        return False
    messages.success(
        request, _("Taken in as %(number)s.") % {"number": number} if number else _("Set aside.")
    )
    return True


def _taken(request: HttpRequest, row: Waiting, form: SettlingForm, raw: bytes, came: Content) -> str:
    """The number of the report that it becomes; "" where something is still missing."""
    data = form.cleaned_data
    for name in ("unit", "problem_type"):
        if not data[name]:
            form.add_error(name, mend(Refused("missing")))
    channel = next((one for one in looked_after(actor_of(request)) if one.code == row.channel), None)
    if form.errors or channel is None:
        return ""
    try:
        return sorted_in(
            channel,
            row,
            raw,
            came,
            unit=data["unit"],
            problem_type=data["problem_type"],
            room=Room(free_bytes(), limits()),
            now=now_at(request),
        )
    except Wrong as wrong:
        form.add_error(None, mend(next(iter(wrong.fields.values()))))
    except Later:
        form.add_error(None, mend(Refused("disk_low")))
    return ""
