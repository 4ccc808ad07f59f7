"""The inspectors' daily check, and who was held to account (S3-19, S3-21)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from huiyin.kernel.calendar import ONE_DAY
from huiyin.organisations.models import Account
from huiyin.policy.queries import policy
from huiyin.site.replays.lines.seen import Line, Seen
from huiyin.supervision.rounds.models import Breach, FollowUp
from huiyin.supervision.rounds.rules.movements import MOVED


def rounds(seen: Seen) -> Line:
    """S3-19: every working day the inspectors see all that moved, ask where something is wrong, and are answered."""
    calendar, went = policy().calendar, seen.stage.rounds
    days = [day for day in _days(seen) if calendar.is_working(day)]
    shown: Counter[str] = Counter()
    for one in went:
        shown += one.moved
    asked = FollowUp.objects.filter(kind="explain")
    page = seen.page("desk:movements", role="supervisor")
    measured: dict[str, Any] = {
        "working_days": len(days),
        "rounds": len(went),
        "seen": dict(shown),
        "busiest_day": max((one.moved.total() for one in went), default=0),
        "late_ones_met": sum(one.late for one in went),
        "nudged_before_the_end": FollowUp.objects.filter(kind="nudge").count(),
        "asked_to_explain_because": dict(Counter(asked.values_list("why", flat=True))),
        "explained": asked.exclude(answered_at=None).count(),
        "page": page.status,
    }
    ok = len(went) == len(days) > 0 and set(shown) == set(MOVED) and page.status == 200
    ok = ok and bool(measured["nudged_before_the_end"]) and measured["explained"] > 0
    return Line(
        ok, measured, "the inspectors' rounds against the working days; what they showed, asked and were told"
    )


def _days(seen: Seen) -> list[date]:
    whole = seen.whole
    return [whole.first + n * ONE_DAY for n in range((whole.last - whole.first).days + 1)]


def accountable(seen: Seen) -> Line:
    """S3-21: a serious breach is stated by its basis, may be objected to, and is concluded by who didn't state it."""
    rows = list(Breach.objects.select_related("unit", "case"))
    leaders = set(Account.objects.filter(mandates__role="leader").values_list("pk", flat=True))
    measured: dict[str, Any] = {
        "stated": len(rows),
        "by_state": dict(Counter(row.state for row in rows)),
        "with_a_rule_that_was_broken": sum(bool(row.basis and row.decision) for row in rows),
        "objected_to": sum(row.objected_at is not None for row in rows),
        "concluded_by_who_leads_and_didn_t_state_it": sum(
            row.decided_by_id in leaders and row.decided_by_id != row.by_id for row in rows if row.decided_at
        ),
        "units": sorted({row.unit.name for row in rows}),
    }
    ended = sum(row.decided_at is not None for row in rows)
    ok = {"upheld", "withdrawn"} <= set(measured["by_state"]) and bool(measured["objected_to"])
    ok = ok and ended == measured["concluded_by_who_leads_and_didn_t_state_it"]
    return Line(
        ok and measured["with_a_rule_that_was_broken"] == len(rows),
        measured,
        "the accountability records, who stated, objected and concluded",
    )
