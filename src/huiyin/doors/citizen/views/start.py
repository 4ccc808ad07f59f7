"""Ways in: the first page, a scanned code, the menu of the WeChat official account."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from huiyin.doors.citizen.views.reporting import choose, form_page
from huiyin.doors.citizen.views.spot import rating_page
from huiyin.doors.shared.access import ANYONE, audience
from huiyin.doors.shared.cookies import remember
from huiyin.intake.actions import count_scan
from huiyin.intake.queries import place_for
from huiyin.intake.wechat import carrying, oauth, state
from huiyin.policy.queries import NoCity, policy, word

SCANNED = timedelta(minutes=10)
"""Loading the page again within this time is still the same scan."""
WECHAT_COOKIE = "wechat"
NONCE_COOKIE = "wechat_nonce"


@audience("citizen", permission=ANYONE, personal=False)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What one can do here, in three choices; above them, in the city's own words, what it hears of."""
    return render(request, "citizen/home.html", {"scope": _scope()})


def _scope() -> str:
    """ "" where no city is loaded yet, or it says nothing of its own."""
    try:
        return word("scope", get_language() or "zh")
    except NoCity:
        return ""


@audience("citizen", permission=ANYONE)
@require_safe
def scan(request: HttpRequest, token: str) -> HttpResponse:
    """A scanned poster: counts the scan, and asks how it was here; where a city rates nothing, what happened."""
    now = settings.CLOCK.now()
    code = place_for(token[:16])
    if code is None:
        return choose(request, unknown_code=True)
    if policy().faults:
        page = rating_page(request, code, now=now)
    else:
        page = form_page(request, unit=code.place.unit, code=code)
    foreseen = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if request.method == "GET" and not foreseen and request.COOKIES.get("scanned") != code.token:
        count_scan(code.place_id, now=now)
        remember(page, "scanned", code.token, lasts=SCANNED, path=request.path)
    return page


@audience("citizen", permission=ANYONE)
@require_safe
def wechat(request: HttpRequest) -> HttpResponse:
    """The menu of the official account: asks WeChat silently who follows, or goes straight on."""
    now = settings.CLOCK.now()
    if not oauth.offered(request.headers.get("User-Agent", "")):
        return redirect("citizen:home")
    nonce = secrets.token_urlsafe(16)
    place = "".join(c for c in request.GET.get("code", "") if c.isascii() and c.isalnum())[:16]
    mark = state.make(settings.MASTER_KEY, place, nonce=nonce, now=now)
    response = redirect(oauth.authorize_url(mark, settings.PUBLIC_URL + reverse("citizen:wechat_back")))
    remember(response, NONCE_COOKIE, nonce, lasts=state.LASTS, path="/wechat")
    return response


@audience("citizen", permission=ANYONE)
@require_safe
def wechat_back(request: HttpRequest) -> HttpResponse:
    """Back from WeChat, with an openid or without: the citizen goes on either way."""
    now = settings.CLOCK.now()
    nonce = request.COOKIES.get(NONCE_COOKIE, "")
    place = state.check(settings.MASTER_KEY, request.GET.get("state", ""), nonce=nonce, now=now)
    response = redirect("citizen:scan", token=place) if place else redirect("citizen:home")
    response.delete_cookie(NONCE_COOKIE, path="/wechat", samesite="Lax")
    if place is None:
        return response
    try:
        sealed = carrying.seal(oauth.openid(request.GET.get("code", "")), now=now)
    except oauth.WeChatError:
        return response
    remember(response, WECHAT_COOKIE, sealed, lasts=carrying.LASTS, path=reverse("citizen:report"))
    return response
