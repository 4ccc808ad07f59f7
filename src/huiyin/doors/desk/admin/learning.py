"""What the program learnt from people's decisions: how good it is, which versions there are, which one is used."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.doors.desk.admin import cards
from huiyin.doors.desk.admin.wording import MODELS, TARGETS
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.words import reason
from huiyin.kernel.lifecycle import Refused
from huiyin.triage.learning import queries
from huiyin.triage.learning.actions import adopt, ask
from huiyin.triage.learning.models import ModelVersion

KEEPER = "administrator"
READERS = (KEEPER, "leader", "reviewer")
MOST_VERSIONS = 20


@audience("desk", permission=READERS)
@require_GET
def learning(request: HttpRequest) -> HttpResponse:
    """The model card of one target."""
    target = request.GET.get("target", "unit")
    if target not in TARGETS:
        raise Http404
    viewer, language = actor_of(request), get_language() or "zh"
    rows = list(queries.versions(viewer, target)[:MOST_VERSIONS])
    used = next((row for row in rows if row.state == "in_use"), None) or queries.used(viewer, target)
    context: dict[str, Any] = {
        "target": target,
        "targets": TARGETS.items(),
        "card": cards.card(used, viewer, language) if used else None,
        "used": used,
        "doubts": cards.doubts(used, viewer, language) if used else [],
        "fresh": queries.lessons_since(target, used.until) // 10 * 10 if used and used.until else 0,
        "versions": [_line(row) for row in rows],
        "asked": any(row.state == "asked" for row in rows),
        "keeps": KEEPER in viewer.roles,
    }
    return desk_page(request, "admin_desk/learning.html", context)


def _line(row: ModelVersion) -> dict[str, Any]:
    refused = Refused(row.refused["reason"], row.refused["detail"]) if row.refused else None
    return {
        "row": row,
        "state": MODELS.get(row.state, row.state),
        "right": cards.share(row.card["right"], row.card["tried"]) if row.card else "",
        "because": reason(refused) if refused else "",
    }


@audience("desk", permission=KEEPER)
@require_POST
def new(request: HttpRequest, target: str) -> HttpResponse:
    """Asks for a new version."""
    if target not in TARGETS:
        raise Http404
    ask(target, by=actor_of(request), now=now_at(request))
    messages.success(request, _("A new version is asked for. It will be ready in a few minutes."))
    return see_other(f"/desk/admin/learning?target={target}")


@audience("desk", permission=KEEPER)
@require_http_methods(["GET", "POST"])
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Goes back to an earlier version."""
    row = queries.version(actor_of(request), pk)
    if row is None or row.state != "earlier":
        raise Http404
    back = f"/desk/admin/learning?target={row.target}"
    if request.method == "POST":
        adopt(pk, by=actor_of(request), now=now_at(request))
        messages.success(request, _("Version %(number)s is in use again.") % {"number": row.number})
        return see_other(back)
    context = {
        "title": _("Use version %(number)s again") % {"number": row.number},
        "act": _("Use this version"),
        "happens": [
            _("From the next report on, proposals come from this version. What was decided before stays."),
            _("The version in use now is kept and can be used again."),
        ],
        "to_whom": TARGETS[row.target],
        "told": [],
        "back": back,
    }
    return desk_page(request, "shared/confirm.html", context)
