"""The answer rated, and what follows from a bad rating (S1-33, S1-35)."""

from __future__ import annotations

from collections import Counter

from huiyin.messages.models import Delivery
from huiyin.ratings.again import queries
from huiyin.ratings.again.standing import had_part
from huiyin.ratings.models import Rating, Recheck
from huiyin.ratings.rules.levels import BAD
from huiyin.site.replays.lines.seen import Line, Seen


def second_verification(seen: Seen) -> Line:
    """Invited to rate; not satisfied: given to somebody else; still not satisfied: people confer."""
    rows = list(Recheck.objects.select_related("case"))
    given = [row for row in rows if row.checker_id]
    standing = Counter(row.state for row in rows)
    bad = Rating.objects.filter(
        level__in=BAD, report__case__verifications__decisions__approved=True
    ).distinct()
    calls = queries.callbacks(seen.leader, now=seen.now)
    measured = {
        "invited_by_message": Delivery.objects.filter(template="answered").count(),
        "answers_rated": Rating.objects.count(),
        "bad_after_a_verification": bad.count(),
        "second_verifications": len(rows),
        "given_to_somebody_else": sum(row.checker_id not in had_part(row.case) for row in given),
        "standing": dict(standing),
        "conferred": standing["conferred"],
        "bad_with_a_telephone": calls.whole,
        "called_back_in_time": calls.in_time,
        "page": seen.page("desk:rechecks", role="supervisor").status,
    }
    ok = len(rows) == bad.count() > 0 and measured["given_to_somebody_else"] == len(given) > 0
    ok = ok and bool(standing["conferred"] and standing["content"]) and measured["page"] == 200
    ok = ok and not (calls.overdue or calls.late)
    return Line(
        ok, measured, "ratings, second verifications by state, who had part in the first, calls in time"
    )


def before_and_after(seen: Seen) -> Line:
    """People judge, the unit looks, its superior checks, people judge again: both ratings and their difference."""
    change = queries.changed(seen.leader)
    measured = {
        "rated_twice": len(change.pairs),
        "better": change.better,
        "same": change.same,
        "worse": change.worse,
        "mean_before_and_after": change.means,
        "difference": change.difference,
    }
    ok = len(change.pairs) > 0 and (change.difference or 0) > 0
    return Line(ok, measured, "pairs of ratings of the first and the second answer, as a leader sees them")
