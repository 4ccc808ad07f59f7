"""What was talked over with the reporter: what has to be, what is written down, and the form for another record."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.cases.actions import Said, add_talk_paper, write_talk
from huiyin.cases.actions.talks import STATES, TALKING
from huiyin.cases.models import Talk
from huiyin.cases.queries import CaseFile
from huiyin.doors.desk.bringing import paper_brought
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.rows import about
from huiyin.doors.desk.scoping import READERS, actor_of, case_file, now_at
from huiyin.doors.desk.wording import TALKS, mend
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.attachments import kept, served
from huiyin.doors.shared.refusals import FILES
from huiyin.intake.models import Attachment
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.actions import looked
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
    paper = forms.FileField(
        label=gettext_lazy("A paper from it"),
        required=False,
        help_text=gettext_lazy("For instance the minutes that were signed, as a photo or PDF."),
    )


@audience("desk", permission=TALKERS, hidden=True)
@require_http_methods(["GET", "POST"])
def talk(request: HttpRequest, number: str) -> HttpResponse:
    """Writes a talk down."""
    file = case_file(request, number, TALKERS)
    now = now_at(request)
    first = {"kind": request.GET.get("kind", ""), "held": "yes", "held_at": localtime(now, SHANGHAI)}
    posted = request.method == "POST"
    form = TalkForm(request.POST if posted else None, request.FILES if posted else None, initial=first)
    if form.is_valid():
        data = form.cleaned_data
        said = Said(data["kind"], data["held"] == "yes", data["held_at"], data["text"])
        try:
            token = kept(data["paper"], f"talk:{number}", now)
            write_talk(number, replace(said, paper=token), by=actor_of(request), now=now)
        except NotAllowed as no:
            named = str(no.refused.detail.get("field", "paper" if no.refused.reason in FILES else "text"))
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


@audience("desk", permission=READERS, hidden=True)
@require_GET
def paper(request: HttpRequest, number: str, pk: int) -> StreamingHttpResponse:
    """The paper of a talk, for whoever may read what was said; opening it leaves a record."""
    row = _read(request, number, pk)
    if row.paper is None:
        raise Http404
    return _opened(request, row, row.paper)


@audience("desk", permission=READERS, hidden=True)
@require_GET
def brought(request: HttpRequest, number: str, pk: int, attachment: int) -> StreamingHttpResponse:
    """A paper that was brought for a talk afterwards; as `paper`."""
    row = _read(request, number, pk)
    later = row.papers.select_related("file").filter(file=attachment).first()
    if later is None:
        raise Http404
    return _opened(request, row, later.file)


@audience("desk", permission=TALKERS, hidden=True)
@require_POST
def bring(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Adds a paper to a talk that the viewer wrote down."""
    case_file(request, number, TALKERS)
    said = _("The paper lies with the talk now.")
    return paper_brought(request, number, f"talk:{number}", partial(add_talk_paper, number, pk), said)


def _read(request: HttpRequest, number: str, pk: int) -> Talk:
    """A talk whose words the viewer may read. Raises Http404."""
    file = case_file(request, number, READERS)
    row = file.case.talks.select_related("case", "paper").filter(pk=pk).first()
    if row is None or not _reads(file, row, actor_of(request)):
        raise Http404
    return row


def _opened(request: HttpRequest, row: Talk, file: Attachment) -> StreamingHttpResponse:
    case, viewer = row.case, actor_of(request)
    looked("report", case.number, "talk", by=viewer, now=now_at(request), reason="", unit=case.committee_id)
    return served(file)


def _reads(file: CaseFile, one: Talk, viewer: Actor) -> bool:
    return file.sees_report or one.by_id == viewer.account_id


def talks_panel(file: CaseFile, viewer: Actor) -> dict[str, Any]:
    """What has to be talked over, and the records: the words only for who may know who reported, or wrote them."""
    case = file.case
    rows = list(case.talks.select_related("by").prefetch_related("papers__by").order_by("held_at", "pk"))
    asked = policy().talks_about(case.problem_type, case.channel)
    if not rows and (not asked or case.state not in STATES):
        return {}
    may = bool(file.roles & TALKING) and case.state in STATES
    shown = [
        _shown(one, whole=_reads(file, one, viewer), mine=may and one.by_id == viewer.account_id)
        for one in rows
    ]
    missing = [(kind, TALKS[kind]) for kind in asked if kind not in {one.kind for one in rows}]
    return {"talks": shown, "missing_talks": missing, "may_talk": may, "talks_asked": True}


def _shown(one: Talk, *, whole: bool, mine: bool) -> dict[str, Any]:
    """For the unit only that it is written down: whether somebody could be reached may tell who reported."""
    said = {"text": one.text, "held": one.held, "held_at": one.held_at, "at": one.at, "whole": True}
    said |= {"pk": one.pk, "paper": one.paper_id, "papers": one.papers.all(), "mine": mine}
    return {"kind": TALKS[one.kind], "who": one.by.name if whole else "", **(said if whole else {})}
