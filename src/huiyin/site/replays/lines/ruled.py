"""The general rules of work are in the program, in versions, and everybody has acknowledged them (S3-10)."""

from __future__ import annotations

from typing import Any

from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.models import Mandate, RulesRead
from huiyin.organisations.readers import readers
from huiyin.policy.queries import versions_of
from huiyin.site.replays.lines.seen import Line, Seen

CODE = "working-rules"
PARTS = ("原则", "职责分工", "受理", "答复", "责任追究")
"""What S3-10 wants the rules to say: principles, who does what, the way of a matter, accountability."""


def acknowledged(seen: Seen) -> Line:
    """S3-10: versions with their parts; who acknowledged each; what the leader's list says at the end."""
    today = seen.now.astimezone(SHANGHAI).date()
    versions = [row for row in reversed(versions_of(CODE)) if row.since <= today]
    held, leader = versions[-1], seen.leader
    known = {row.since.isoformat(): list(RulesRead.objects.filter(version=row)) for row in versions}
    last = RulesRead.objects.filter(version=held)
    staff = Mandate.objects.in_force(seen.now).filter(account__is_active=True)
    listed = readers(leader, held, today)
    page = seen.page("desk:regulation_readers", CODE, role="leader")
    measured: dict[str, Any] = {
        "versions": len(versions),
        "with_every_part": sum(all(part in row.text for part in PARTS) for row in versions),
        "put_in_on_the_page": sum(bool(row.added_by) for row in versions),
        "staff": staff.values("account").distinct().count(),
        "acknowledged_by_version": {since: len(rows) for since, rows in known.items()},
        "of_the_last_on_its_first_day": sum(row.at.astimezone(SHANGHAI).date() == held.since for row in last),
        "days_until_everybody_had": max(
            (row.at.astimezone(SHANGHAI).date() - held.since).days for row in last
        ),
        "listed_for_the_leader": len(listed),
        "of_these_missing": sum(one.at is None for one in listed),
        "page": page.status,
    }
    ok = len(versions) == measured["with_every_part"] > 1 and page.status == 200
    ok = ok and last.count() == measured["staff"] > measured["of_the_last_on_its_first_day"]
    return Line(
        ok and not measured["of_these_missing"] and bool(listed),
        measured,
        "versions of the rules in force, acknowledgements against the mandates of the day, the leader's list",
    )
