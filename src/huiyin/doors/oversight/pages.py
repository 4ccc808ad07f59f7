"""What every page of this door has: who reads it, at which moment, and where else they can go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from huiyin.doors.shared import access
from huiyin.kernel.actor import Actor

OVERSEERS = ("leader", "supervisor")
"""Who sees the figures and the lists behind them."""
READERS = ("leader", "reviewer", "supervisor")
"""Who reads the officers' register: `assessment.queries.READERS`."""
AUDITORS = ("auditor",)


@dataclass(frozen=True)
class Item:
    """One line of the navigation: a view's name, for whom, and the other views that belong to it."""

    label: str | Promise
    url: str
    roles: tuple[str, ...]
    inside: tuple[str, ...] = ()


NAV = (
    Item(_("Overview"), "oversight:overview", OVERSEERS, ("cases",)),
    Item(_("Any table"), "oversight:table", OVERSEERS),
    Item(_("Hot issues"), "oversight:hot", READERS, ("hot_issue",)),
    Item(_("Leads"), "oversight:leads", OVERSEERS, ("leads_day",)),
    Item(
        _("Papers"),
        "oversight:papers",
        OVERSEERS,
        ("paper", "finding", "advice", "tabling", "decision", "frozen"),
    ),
    Item(_("Campaigns"), "oversight:campaigns", OVERSEERS, ("campaign", "campaign_new", "campaign_result")),
    Item(_("Suggestions"), "oversight:suggestions", OVERSEERS),
    Item(_("Ratings"), "oversight:ratings", READERS),
    Item(_("Officers"), "oversight:officers", READERS, ("officer",)),
    Item(_("Use of results"), "oversight:uses", READERS),
    Item(_("Leading group"), "oversight:group", (*OVERSEERS, *AUDITORS)),
    Item(_("Audit"), "oversight:audit", AUDITORS, ("accesses", "check")),
)


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the gatekeeper
    return actor


def now_at(request: HttpRequest) -> datetime:
    """The moment of the request; the same for everything that it does."""
    if not hasattr(request, "moment"):
        request.moment = settings.CLOCK.now()  # type: ignore[attr-defined]
    moment: datetime = request.moment  # type: ignore[attr-defined]
    return moment


def today_at(request: HttpRequest) -> date:
    return access.today(now_at(request))


def language() -> str:
    return get_language() or "zh-hans"


def page(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page of this door with its navigation."""
    return render(request, template, {"nav": _nav(request), **context}, status=status)


def _nav(request: HttpRequest) -> list[dict[str, Any]]:
    actor, match = actor_of(request), request.resolver_match
    here = match.url_name if match else ""
    items = [
        {
            "url": reverse(item.url),
            "label": item.label,
            "count": None,
            "current": here in (item.url.split(":")[1], *item.inside),
        }
        for item in NAV
        if access.may_enter(actor, item.roles)
    ]
    desk = {"url": "/desk/", "label": _("Back to the desk"), "count": None, "current": False}
    return [{"title": _("Oversight"), "items": items}, {"title": "", "items": [desk]}]
