"""Files on their way from a phone: begun, sent part by part, taken up again, finished. Answers are JSON.

Every part is a POST, because old in-app browsers and some networks lose other methods. Without JavaScript the
same files come with the form itself: see `files`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.doors.citizen.crowding import address_of
from huiyin.doors.citizen.upload_words import message
from huiyin.doors.shared.access import ANYONE, audience
from huiyin.intake.attachments import actions
from huiyin.intake.attachments.queries import upload_for
from huiyin.intake.attachments.room import free_bytes, limits
from huiyin.intake.limits import Allowance, wait
from huiyin.kernel.lifecycle import Conflict, NotAllowed, Refused
from huiyin.triage.secrecy.queries import marked_name

CHUNK = 524_288
"""What the browser is asked to send at once: a few seconds on a weak connection."""
BEGUN_PER_ADDRESS, PARTS_PER_ADDRESS = (120, 600), (3_000, 600)
"""How many in how many seconds. A hall's visitors share one address; 200 MB are 382 parts."""
_STATUS: Mapping[str, int] = {
    "upload_gone": 410,
    "too_large": 413,
    "too_large_together": 413,
    "larger_than_announced": 413,
    "chunk_too_large": 413,
    "too_many_files": 409,
    "disk_low": 507,
}
View = Callable[..., HttpResponse]


def answers(view: View) -> View:
    """Turns a no and a conflict into JSON: reason, words, and the offset at which to go on."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as no:
            return refusal(no.refused)
        except Conflict as conflict:
            return JsonResponse({"reason": "offset", "offset": int(conflict.changed)}, status=409)

    return answered


def refusal(refused: Refused) -> JsonResponse:
    return JsonResponse(
        {"reason": refused.reason, "message": message(refused)}, status=_STATUS.get(refused.reason, 415)
    )


@audience("citizen", permission=ANYONE)
@require_POST
@answers
def begin(request: HttpRequest) -> HttpResponse:
    """POST `draft` (the form's own opaque key) and `size` in bytes; answers with a token and how much to send.

    `name` is looked at for marks of secrecy and not kept.
    """
    if crowded := _crowded(request, "uploads of", BEGUN_PER_ADDRESS):
        return crowded
    draft, size = request.POST.get("draft", ""), request.POST.get("size", "")
    if not 8 <= len(draft) <= 64 or not (size.isascii() and size.isdigit() and len(size) < 16):
        return refusal(Refused("empty"))
    upload = actions.begin_upload(
        draft=draft,
        size=int(size),
        free=free_bytes(),
        limits=limits(),
        now=settings.CLOCK.now(),
        marked=marked_name(request.POST.get("name", "")[:200]),
    )
    return JsonResponse({"token": upload.token, "offset": 0, "chunk": CHUNK}, status=201)


@audience("citizen", permission=ANYONE)
@require_GET
@answers
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Where a file stands: how much of it is here, and whether it is finished."""
    upload = upload_for(token, now=settings.CLOCK.now())
    if upload is None:
        return refusal(Refused("upload_gone"))
    done = upload.attachment_id is not None
    return JsonResponse({"offset": upload.received, "size": upload.size, "done": done})


@audience("citizen", permission=ANYONE)
@require_POST
@answers
def parts(request: HttpRequest, token: str) -> HttpResponse:
    """POST the bytes that belong at `?offset=`; answers where the file stands now."""
    if crowded := _crowded(request, "parts of", PARTS_PER_ADDRESS):
        return crowded
    allowed = limits()
    if int(request.META.get("CONTENT_LENGTH") or 0) > allowed.chunk_bytes:
        return refusal(Refused("chunk_too_large", {"limit": allowed.chunk_bytes}))
    given = request.GET.get("offset", "")
    offset = int(given) if given.isascii() and given.isdigit() and len(given) < 16 else -1
    upload = actions.append(token, offset, request.body, limits=allowed, now=settings.CLOCK.now())
    return JsonResponse({"offset": upload.received})


@audience("citizen", permission=ANYONE)
@require_POST
@answers
def finish(request: HttpRequest, token: str) -> HttpResponse:
    """POST when everything is sent; answers what kind of file it turned out to be."""
    attachment = actions.finish(token, now=settings.CLOCK.now())
    return JsonResponse({"token": token, "kind": attachment.kind})


@audience("citizen", permission=ANYONE)
@require_POST
@answers
def remove(request: HttpRequest, token: str) -> HttpResponse:
    """POST when the sender thinks better of it. Nothing of the file is left."""
    actions.drop(token)
    return JsonResponse({})


def _crowded(request: HttpRequest, name: str, most: tuple[int, int]) -> HttpResponse | None:
    seconds = wait([Allowance(name, address_of(request), *most)], now=settings.CLOCK.now())
    if not seconds:
        return None
    words = _("Many files are coming from your network. We go on in %(seconds)s seconds.") % {
        "seconds": seconds
    }
    return JsonResponse(
        {"reason": "crowded", "message": words}, status=429, headers={"Retry-After": str(seconds)}
    )


urlpatterns = [
    path("uploads", begin, name="upload_begin"),
    path("uploads/<str:token>", status, name="upload_status"),
    path("uploads/<str:token>/parts", parts, name="upload_parts"),
    path("uploads/<str:token>/file", finish, name="upload_finish"),
    path("uploads/<str:token>/removal", remove, name="upload_remove"),
]
"""To be added to the door's addresses."""
