"""Files that come with the form itself, for browsers without JavaScript."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.doors.citizen.upload_words import message
from huiyin.intake.attachments.actions import store
from huiyin.intake.attachments.room import free_bytes, limits
from huiyin.kernel.ids import keyed_hash
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.triage.secrecy.queries import marked_name


def draft_of(key: str) -> str:
    """The opaque name under which the files of one form belong together; the form's key can't be told from it."""
    return keyed_hash(settings.SECRET_KEY.encode(), "draft", key)[:32]


def kept(request: HttpRequest, *, now: datetime) -> tuple[list[str], list[str]]:
    """Stores what came; the tokens of all files of the form, and what is wrong with those that were refused."""
    tokens = list(dict.fromkeys(request.POST.getlist("uploads")))
    mistakes = [_said(name, refused) for name, refused in getattr(request, "refused_files", [])]
    for file in request.FILES.getlist("files"):
        draft, free = draft_of(request.POST.get("key", "")), free_bytes()
        try:
            upload = store(
                file, draft=draft, size=file.size or 0, free=free, limits=limits(), now=now,
                marked=marked_name(file.name or ""),
            )  # fmt: skip
        except NotAllowed as refusal:
            mistakes.append(_said(file.name or "", refusal.refused))
        else:
            tokens.append(upload.token)
    return tokens, mistakes


def _said(name: str, refused: Refused) -> str:
    return _("%(file)s: %(reason)s") % {"file": name[:60], "reason": message(refused)}
