"""The report: choosing the unit, the form, and sending it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from huiyin.doors.citizen import asking, crowding, elder, files, queries
from huiyin.doors.citizen.forms import ReportForm
from huiyin.doors.citizen.incoming import takes_files
from huiyin.doors.citizen.typed import faultless
from huiyin.doors.citizen.views.crowded import crowded
from huiyin.doors.shared import sealing, words
from huiyin.doors.shared.access import ANYONE, audience, today
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.cookies import remember
from huiyin.intake.actions import Wrong, receive
from huiyin.intake.models import PlaceCode
from huiyin.intake.queries import place_for
from huiyin.intake.rules.submission import Submission
from huiyin.intake.wechat import carrying
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.models import Unit
from huiyin.policy.queries import policy, problem_types, said

RATING = "rating"
"""The channel of what is reported after a low rating."""
KEY_COOKIE = "form"
KEY_LASTS = timedelta(hours=2)
RECEIPT_COOKIE = "receipt"
RECEIPT_LASTS = timedelta(minutes=15)


@audience("citizen", permission=ANYONE)
@takes_files
@sensitive_post_parameters("text", "name", "phone", "officer_text")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The chooser; with `?unit=` the form; sent, the receipt."""
    if request.method == "POST":
        return _send(request)
    if code := place_for(request.GET.get("code", "")[:16]):
        return form_page(request, unit=code.place.unit, code=code)
    unit = queries.unit_with_committee(request.GET.get("unit", ""))
    return form_page(request, unit=unit) if unit else choose(request)


def choose(request: HttpRequest, *, unknown_code: bool = False) -> HttpResponse:
    """Which house is it about? Search and a filter by system, without JavaScript too."""
    asked = {name: request.GET.get(name, "")[:60].strip() for name in ("q", "system", "region")}
    shown = any(asked.values())
    found = queries.units(asked["q"], asked["system"], asked["region"]) if shown else []
    regions, there = queries.regions()
    return render(
        request,
        "citizen/choose.html",
        {
            "unknown_code": unknown_code,
            "asked": asked,
            "shown": shown,
            "found": found,
            "more": len(found) == queries.MOST_SHOWN,
            "systems": [(code, word) for code, word in words.SYSTEMS.items() if code in there],
            "regions": regions,
        },
        status=404 if unknown_code else 200,
    )


def form_page(
    request: HttpRequest,
    *,
    unit: Unit,
    code: PlaceCode | None = None,
    form: ReportForm | None = None,
    **facts: Any,
) -> HttpResponse:
    """The form, new or with what was typed and what is wrong with it. `facts` go to the template."""
    key = request.COOKIES.get(KEY_COOKIE) or secrets.token_urlsafe(24)
    status = facts.pop("status", 200)
    if form is None:
        initial = {"unit": unit.code, "code": code.token if code else "", "key": key, **_rated_low(request)}
        form = ReportForm(kinds=_kinds(), initial=initial)
    step = elder.step(request, form, asked=facts.pop("step", None))
    context = {
        "form": form,
        "unit": unit,
        "committee": unit.committee,
        "place": code.place if code else None,
        "uploads": request.POST.getlist("uploads"),
        "draft": files.draft_of(str(form["key"].value())),
        "parts": step.parts if step else elder.PARTS,
        "step": step,
        **facts,
    }
    page = render(request, "citizen/report.html", context, status=status)
    remember(page, KEY_COOKIE, str(form["key"].value()), lasts=KEY_LASTS)
    return page


def _rated_low(request: HttpRequest) -> dict[str, str]:
    """What stands in the form already when a low rating led here: the faults that were named, and their kind."""
    faults = request.GET.getlist("fault")
    named = [row for row in policy().faults if row.code in faults] if faults else []
    found = {"via": RATING} if request.GET.get("via") == RATING else {}
    if named:
        language = get_language() or "zh-hans"
        text = "；".join(said(row, "text", language) for row in named)
        found |= {"text": text, "problem_type": named[0].problem_type}
    return found


def _channel(request: HttpRequest, openid: str) -> str:
    """As what the program files it: after a rating, where the city has that channel; from WeChat; or from the web."""
    if request.POST.get("via") == RATING and policy().channel(RATING):
        return RATING
    return "wechat" if openid else "web"


def _kinds() -> list[tuple[str, str]]:
    return problem_types(get_language() or "zh-hans", citizen=True)


def _send(request: HttpRequest) -> HttpResponse:
    now = settings.CLOCK.now()
    code = place_for(request.POST["code"][:16]) if request.POST.get("code") else None
    unit = code.place.unit if code else queries.unit_with_committee(request.POST.get("unit", ""))
    if unit is None:
        return redirect("citizen:report")
    where: dict[str, Any] = {"unit": unit, "code": code}
    if request.POST.get("go") == "back":
        return form_page(request, **where, form=ReportForm(request.POST, kinds=_kinds()), step="back")
    source = _source(request, unit, code, now)
    sends = source is not None and request.POST.get("go") != "next"
    if (
        source
        and sends
        and not request.FILES
        and (page := asking.more(request, source, _sent_before(request)))
    ):
        return page
    return _take(request, where, source, now)


def _sent_before(request: HttpRequest) -> list[str]:
    return request.POST.getlist("uploads")


def _take(
    request: HttpRequest, where: dict[str, Any], source: Submission | None, now: datetime
) -> HttpResponse:
    unit, code = where["unit"], where["code"]
    if request.FILES or source:
        limits = crowding.report_limits(request, code.place_id if code else None)
        if seconds := crowding.admitted(request, limits, now=now):
            return crowded(request, limits, seconds, now=now)
    uploads, said = files.kept(request, now=now)
    where |= {"uploads": uploads, "files_wrong": said}
    if request.POST.get("go") == "next":
        return form_page(request, **where, form=_looked_over(request, unit, now), step="next")
    if source is None or said:
        return form_page(request, **where, form=_looked_over(request, unit, now), status=422, step="wrong")
    if request.FILES and (page := asking.more(request, source, uploads)):
        return page
    answers = asking.answers(request, source)
    return _received(request, where, replace(source, uploads=tuple(uploads), answers=answers), now)


def _looked_over(request: HttpRequest, unit: Unit, now: datetime) -> ReportForm:
    """The form as it was sent, with every mistake beside its field."""
    form = ReportForm(request.POST, kinds=_kinds())
    sent = _files(request)
    form.fields["text"].required = not sent  # a photo of a letter says it all
    form.full_clean()
    form.look_over(form.submission(unit=unit.pk, place=None, uploads=sent), today=today(now))
    return form


def _files(request: HttpRequest) -> tuple[str, ...]:
    """The files that the form brings: those sent before by their tokens, those inside it by one empty token."""
    return (*_sent_before(request), *([""] if request.FILES else []))


def _source(request: HttpRequest, unit: Unit, code: PlaceCode | None, now: datetime) -> Submission | None:
    """The submission, if nothing is wrong with it. Who stays anonymous leaves no openid either."""
    openid = (
        carrying.unseal(request.COOKIES.get("wechat", ""), now=now) if "wechat" in request.COOKIES else ""
    )
    return faultless(
        request.POST,
        unit=unit.pk,
        place=code.place_id if code else None,
        kinds=[kind for kind, _name in _kinds()],
        today=today(now),
        openid="" if request.POST.get("identity_mode") == "anonymous" else openid,
        channel=_channel(request, openid),
        officer=code.place.officer_id if code else None,
        language=get_language() or "zh-hans",
        uploads=_files(request),
    )


def _received(request: HttpRequest, where: dict[str, Any], source: Submission, now: datetime) -> HttpResponse:
    try:
        receipt = receive(source, now=now)
    except Wrong as wrong:
        form = _looked_over(request, where["unit"], now)
        form.say(wrong.fields)
        return form_page(request, **where, form=form, status=422, step="wrong")
    except NotAllowed as refusal:
        return _refused(request, where, refusal, now)
    there = reverse("citizen:receipt")
    response = see_other(there)
    kept = {"number": receipt.number, "key": source.key, "reachable": source.identity_mode != "anonymous"}
    sealing.keep(response, RECEIPT_COOKIE, kept, path=there, lasts=RECEIPT_LASTS, now=now)
    response.delete_cookie(KEY_COOKIE, samesite="Lax")
    return response


def _refused(request: HttpRequest, where: dict[str, Any], refusal: NotAllowed, now: datetime) -> HttpResponse:
    """A key used for another text gets a new one and a question; files that ran out are to be chosen anew."""
    reason = refusal.refused.reason
    if reason == "already_sent":
        renewed = request.POST.copy()
        renewed["key"] = secrets.token_urlsafe(24)
        where["form"] = ReportForm(renewed, kinds=_kinds())
        number = refusal.refused.detail["number"]
        return form_page(request, **where, already=number, status=409, step="wrong")
    if reason == "upload_gone":
        where |= {"uploads": [], "files_wrong": [_("Your files waited too long. Please choose them again.")]}
        where["form"] = _looked_over(request, where["unit"], now)
        return form_page(request, **where, status=422, step="wrong")
    raise refusal
