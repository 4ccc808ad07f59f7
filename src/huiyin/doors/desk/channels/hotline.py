"""The hotline at a glance: both sides' lists compared day by day, what isn't handed over, files for closed networks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.doors.desk.channels.entering import PERMISSION
from huiyin.doors.desk.channels.wording import DIFFERENCES, ORDER_STATES
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, case_file, now_at
from huiyin.doors.shared import words
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.intake.channels.hotline.actions import pass_out
from huiyin.intake.channels.hotline.queries import comparisons, order_about, unsent_parcels
from huiyin.intake.channels.hotline.rules.reconciling import Difference
from huiyin.journey import hotline, hotline_files
from huiyin.kernel.lifecycle import NotAllowed

LARGEST = 20_000_000
PASSES = ("reviewer", "clerk")
"""Who gives a matter to the hotline that this committee has declined."""


@audience("desk", permission=PERMISSION)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    rows = [(found, [_shown(d) for d in found.differences]) for found in comparisons()]
    waiting = unsent_parcels(hotline.in_sight())
    context = {
        "rows": rows,
        "unsent": waiting.count(),
        "oldest": waiting.first(),
        "joined": bool(settings.HOTLINE_URL),
        "signs": bool(settings.HOTLINE_SECRET),
    }
    return desk_page(request, "channels_desk/hotline.html", context)


def _shown(difference: dict[str, Any]) -> dict[str, Any]:
    return {
        **difference,
        "why": DIFFERENCES.get(difference["kind"], difference["kind"]),
        "ours": ORDER_STATES.get(difference["ours"], "–"),
        "theirs": ORDER_STATES.get(difference["theirs"], "–"),
    }


@audience("desk", permission=PERMISSION)
@require_POST
def mending(request: HttpRequest, day: str) -> HttpResponse:
    """Mends one difference, then compares the day again."""
    found = next((row for row in comparisons() if row.day.isoformat() == day), None)
    wanted = request.POST.get("id", "")
    difference = next((d for d in found.differences if d["id"] == wanted), None) if found else None
    if difference is None:
        raise Http404
    try:
        became = hotline.mend(Difference(**difference), now=now_at(request))
        hotline.compare(date.fromisoformat(day), now=now_at(request))
    except NotAllowed as no:
        messages.error(request, words.reason(no.refused))
    else:
        waits = became.state == "waiting"
        messages.success(
            request, _("It waits for a person.") if waits else _("Mended: %(id)s.") % {"id": wanted}
        )
    return see_other("desk:hotline")


@audience("desk", permission=PERMISSION)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """What isn't handed over yet, as a signed file to carry over."""
    now = now_at(request)
    try:
        data = hotline_files.written(now=now)
    except NotAllowed as no:
        messages.error(request, words.reason(no.refused))
        return see_other("desk:hotline")
    response = HttpResponse(data, content_type="application/x-ndjson")
    response.headers["Content-Disposition"] = f'attachment; filename="hotline-{now:%Y%m%d-%H%M}.jsonl"'
    return response


@audience("desk", permission=PERMISSION)
@require_POST
def taking(request: HttpRequest) -> HttpResponse:
    """A signed file of theirs."""
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST:
        messages.error(request, _("Choose a file of up to 20 MB."))
        return see_other("desk:hotline")
    try:
        became = hotline_files.read(file.read(), now=now_at(request))
    except NotAllowed as no:
        messages.error(request, words.reason(no.refused))
    else:
        said = _("%(taken)s taken in, %(known)s known already, %(waiting)s wait for a person.")
        messages.success(request, said % became)
    return see_other("desk:hotline")


@audience("desk", permission=PASSES, hidden=True)
@require_http_methods(["GET", "POST"])
def passing_on(request: HttpRequest, number: str) -> HttpResponse:
    """Gives a matter that isn't ours to the hotline, which knows whose it is (S3-12)."""
    file = case_file(request, number, PASSES)
    if file.case.state != "declined" or order_about(file.case.report):
        raise Http404
    if request.method == "POST":
        try:
            pass_out(file.case.report, by=actor_of(request), unit=file.case.committee_id, now=now_at(request))
        except NotAllowed as no:
            messages.error(request, words.reason(no.refused))
        else:
            messages.success(request, _("It goes to the hotline."))
        return see_other("desk:case", number)
    context = {
        "case": file.case,
        "happens": [
            _("The hotline 12345 gets the words of the report, with whatever tells who sent it masked."),
            _("Its answer will be shown here."),
        ],
        "told": [_("the hotline 12345")],
    }
    return desk_page(request, "channels_desk/passing_on.html", context)
