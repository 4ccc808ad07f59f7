"""The inspectors' day (S3-19, S3-20): what moved, what is late or will be, what isn't as it should be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.cases.models import Case
from huiyin.doors.desk.days import as_choices, last_days
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.rows import Reader, Row, about
from huiyin.doors.desk.scoping import actor_of, case_file, now_at, rules_of
from huiyin.doors.desk.wording import WATCHES, happened, mend
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.policy.queries import calendar
from huiyin.supervision.rounds import actions as rounds
from huiyin.supervision.rounds import queries
from huiyin.supervision.rounds.rules.movements import MOVED

WATCHERS = ("supervisor", "reviewer", "leader")
ASKERS = ("supervisor", "reviewer")
DAYS_BACK = 31
SHOWN = 25
"""Rows of one kind on the page; how many there are stands beside its name."""

KINDS = {
    "late": gettext_lazy("Late"),
    "soon": gettext_lazy("Late tomorrow if nobody acts"),
    "irregular": gettext_lazy("Not as it should be"),
    "taken_in": gettext_lazy("Taken in"),
    "given_out": gettext_lazy("Given out"),
    "passed_on": gettext_lazy("Passed on"),
    "in_hand": gettext_lazy("In hand"),
    "given_answer": gettext_lazy("Answered"),
}
"""In the order of what an inspector looks at first."""


@dataclass(frozen=True)
class Line:
    """A case with what is to be said of it, and for what a follow-up would be."""

    row: Row
    what: str
    at: datetime | None = None
    why: str = ""


@dataclass(frozen=True)
class Section:
    code: str
    name: str
    count: int
    lines: list[Line]


@audience("desk", permission=WATCHERS)
@require_GET
def movements(request: HttpRequest) -> HttpResponse:
    """One page of what moved since the last working day, or on a day that was chosen."""
    now, viewer = now_at(request), actor_of(request)
    day = parse_date(request.GET.get("day", "")[:10]) if request.GET.get("day") else None
    since, until = _span(day, now)
    reader = Reader.of(viewer, now, rules_of(request))
    moved = queries.moved(viewer, since, until)
    sections = [
        *_standing(request, reader, since),
        *(
            Section(code, str(KINDS[code]), len(moved.get(code, ())), [
                Line(reader.row(one.case), happened(one.verb), one.at) for one in moved.get(code, ())[:SHOWN]
            ])
            for code in MOVED
        ),
    ]  # fmt: skip
    context = {
        "sections": sections,
        "since": since,
        "day": day,
        "days": _days(day, now),
        "chosen": day.isoformat() if day else "",
        "until": until if day else now,
        "asks": bool(viewer.roles & set(ASKERS)),
        "questions": list(queries.open_questions(viewer)[:SHOWN]),
        "most": SHOWN,
    }
    return desk_page(request, "desk/movements.html", context)


def _span(day: date | None, now: datetime) -> tuple[datetime, datetime]:
    """A chosen day; else from the beginning of the working day before today."""
    today = now.astimezone(SHANGHAI).date()
    if day is not None and date(2000, 1, 1) <= day <= today:
        return _midnight(day), _midnight(day + timedelta(days=1))
    before = today - timedelta(days=1)
    while not calendar().is_working(before):
        before -= timedelta(days=1)
    return _midnight(before), now + timedelta(seconds=1)


def _days(day: date | None, now: datetime) -> list[tuple[str, str]]:
    """The last month to choose from, and an older day that was asked for."""
    today = now.astimezone(SHANGHAI).date()
    days = last_days(today, DAYS_BACK)
    if day is not None and day.isoformat() not in dict(days):
        days += as_choices([day], today)
    return days


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _standing(request: HttpRequest, reader: Reader, since: datetime) -> Iterable[Section]:
    """What is as it is now, whatever day was chosen."""
    viewer, now = reader.actor, reader.now
    for code, found in (("late", queries.late_now(viewer, now)), ("soon", queries.late_soon(viewer, now))):
        lines = [Line(reader.row(case), "") for case in found[:SHOWN]]
        yield Section(code, str(KINDS[code]), found.count(), lines)
    caught = queries.irregularities(viewer, now, since)
    yield Section(
        "irregular", str(KINDS["irregular"]), len(caught), [_caught(reader, *one) for one in caught[:SHOWN]]
    )


def _caught(reader: Reader, case: Case, rules: tuple[str, ...]) -> Line:
    return Line(reader.row(case), "；".join(str(WATCHES[code]) for code in rules), why=rules[0])


class FollowUpForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is asked"),
        choices=[
            ("nudge", gettext_lazy("get on with it")),
            ("explain", gettext_lazy("explain in writing")),
        ],
        widget=forms.RadioSelect,
    )
    note = writing(gettext_lazy("What those who have it in hand read"), 3)


@audience("desk", permission=ASKERS, hidden=True)
@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, number: str) -> HttpResponse:
    """Asks whoever has the case in hand to get on with it, or to explain."""
    file = case_file(request, number, ASKERS)
    why = request.GET.get("why", "")
    why = why if why in WATCHES else ""
    first = {"kind": "explain" if why else "nudge", "note": str(WATCHES[why]) + "。" if why else ""}
    form = FollowUpForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        data = form.cleaned_data
        try:
            rounds.follow_up(
                number, data["kind"], data["note"], why=why, by=actor_of(request), now=now_at(request)
            )
        except NotAllowed as no:
            form.add_error("note", mend(no.refused))
        else:
            messages.success(request, _("Asked. Whoever has it in hand has been told."))
            return see_other("desk:case", number)
    return _form(request, file.case, form, _("Follow up"), file.title)


class ExplanationForm(forms.Form):
    text = writing(gettext_lazy("Explanation"), 5)


@audience("desk", permission=("handler", "approver", "chief", "team"), hidden=True)
@require_http_methods(["GET", "POST"])
def explanation(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Whoever handles the case explains what the inspectors asked."""
    file = case_file(request, number, ("handler", "approver", "team"))
    asked = next(
        (one for one in queries.follow_ups_of(file.case) if one.pk == pk and one.kind == "explain"), None
    )
    if asked is None:
        raise Http404
    form = ExplanationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            rounds.explain(pk, form.cleaned_data["text"], by=actor_of(request), now=now_at(request))
        except NotAllowed as no:
            form.add_error("text", mend(no.refused))
        else:
            messages.success(request, _("The inspectors have your explanation."))
            return see_other("desk:case", number)
    return _form(request, file.case, form, _("Explain"), file.title, asked=asked)


def _form(
    request: HttpRequest, case: Case, form: forms.Form, label: str, title: str, **more: Any
) -> HttpResponse:
    context = {"case": case, "form": form, "label": label, "title": title, "about": about(case), **more}
    return desk_page(request, "desk/follow_up.html", context, 422 if form.is_bound else 200)
