"""What was talked over with the reporter: what has to be, what is written down, and the form for another record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.cases.actions import Said, write_talk
from huiyin.cases.actions.talks import STATES, TALKING
from huiyin.cases.models import Talk
from huiyin.cases.queries import CaseFile
from huiyin.cases.rules.lifecycle import account_id
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.rows import about
from huiyin.doors.desk.scoping import actor_of, case_file, now_at, see_other
from huiyin.doors.desk.wording import TALKS, mend
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.policy.queries import policy

TALKERS = tuple(sorted(TALKING))


class TalkForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What it was"), choices=list(TALKS.items()), widget=forms.RadioSelect
    )
    held = forms.ChoiceField(
        label=gettext_lazy("Did it take place?"),
        choices=[("yes", gettext_lazy("yes")), ("no", gettext_lazy("no, it wasn’t possible"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    held_at = forms.DateTimeField(
        label=gettext_lazy("When"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    text = writing(gettext_lazy("What was said, or why it wasn’t possible"), 4)


@audience("desk", permission=TALKERS, hidden=True)
@require_http_methods(["GET", "POST"])
def talk(request: HttpRequest, number: str) -> HttpResponse:
    """Writes a talk down."""
    file = case_file(request, number, TALKERS)
    now = now_at(request)
    first = {"kind": request.GET.get("kind", ""), "held": "yes", "held_at": localtime(now, SHANGHAI)}
    form = TalkForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        data = form.cleaned_data
        said = Said(data["kind"], data["held"] == "yes", data["held_at"], data["text"])
        try:
            write_talk(number, said, by=actor_of(request), now=now)
        except NotAllowed as no:
            named = str(no.refused.detail.get("field", "text"))
            form.add_error(named if named in form.fields else "text", mend(no.refused))
        else:
            messages.success(request, _("Written down."))
            return see_other("desk:case", number)
    context = {
        "case": file.case,
        "form": form,
        "label": _("Write a talk down"),
        "title": file.title,
        "about": about(file.case),
    }
    return desk_page(request, "desk/follow_up.html", context, 422 if form.is_bound else 200)


def talks_panel(file: CaseFile, viewer: Actor) -> dict[str, Any]:
    """What has to be talked over, and the records: the words only for who may know who reported, or wrote them."""
    case = file.case
    rows = list(case.talks.select_related("by").order_by("held_at", "pk"))
    asked = policy().talks_about(case.problem_type, case.channel)
    if not rows and (not asked or case.state not in STATES):
        return {}
    me = account_id(viewer)
    shown = [_shown(one, whole=file.sees_report or one.by_id == me) for one in rows]
    missing = [(kind, TALKS[kind]) for kind in asked if kind not in {one.kind for one in rows}]
    may = bool(file.roles & TALKING) and case.state in STATES
    return {"talks": shown, "missing_talks": missing, "may_talk": may, "talks_asked": True}


def _shown(one: Talk, *, whole: bool) -> dict[str, Any]:
    """For the unit only that it is written down: whether somebody could be reached may tell who reported."""
    said = {"text": one.text, "held": one.held, "held_at": one.held_at, "at": one.at, "whole": True}
    return {"kind": TALKS[one.kind], "who": one.by.name if whole else "", **(said if whole else {})}
