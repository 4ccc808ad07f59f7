"""The rules by which the platform works (S0-10), what changed in it (S0-09), and where to practise (S0-12)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from huiyin.doors.desk.admin.wording import RELEASES
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import now_at
from huiyin.doors.shared.access import ANY_MANDATE, audience, today
from huiyin.policy import queries as policy


@audience("desk", permission=ANY_MANDATE)
@require_GET
def regulations(request: HttpRequest) -> HttpResponse:
    language = get_language() or "zh-hans"
    texts = [
        {
            "code": row.code,
            "title": policy.said(row, "title", language),
            "since": row.since,
            "binding": row.binding,
            "articles": [line for line in policy.said(row, "text", language).splitlines() if line.strip()],
        }
        for row in policy.regulations(today(now_at(request)))
    ]
    return desk_page(request, "admin_desk/library.html", {"texts": texts, "types": _types(language)})


def _types(language: str) -> list[dict[str, Any]]:
    """The tree of problem types as it is and as it was: an old case shows the name of its day."""
    names = {row.code: policy.said(row, "name", language) for row in policy.policy().problem_types}
    return [
        {
            "code": version.code,
            "name": policy.said(version, "name", language),
            "above": names.get(version.parent, version.parent),
            "matter": version.matter,
            "since": version.since,
            "until": version.until,
        }
        for version in policy.type_versions()
    ]


@audience("desk", permission=ANY_MANDATE)
@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    language = get_language() or "zh-hans"
    notes = [
        {
            "version": row.version,
            "on": row.on,
            "kind": RELEASES.get(row.kind, row.kind),
            "text": policy.said(row, "text", language),
        }
        for row in policy.release_notes()
    ]
    return desk_page(request, "admin_desk/releases.html", {"notes": notes, "world": settings.REALM})
