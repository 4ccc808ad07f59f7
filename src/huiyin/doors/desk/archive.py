"""The whole timeline of a case on paper, for the archive: what happened, who did it, and each event's hash.

No identity is in it, nor what was said: words stay in the file.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.cases.queries import CaseFile
from huiyin.documents.papers import CaseTimeline, Entry, case_timeline
from huiyin.doors.desk.queries import file as files
from huiyin.doors.desk.rows import about
from huiyin.doors.desk.scoping import READERS, actor_of, case_file, now_at
from huiyin.doors.desk.timeline import happenings
from huiyin.doors.shared import times
from huiyin.doors.shared.access import audience, today
from huiyin.doors.shared.context import without_database
from huiyin.doors.shared.templatetags.units import named
from huiyin.doors.shared.words import word
from huiyin.ledger.actions import looked
from huiyin.policy.queries import city, said


def may_archive(file: CaseFile) -> bool:
    """Whether there is a paper for this reader: at any time for those who read the report, else once it is closed."""
    return file.sees_report or (file.case.state == "closed" and bool(file.roles.intersection(READERS)))


@audience("desk", permission=READERS, hidden=True)
@require_GET
def archive(request: HttpRequest, number: str) -> HttpResponse:
    """The paper. Who draws it for the committee, where its own steps stand too, leaves a record."""
    file = case_file(request, number, READERS)
    if not may_archive(file):
        raise Http404
    if file.sees_report:
        looked(
            "report", number, "archive", by=actor_of(request), now=now_at(request), reason="",
            unit=file.case.committee_id,
        )  # fmt: skip
    body = case_timeline(timeline_paper(request, file))
    headers = {
        "Content-Disposition": f'inline; filename="{number}-timeline.pdf"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def timeline_paper(request: HttpRequest, file: CaseFile) -> CaseTimeline:
    """The timeline of a file as its reader may see it."""
    case, now = file.case, now_at(request)
    language = without_database(request)["html_lang"]
    facts = [
        (_("Number"), case.number),
        (_("About"), about(case)),
        (_("Received at"), times.moment(case.received_at, today(now))),
        (_("Stands at"), word("state", case.state)),
        (_("Committee"), named(case.committee)),
    ]
    if case.closed_at:
        facts.append((_("Closed on"), times.moment(case.closed_at, today(now))))
    return CaseTimeline(
        number=case.number,
        title=about(case),
        platform=said(city(), "platform", language),
        facts=tuple(facts),
        entries=tuple(_entries(file)),
        drawn_at=now,
        language=language,
    )


def _entries(file: CaseFile) -> list[Entry]:
    """Oldest first, as a record is read."""
    found = reversed(happenings(file, files.deadlines(file.case)))
    return [
        Entry(
            at=event.at,
            what=str(entry["label"]),
            who=str(entry["who"]),
            hash=event.hash,
            note=str(entry["text"] or ""),
            late=entry["kind"] == "late",
        )
        for event, entry in found
    ]
