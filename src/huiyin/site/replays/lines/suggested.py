"""What people suggested, in which field, and what was made of it (S3-28, S3-29)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from huiyin.cases.models import Case, Verification
from huiyin.policy.queries import policy
from huiyin.reporting import queries as reporting
from huiyin.reporting.queries import suggestions as query
from huiyin.reporting.rules.figures import FIGURES
from huiyin.site.replays.lines.seen import Line, Seen

ADOPTED = ("substantiated", "partly")


def suggestions(seen: Seen) -> Line:
    """The article names 78 in three fields. One is adopted where its report says that it holds and what is done."""
    rows = Case.objects.filter(matter="suggestion")
    names = {row.code: row.name for row in policy().problem_types}
    done = Verification.objects.filter(case__in=rows, decisions__approved=True)
    adopted = done.filter(findings__conclusion__in=ADOPTED).exclude(matter="").distinct()
    measured: dict[str, Any] = {
        "suggestions": rows.count(),
        "by_field": {
            names[code]: n for code, n in Counter(rows.values_list("problem_type", flat=True)).items()
        },
        "looked_into_and_approved": done.values("case").distinct().count(),
        "adopted_with_what_is_done": adopted.values("case").distinct().count(),
        "different_measures": adopted.values("matter").distinct().count(),
        "answered": rows.exclude(answered_at=None).count(),
    }
    ok = measured["suggestions"] == seen.stage.story.article["suggestions"] and len(measured["by_field"]) == 3
    ok = ok and 0 < measured["adopted_with_what_is_done"] <= measured["answered"]
    how = "cases by kind and field; their approved reports, what was found and what is done; compared with the article"
    return Line(ok, measured, how)


def measures(seen: Seen) -> Line:
    """S3-29: what the police do came of which suggestion, both ways."""
    start, end = reporting.moments(seen.whole)
    found = query.measures(seen.leader, start, end)
    share = reporting.table(seen.leader, FIGURES["adoption"], seen.whole, "problem_type", now=seen.now).total
    linked = [case.pk for one in found for case in one.cases]
    page = seen.page("oversight:suggestions", role="leader")
    measured: dict[str, Any] = {
        "measures": len(found),
        "units_that_took_them": len({one.unit for one in found}),
        "suggestions_behind_them": len(linked),
        "adopted": share.part,
        "most_suggested": {one.text: len(one.cases) for one in found[:3]},
        "page": page.status,
        "numbers_on_the_page": sum(
            number in page.text
            for number in Case.objects.filter(pk__in=linked).values_list("number", flat=True)
        ),
    }
    ok = len(linked) == len(set(linked)) == share.part == measured["numbers_on_the_page"] > 0
    return Line(
        ok and all(one.unit for one in found),
        measured,
        "measures with their suggestions; the figure; the page",
    )
