"""A matter entered for somebody who phoned, wrote or came; and the receipt that they are given or read."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.rules.lifecycle import person
from huiyin.doors.desk.channels.forms import EntryForm
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared import sealing, words
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.intake.actions import Receipt, Wrong
from huiyin.intake.attachments.actions import store
from huiyin.intake.attachments.room import free_bytes, limits
from huiyin.intake.channels.actions import receipt_of, take_in
from huiyin.intake.channels.queries import enterable, reportable
from huiyin.intake.channels.rules.arrivals import ENTERS
from huiyin.intake.limits import Allowance, wait
from huiyin.kernel.ids import keyed_hash
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.triage.secrecy.queries import marked_name

PERMISSION = tuple(sorted(ENTERS))
SLIP_COOKIE, SLIP_LASTS = "slip", timedelta(minutes=30)
AN_HOUR = 120
"""Matters that one person can enter in an hour: more than anybody writes down."""


@audience("desk", permission=PERMISSION)
@sensitive_post_parameters("text", "name", "phone", "mail", "postal", "officer_text")
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest) -> HttpResponse:
    """The form; sent, the receipt."""
    ways, units = enterable(actor_of(request)), reportable()
    if request.method == "GET":
        initial = {
            "key": secrets.token_urlsafe(24),
            "came_at": now_at(request),
            "channel": request.GET.get("channel"),
        }
        return _page(request, EntryForm(ways=ways, units=units, initial=initial))
    form = EntryForm(request.POST, ways=ways, units=units)
    uploads, wrong = _kept(request)
    if not form.is_valid() or wrong:
        return _page(request, form, uploads, wrong, status=422)
    if seconds := wait([Allowance("entries", actor_of(request).account, AN_HOUR, 3600)], now=now_at(request)):
        form.add_error(None, words.reason(Refused("too_fast", {"minutes": -(-seconds // 60)})))
        return _page(request, form, uploads, wrong, status=429)
    return _enter(request, form, uploads)


def _enter(request: HttpRequest, form: EntryForm, uploads: tuple[str, ...]) -> HttpResponse:
    actor, now = actor_of(request), now_at(request)
    arrival = form.arrival(person(actor))
    try:
        receipt = take_in(form.submission(uploads), arrival, by=actor, now=now)
    except Wrong as mistakes:
        form.say(mistakes.fields)
        return _page(request, form, uploads, status=422)
    except NotAllowed as no:
        form.add_error(None, words.reason(no.refused))
        if no.refused.reason == "already_sent":  # another matter typed into a form that was sent
            renewed = request.POST.copy()
            renewed["key"] = secrets.token_urlsafe(24)
            form.data = renewed
        return _page(request, form, () if no.refused.reason == "upload_gone" else uploads, status=409)
    response = see_other("desk:slip")
    kept = {"number": receipt.number, "mark": arrival.mark, "channel": arrival.channel}
    sealing.keep(response, SLIP_COOKIE, kept, path=reverse("desk:slip"), lasts=SLIP_LASTS, now=now)
    return response


def _kept(request: HttpRequest) -> tuple[tuple[str, ...], list[str]]:
    """Stores the files that came; all tokens of the form, and what is wrong with files that were refused."""
    tokens, wrong = list(dict.fromkeys(request.POST.getlist("uploads"))), []
    draft = keyed_hash(settings.SECRET_KEY.encode(), "entry", request.POST.get("key", ""))[:32]
    for file in request.FILES.getlist("files"):
        size, free, now = file.size or 0, free_bytes(), now_at(request)
        try:
            upload = store(
                file, draft=draft, size=size, free=free, limits=limits(), now=now,
                marked=marked_name(file.name or ""),
            )  # fmt: skip
            tokens.append(upload.token)
        except NotAllowed as no:
            wrong.append(
                _("%(file)s: %(reason)s")
                % {"file": (file.name or "")[:60], "reason": words.reason(no.refused)}
            )
    return tuple(tokens), wrong


def _page(
    request: HttpRequest, form: EntryForm, uploads: Any = (), wrong: Any = (), status: int = 200
) -> HttpResponse:
    context = {"form": form, "uploads": uploads, "files_wrong": wrong}
    return desk_page(request, "channels_desk/entry.html", context, status)


@audience("desk", permission=PERMISSION)
@require_safe
def slip(request: HttpRequest) -> HttpResponse:
    """Number and query code, to print or to read out; shown for half an hour in the browser that entered it."""
    now: datetime = now_at(request)
    kept = sealing.kept(request, SLIP_COOKIE, lasts=SLIP_LASTS, now=now)
    found: Receipt | None = receipt_of(kept["number"], kept["channel"], kept["mark"]) if kept else None
    if found is None:
        messages.info(
            request, _("The receipt is no longer shown here: the query code was for the person alone.")
        )
        return redirect("desk:entry")
    context = {"receipt": found, "track": settings.PUBLIC_URL + reverse("citizen:track")}
    return desk_page(request, "channels_desk/slip.html", context)
