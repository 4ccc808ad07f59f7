"""How was it here? A unit, a window or an officer rated on the spot, in two taps and without a trace."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.doors.citizen.forms import SpotForm
from huiyin.doors.citizen.queries import rated_place
from huiyin.doors.shared.access import ANYONE, audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.cookies import remember
from huiyin.intake.models import PlaceCode
from huiyin.kernel.clock import SHANGHAI
from huiyin.policy.queries import policy, said
from huiyin.ratings.rules.levels import BAD, LEVELS
from huiyin.ratings.spot.actions import explain, rate, take_back

COOKIE = "rated"
"""A random token and the level, kept by the browser for this place until the day ends; no other page is sent it."""
_LEVELS = frozenset(map(str, LEVELS))
_KEPT = re.compile(r"([A-Za-z0-9_-]{22})\.([1-5])")


@audience("citizen", permission=ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def rating(request: HttpRequest, token: str) -> HttpResponse:
    """Takes a rating; read, it says thanks, asks what was wrong and whether somebody should look into it."""
    if request.method == "POST":
        return _take(request, token)
    code, level = _rated(token), _device(request)[1]
    if not level:
        return redirect("citizen:scan", token=code.token)
    context = {
        "code": code,
        "level": level,
        "faults": _offered() if level in BAD else (),
    }
    return render(request, "citizen/rated.html", context)


def _take(request: HttpRequest, token: str) -> HttpResponse:
    """What a whole hall does at once: where all is as it should be, the database is asked once."""
    now, given = settings.CLOCK.now(), request.POST.get("level", "")
    if given not in _LEVELS or not policy().faults:
        return rating_page(request, _rated(token), form=SpotForm(request.POST), now=now, status=422)
    code, device = _code(token), _device(request)[0] or secrets.token_urlsafe(16)
    rate(device, code, int(given), now=now)
    response = _see_other("spot", code)
    _keep(response, code, f"{device}.{given}", now=now)
    return response


@audience("citizen", permission=ANYONE)
@require_POST
def faults(request: HttpRequest, token: str) -> HttpResponse:
    """What was wrong; with `look`, on to a report in which it already stands."""
    now, code = settings.CLOCK.now(), _rated(token)
    offered = {row for row, _text in _offered()}
    chosen = [one for one in request.POST.getlist("faults") if one in offered]
    device, _level = _device(request)
    if device:
        explain(device, code.token, chosen, now=now)
    if "look" in request.POST:
        query = urlencode([("code", code.token), ("via", "rating"), *(("fault", one) for one in chosen)])
        return see_other(f"{reverse('citizen:report')}?{query}")
    messages.success(request, _("Thank you. It is counted with your rating."))
    return _see_other("spot", code.token)


@audience("citizen", permission=ANYONE)
@require_POST
def withdrawal(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the rating back: it is deleted, and the browser forgets it."""
    code = _rated(token)
    device, _level = _device(request)
    if device:
        take_back(device, code.token, now=settings.CLOCK.now())
    messages.success(request, _("Your rating is withdrawn. Nothing of it is left."))
    response = _see_other("scan", code.token)
    response.delete_cookie(COOKIE, path=_path("scan", code.token), samesite="Lax")
    return response


def rating_page(
    request: HttpRequest, code: PlaceCode, *, now: datetime, form: SpotForm | None = None, status: int = 200
) -> HttpResponse:
    """The five levels; what this browser chose here today is chosen already."""
    _device_token, level = _device(request)
    context = {"code": code, "form": form or SpotForm(initial={"level": level}), "again": bool(level)}
    return render(request, "citizen/spot.html", context, status=status)


def _code(token: str) -> str:
    """A code as it is kept, however it was typed."""
    return token[:16].upper()


def _rated(token: str) -> PlaceCode:
    code = rated_place(_code(token))
    if code is None or not policy().faults:
        raise Http404
    return code


def _offered() -> list[tuple[str, str]]:
    language = get_language() or "zh-hans"
    return [(row.code, said(row, "text", language)) for row in policy().faults]


def _device(request: HttpRequest) -> tuple[str, int]:
    """The token and the level that this browser keeps for this place and day; "" and 0 where it keeps none."""
    found = _KEPT.fullmatch(request.COOKIES.get(COOKIE, ""))
    return (found[1], int(found[2])) if found else ("", 0)


def _keep(response: HttpResponse, code: str, value: str, *, now: datetime) -> None:
    here = now.astimezone(SHANGHAI)
    gone = timedelta(0, here.second, here.microsecond, 0, here.minute, here.hour)
    remember(response, COOKIE, value, lasts=timedelta(days=1) - gone, path=_path("scan", code))


@lru_cache(8192)
def _path(name: str, code: str) -> str:
    return reverse(f"citizen:{name}", args=[code])


def _see_other(name: str, code: str) -> HttpResponse:
    return see_other(_path(name, code))
