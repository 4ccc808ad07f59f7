"""What is watched so that nothing is late and no secret comes in (S3-20)."""

from __future__ import annotations

from collections import Counter

from huiyin.cases.models import Case, Deadline
from huiyin.ledger.models import Event
from huiyin.messages.models import Notice
from huiyin.site.replays.lines.seen import Line, Seen
from huiyin.triage.secrecy.models import Quarantine
from huiyin.triage.secrecy.queries import marks
from huiyin.triage.secrecy.rules.marks import in_text


def hints(seen: Seen) -> Line:
    """Marks are looked for again in every text that became a case, to see that none slipped through."""
    held = list(Quarantine.objects.select_related("report"))
    released = {row.report_id for row in held if row.state == "released"}
    deleted = [row.report for row in held if row.state == "deleted"]
    known = marks()
    missed = [
        case.number
        for case in Case.objects.select_related("report").exclude(report__in=released)
        if in_text(case.report.text, known, "text")
    ]
    told = Counter(Notice.objects.values_list("template", flat=True))
    ended = Deadline.objects.filter(ended_at__isnull=False)
    measured = {
        "held": len(held),
        "released": len(released),
        "deleted": len(deleted),
        "words_left_of_what_was_deleted": sum(len(report.text) for report in deleted),
        "cases_of_what_was_deleted": Case.objects.filter(report__in=deleted).count(),
        "marked_but_missed": len(missed),
        "warned_before_the_end": Event.objects.filter(subject_kind="deadline", verb="warn").count(),
        "notices": dict(told.most_common()),
        "deadlines_kept": ended.filter(missed=False).count(),
        "deadlines_missed": ended.filter(missed=True).count(),
    }
    ok = len(deleted) > 0 < len(released) and not missed and not measured["cases_of_what_was_deleted"]
    ok = ok and not measured["words_left_of_what_was_deleted"] and bool(measured["warned_before_the_end"])
    how = (
        "what was held and what became of it; marks looked for again in all cases; warnings before deadlines"
    )
    return Line(ok, measured, how)
