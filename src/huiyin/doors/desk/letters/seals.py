"""The picture of a body's cut seal: brought by its administrator, kept sealed, printed on what is signed since."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.words import reason as told
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.supervision.letters.actions import keep_seal
from huiyin.supervision.letters.queries import seal_keepers

KEEPER = "administrator"


@audience("desk", permission=KEEPER, hidden=True)
@require_GET
def seals(request: HttpRequest) -> HttpResponse:
    """Which bodies have brought a seal. The picture itself is shown to nobody."""
    return desk_page(request, "letters_desk/seals.html", {"rows": seal_keepers(actor_of(request))})


@audience("desk", permission=KEEPER, hidden=True)
@require_POST
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the place of the one before."""
    actor, file = actor_of(request), request.FILES.get("file")
    unit = next((one for one, _seal in seal_keepers(actor) if one.pk == pk), None)
    if unit is None:
        raise Http404
    try:
        keep_seal(unit, file.read() if file else b"", by=actor, now=now_at(request))
    except NotAllowed as no:
        messages.error(request, told(no.refused))
    else:
        messages.success(request, _("Kept. It is printed on what is signed from now on."))
    return see_other("desk:seals")
