"""What every page knows: where it is, what time it is, in which language and size it is read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.kernel.actor import PUBLIC
from huiyin.kernel.clock import SHANGHAI
from huiyin.policy.queries import city, said

ELDER_COOKIE = "large"


def place_and_time(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `city` (None where unknown), `platform`, `now`, `today`, `realm`, `elder`, …"""
    return without_database(request) | _names()


def _names() -> dict[str, Any]:
    """What the city calls itself. A page without its city's name is better than no page."""
    try:
        here = city()
    except (DatabaseError, LookupError):
        return {}
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "city": here,
        "city_name": said(here, "name", language),
        "platform": said(here, "platform", language),
    }


def without_database(request: HttpRequest) -> dict[str, Any]:
    """The part that can be known while the database is away: error pages are made of it."""
    now = settings.CLOCK.now().astimezone(SHANGHAI)
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "city": None,
        "platform": _("People’s supervision"),
        "now": now,
        "today": now.date(),
        "realm": settings.REALM,
        "realm_says": _realm_says(),
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
        "actor": getattr(request, "actor", PUBLIC),
        "language": language,
        "html_lang": "zh-Hans" if language.startswith("zh") else language,
        "other_language": ("en", "English") if language.startswith("zh") else ("zh-hans", "中文"),
        "here": request.get_full_path() if request.method == "GET" else request.path,
    }


def _realm_says() -> str:
    """The banner of a world that isn't the real one; "" in the real one."""
    return {
        "demo": _("Demonstration: everything here is made up. Nothing reaches any authority."),
        "training": _("Training: what you do here is practice and stays apart from real reports."),
    }.get(settings.REALM, "")
