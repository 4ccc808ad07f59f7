"""My work today: what is due, late, returned, new; what I gave out; what didn't arrive."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from huiyin.cases.models import Case
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.queries import work
from huiyin.doors.desk.rows import Reader, grouped
from huiyin.doors.desk.scoping import actor_of, now_at, rules_of
from huiyin.doors.desk.wording import MARKERS
from huiyin.doors.shared.access import ANY_MANDATE, audience
from huiyin.doors.shared.access import today as day_of
from huiyin.doors.shared.answers import see_other
from huiyin.messages import actions as sending
from huiyin.messages.rules.texts import render as rendered
from huiyin.organisations.readers import unread
from huiyin.supervision.tracking import queries as trackings
from huiyin.triage.models import Screening

NEWEST = 100
"""Notices and lost messages on one page."""


def reader_of(request: HttpRequest) -> Reader:
    return Reader.of(actor_of(request), now_at(request), rules_of(request))


def _tabs(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    return {
        "given": len(work.given_out(actor)),
        "unread": work.inbox(actor, now_at(request)).filter(read_at=None).count() + work.lost(actor).count(),
    }


@audience("desk", permission=ANY_MANDATE)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What waits for the reader's own act, by what happens next if nobody acts."""
    cases = work.waiting(actor_of(request), now=now_at(request))
    last, hits, reader = work.last_verbs(cases), work.hits(cases), reader_of(request)
    rows = [reader.row(case, last.get(case.pk, ""), _hint(hits.get(case.report_id))) for case in cases]
    new = unread(actor_of(request), day_of(now_at(request)))
    context = {"groups": grouped(rows), "waiting": len(rows), "tab": "today", "unread_rules": new}
    return desk_page(request, "desk/today.html", context | {"followed": _followed(request)} | _tabs(request))


def _followed(request: HttpRequest) -> int:
    """How many leads the reader's teams still follow: nothing is due there by itself, so no case shows them."""
    actor = actor_of(request)
    standing = trackings.standing(actor) if "team" in actor.roles else {}
    return sum(count for state, count in standing.items() if state != "ticked_off")


def _hint(hit: Screening | None) -> str:
    """Why a work team looks at it first: one of the reasons, in a line."""
    if hit is None:
        return ""
    what = str(MARKERS.get(hit.kind, hit.kind))
    return f"{what}：{hit.repeats.number}" if hit.repeats else f"{what}：{'、'.join(hit.found[:2])}"


@audience("desk", permission=ANY_MANDATE)
@require_GET
def given(request: HttpRequest) -> HttpResponse:
    """What the reader assigned to somebody and that isn't back yet."""
    cases: list[Case] = work.given_out(actor_of(request))
    reader = reader_of(request)
    context = {"rows": [reader.row(case) for case in cases], "tab": "given"}
    return desk_page(request, "desk/given.html", context | _tabs(request))


@audience("desk", permission=ANY_MANDATE)
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """The reader's inbox, and the messages to reporters that didn't arrive."""
    actor, language = actor_of(request), get_language() or "zh"
    told = [
        (n, rendered(n.template, n.params, language), n.case and n.template != "informed")
        for n in work.inbox(actor, now_at(request))[:NEWEST]
    ]
    lost = list(work.lost(actor)[:NEWEST])
    context = {"told": told, "lost": lost, "tab": "notices"}
    return desk_page(request, "desk/notices.html", context | _tabs(request))


@audience("desk", permission=ANY_MANDATE)
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """Marks the reader's notices as read."""
    me = actor_of(request).account_id
    if me is not None:
        sending.read_notices(me, now=now_at(request))
    return see_other("desk:notices")
