"""Acts on a round, on a member of its panel, on what it judges: each a page that says what follows, and a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.panels.acts import (
    ANSWER,
    CONFIRM,
    RENEW,
    REPORT,
    RESIGN,
    TAKE_PAPER,
    VETO,
    WITHDRAW,
    Act,
    offered,
)
from huiyin.doors.desk.panels.entries import ORGANISING, READERS
from huiyin.doors.desk.panels.finding import own
from huiyin.doors.desk.panels.indicators import may_withdraw
from huiyin.doors.desk.panels.wording import relaxed
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared import words
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.templatetags.units import named
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.panels import queries
from huiyin.panels.models import Round


@audience("desk", permission=ORGANISING, hidden=True)
@require_http_methods(["GET", "POST"])
def on_round(request: HttpRequest, pk: int, noun: str) -> HttpResponse:
    row = own(request, pk)
    act = next((one for one in offered(actor_of(request), row) if one.noun == noun), None)
    return asked(request, row, act, pk, "")


@audience("desk", permission=queries.KEEPERS, hidden=True)
@require_http_methods(["GET", "POST"])
def on_member(request: HttpRequest, pk: int, member: int, noun: str) -> HttpResponse:
    row = own(request, pk)
    one = (
        row.members.select_related("judge").filter(pk=member).first()
        if queries.keeps(actor_of(request), row)
        else None
    )
    act = {"resignation": RESIGN, "link": RENEW, "paper": TAKE_PAPER}.get(noun)
    open_ = one and one.state == "seated" and row.state == ("drawn" if act is RESIGN else "voting")
    open_ = open_ and one is not None and one.on_paper == (act is TAKE_PAPER)
    return asked(request, row, act if open_ else None, member, one.judge.code if one else "")


@audience("desk", permission=READERS, hidden=True)
@require_http_methods(["GET", "POST"])
def on_object(request: HttpRequest, pk: int, judged: int, noun: str) -> HttpResponse:
    row, viewer = own(request, pk), actor_of(request)
    one = row.objects_judged.select_related("unit__parent").filter(pk=judged).first()
    if one is None:
        raise Http404
    act: Act | None = None
    if noun == "veto" and "leader" in viewer.roles_in(row.committee_id) and row.state != "published":
        act = VETO
    houses = viewer.units_as(*queries.SPEAKERS)
    if noun == "report" and any(f"/{house}/" in one.unit.path for house in houses):
        act = REPORT if row.state in ("planned", "announced", "drawn") else None
    return asked(request, row, act, judged, named(one.unit), {"text": one.report} if act is REPORT else None)


@audience("desk", permission=READERS, hidden=True)
@require_http_methods(["GET", "POST"])
def on_task(request: HttpRequest, pk: int, task: int, noun: str) -> HttpResponse:
    row, viewer = own(request, pk), actor_of(request)
    one = queries.tasks(row, viewer).filter(pk=task, confirmed_at=None).first()
    act = {"answer": ANSWER, "confirmation": CONFIRM}.get(noun) if one else None
    if act is CONFIRM and not (one and one.answered_at and queries.confirms(viewer, one)):
        act = None
    if act is ANSWER and not (one and queries.speaks(viewer, one.judged)):
        act = None
    return asked(request, row, act, task, named(one.judged.unit) if one else "")


@audience("desk", permission=ORGANISING, hidden=True)
@require_http_methods(["GET", "POST"])
def on_indicator(request: HttpRequest, pk: int, indicator: int, noun: str) -> HttpResponse:
    row = own(request, pk)
    one = row.indicators.filter(pk=indicator, withdrawn_at=None).first()
    may = bool(one) and noun == WITHDRAW.noun and may_withdraw(actor_of(request), row)
    return asked(request, row, WITHDRAW if may else None, indicator, one.name if one else "")


def asked(
    request: HttpRequest,
    row: Round,
    act: Act | None,
    subject: int,
    about: str,
    initial: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Asks, and does it once. What can't be done now is said above what was typed. 404 where it isn't offered."""
    if act is None:
        raise Http404
    posted = request.method == "POST"
    form = act.form(row, request.POST if posted else None, request.FILES if posted else None, initial=initial)
    if form.is_valid():
        try:
            act.do(subject, **form.values(), by=actor_of(request), now=now_at(request))
        except NotAllowed as no:
            field = str(no.refused.detail.get("field", ""))
            form.add_error(field if field in form.fields else None, words.reason(no.refused))
            for change in no.refused.detail.get("relaxations", ()):
                form.add_error(None, relaxed(change))
        else:
            messages.success(request, _("Done: %(what)s.") % {"what": act.label})
            return see_other(reverse("desk:round", args=[row.pk]))
    context = {"row": row, "act": act, "form": form, "about": about}
    return desk_page(request, "desk/panels/act.html", context, 422 if form.is_bound else 200)
