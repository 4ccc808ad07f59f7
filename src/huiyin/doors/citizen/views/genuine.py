"""Is this paper genuine? What anybody may know who holds it: that it exists, and whose; never what it is about."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from huiyin.documents.wording import day
from huiyin.doors.shared.access import ANYONE, audience, today
from huiyin.policy.queries import letter_kind, said
from huiyin.supervision.letters.facts import number_of
from huiyin.supervision.letters.queries import is_of, proven

LARGEST = 30_000_000


@audience("citizen", permission=ANYONE)
@require_http_methods(["GET", "POST"])
def genuine(request: HttpRequest, proof: str) -> HttpResponse:
    """Kind, number, date and body; with the file, whether it is the one that was sent. The file isn't kept."""
    letter = proven(proof)
    kind = letter_kind(letter.kind) if letter else None
    file = request.FILES.get("file")
    context = {
        "letter": letter,
        "number": number_of(letter) if letter else "",
        "kind": said(kind, "name", get_language() or "zh") if kind else "",
        "date": day(today(letter.signed_at), get_language() or "zh") if letter and letter.signed_at else "",
        "asked": request.method == "POST",
        "equal": None,
    }
    if letter and file and (file.size or 0) <= LARGEST:
        digest = hashlib.sha256()
        for block in file.chunks():
            digest.update(block)
        context["equal"] = is_of(letter, digest.hexdigest())
    return render(request, "citizen/genuine.html", context, status=200 if letter else 404)
