"""Where is my report? With number and query code; the code is only ever posted, and followed for half an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.doors.citizen import crowding, following, queries
from huiyin.doors.citizen.forms import MoreForm, RatingForm, TrackForm
from huiyin.doors.citizen.queries import Followed
from huiyin.doors.citizen.views.crowded import crowded
from huiyin.doors.shared import sealing
from huiyin.doors.shared.access import ANYONE, audience
from huiyin.doors.shared.answers import see_other
from huiyin.intake.limits import used, wait
from huiyin.intake.queries import removed, report_for, stands_as_received
from huiyin.policy.queries import calendar

COOKIE = "track"
LASTS = timedelta(minutes=30)
CODE_HOLDS = timedelta(days=3 * 365)
"""How long after the file was closed a query code still opens it."""


@audience("citizen", permission=ANYONE)
@sensitive_post_parameters("query_code")
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The question for number and code; once answered, the report's page."""
    if request.method == "POST":
        return _open(request)
    now = settings.CLOCK.now()
    number = request.GET.get("number", "")[:24]
    seen = mine(request, now=now)
    if seen is None or number not in ("", seen.report.number):
        return ask(request, TrackForm(initial={"number": number}))
    return page_of(request, seen, now=now)


def _open(request: HttpRequest) -> HttpResponse:
    now = settings.CLOCK.now()
    form = TrackForm(request.POST)
    if not form.is_valid():
        return ask(request, form, status=422)
    limits = crowding.wrong_code_limits(request)
    if used(limits, now=now) >= 1 and not crowding.brings_proof(request, now=now):
        return crowded(request, limits, wait(limits, now=now), wrong_code=True, now=now)
    report = report_for(form.cleaned_data["number"], form.cleaned_data["query_code"])
    if report is None:
        wait(limits, now=now)
        form.add_error(
            None, _("Number and query code don’t belong together. Please compare both with your receipt.")
        )
        return ask(request, form, status=422)
    seen = queries.followed(report.number)
    if seen and seen.case and seen.case.closed_at and now > seen.case.closed_at + CODE_HOLDS:
        return render(request, "citizen/expired.html", {"number": report.number}, status=410)
    more = request.POST.get("more", "")
    if seen and more:
        return _keeping(
            page_of(request, seen, more=MoreForm(initial={"text": more}), now=now), report.number, now
        )
    response = see_other("citizen:track")
    return _keeping(response, report.number, now)


def ask(request: HttpRequest, form: TrackForm, *, more: str = "", status: int = 200) -> HttpResponse:
    """Asks for number and code; `more` is what was being added when the time ran out."""
    facts = {"form": form, "more": more or request.POST.get("more", "")}
    return render(request, "citizen/track_ask.html", facts, status=status)


def _keeping(response: HttpResponse, number: str, now: datetime) -> HttpResponse:
    sealing.keep(response, COOKIE, {"number": number}, path=reverse("citizen:track"), lasts=LASTS, now=now)
    return response


def mine(request: HttpRequest, *, now: datetime) -> Followed | None:
    """The report that this browser may follow."""
    kept = sealing.kept(request, COOKIE, lasts=LASTS, now=now)
    return queries.followed(kept["number"]) if kept else None


def rates_again(seen: Followed) -> bool:
    """Whether a second answer waits for the reporter's opinion."""
    return seen.recheck is not None and seen.recheck.state == "answered_again"


def page_of(
    request: HttpRequest, seen: Followed, *, now: datetime, status: int = 200, **facts: Any
) -> HttpResponse:
    """The page of a followed report; `facts` replace its forms where one comes back with mistakes."""
    may_rate = bool(seen.case and seen.case.answered_at and seen.rating is None) or rates_again(seen)
    context = {
        "seen": seen,
        "standing": following.standing(seen, now=now),
        "steps": following.lines(seen, calendar(), now=now),
        "more": MoreForm() if seen.quarantine != "deleted" else None,
        "rating_form": RatingForm() if may_rate else None,
        "may_nudge": not seen.quarantine and not (seen.case and seen.case.answered_at),
        **facts,
    }
    return render(request, "citizen/track.html", context, status=status)


@audience("citizen", permission=ANYONE)
@require_safe
def check_yourself(request: HttpRequest) -> HttpResponse:
    """Reads the report back and works its fingerprint out anew, for comparing with the receipt."""
    kept = sealing.kept(request, COOKIE, lasts=LASTS, now=settings.CLOCK.now())
    if kept is None:
        return redirect("citizen:track")
    report = queries.sent_report(kept["number"])
    facts = {
        "report": report,
        "removed": removed(report) if report.quarantine == "deleted" else None,  # type: ignore[attr-defined]
        "held": report.quarantine == "held",  # type: ignore[attr-defined]
        "stands": stands_as_received(report),
        "hash": queries.first_hash(report.number),
    }
    return render(request, "citizen/check.html", facts)


@audience("citizen", permission=ANYONE)
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Closes the report's page in this browser."""
    response = see_other("citizen:home")
    response.delete_cookie(COOKIE, path=reverse("citizen:track"), samesite="Lax")
    return response
