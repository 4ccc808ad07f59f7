"""The assessment and the papers on the calendar (S0-23 … S0-28, S0-30, S1-26)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from huiyin.assessment.models import Point, Score
from huiyin.assessment.scoring import queries as scoring
from huiyin.assessment.scoring.rules.scores import score
from huiyin.cases.models import Assignment
from huiyin.journey.papers import draft_papers
from huiyin.journey.worker import read_outbox
from huiyin.kernel.clock import SHANGHAI
from huiyin.policy.queries import score_rules
from huiyin.ratings.models import Revisit
from huiyin.reporting.models import Advice, PaperDraft, Tendency
from huiyin.site.replays.lines.seen import Line, Seen

DEDUCTIONS = ("careless", "late", "dissatisfied")


def weekly(seen: Seen) -> Line:
    """The weekly papers of the story, each signed, sorted by type of problem and by system."""
    papers = list(PaperDraft.objects.filter(paper="weekly").select_related("letter").order_by("first"))
    measured: dict[str, Any] = {
        "issues": len(papers),
        "of_weeks_from": [paper.first.isoformat() for paper in papers],
        "signed": sum(paper.letter.serial is not None for paper in papers),
        "as_pdf_and_docx": sum(paper.letter.papers.count() == 2 for paper in papers),
        "received": [len(paper.figures["received"]["part"]) for paper in papers],
        "by_type_and_system": all(
            paper.tables["problem_type"] and paper.tables["system"] for paper in papers
        ),
        "page": seen.page("oversight:papers", role="leader").status,
    }
    told = int(seen.stage.story.article.get("weekly", len(papers)))
    ok = len(papers) == told == measured["signed"] == measured["as_pdf_and_docx"] > 0
    sums = all(
        sum(count for _, _, count in paper.tables[name]) == len(paper.figures["received"]["part"])
        for paper in papers
        for name in ("problem_type", "system")
    )
    measured["sums_agree"] = sums
    return Line(
        ok and sums and bool(measured["by_type_and_system"]) and measured["page"] == 200,
        measured,
        "papers drafted by the calendar, their letters, and the frozen figures against their tables",
    )


def monthly(seen: Seen) -> Line:
    """What verification came to enters the monthly assessment of units and regions."""
    rows = list(Score.objects.select_related("unit__region"))
    places = [place for _, place in scoring.of_period(seen.leader, rows[0].first)] if rows else []
    regions: dict[str, list[float]] = {}
    for row in rows:
        regions.setdefault(row.unit.region.name, []).append(row.value)
    paper = PaperDraft.objects.filter(paper="monthly").select_related("letter").first()
    measured: dict[str, Any] = {
        "cycles": sorted({f"{row.first} – {row.last}" for row in rows}),
        "units": len(rows),
        "ranked_as_the_leader_sees_it": sum(place is not None for place in places),
        "too_few_to_rank": sum(place is None for place in places),
        "regions": {name: round(sum(values) / len(values), 2) for name, values in regions.items()},
        "cases_handled": sum(row.handled for row in rows),
        "monthly_paper_signed": bool(paper and paper.letter.serial),
        "page": seen.page("desk:scores", role="leader").status,
    }
    ok = bool(rows) and measured["monthly_paper_signed"] and measured["page"] == 200
    return Line(ok and len(regions) > 1, measured, "scores by unit and cycle; the monthly paper")


def followed_up(seen: Seen) -> Line:
    """What was passed on is tracked, and reporters are phoned."""
    calls = Counter(Revisit.objects.values_list("result", flat=True))
    measured: dict[str, Any] = {
        "passed_on": Assignment.objects.count(),
        "calls": dict(calls),
        "page": seen.page("desk:revisits", role="supervisor").status,
    }
    return Line(
        bool(calls["reached"]) and measured["page"] == 200,
        measured,
        "assignments; phone calls by result; their page",
    )


def deducted(seen: Seen) -> Line:
    """Points for careless entry, lateness and dissatisfaction, each with its case; an objection heard and answered."""
    kinds = {rule.code: rule.kind for rule in score_rules()}
    points = list(Point.objects.select_related("score", "case"))
    by = Counter(kinds[point.rule] for point in points)
    again = [score(row.moves) == row.value for row in Score.objects.all()]
    measured: dict[str, Any] = {
        "points_by_kind": dict(by),
        "objections": sum(bool(point.objection) for point in points),
        "answered": sum(bool(point.outcome) for point in points),
        "scores_that_follow_from_their_moves": sum(again),
        "scores": len(again),
    }
    ok = all(by[kind] for kind in DEDUCTIONS) and all(again)
    ok = ok and measured["objections"] == measured["answered"] > 0
    return Line(ok, measured, "points by the kind of their rule, objections and their outcomes")


def scored(seen: Seen) -> Line:
    """Units responsible are scored; what is locked goes into the year's appraisal."""
    rows = list(Score.objects.all())
    measured: dict[str, Any] = {
        "scores": len(rows),
        "locked": sum(row.state == "final" for row in rows),
        "posted": sum(row.state == "posted" for row in rows),
        "cycles": len({row.first for row in rows}),
    }
    return Line(bool(measured["locked"]), measured, "scores of units by cycle; locked after objections")


@contextmanager
def _quarterly(seen: Seen) -> Iterator[PaperDraft | None]:
    """On the middle of the next quarter's first month the analysis drafts itself; the story's clock is put on for it.

    Looked at, it is undone: else a demonstration would go on from a day on which everything is late.
    """
    last = seen.stage.story.last
    first = date(
        last.year + (last.month > 9), (last.month - 1) // 3 * 3 % 12 + 4 if last.month < 10 else 1, 1
    )
    day = datetime.combine(first + timedelta(days=14), time(9), SHANGHAI)
    with transaction.atomic():
        draft_papers(day)
        while read_outbox(day):
            pass
        yield PaperDraft.objects.filter(paper="quarterly").select_related("letter").order_by("-first").first()
        transaction.set_rollback(True)


def quarterly(seen: Seen) -> Line:
    """Called in the middle of a quarter's first month, with the units; about the quarter before."""
    with _quarterly(seen) as paper:
        measured: dict[str, Any] = {
            "drafted_on": paper.at.astimezone(SHANGHAI).date().isoformat() if paper else "",
            "about": f"{paper.first} – {paper.last}" if paper else "",
            "to": [one.unit.name for one in paper.letter.services.select_related("unit")] if paper else [],
        }
    ok = paper is not None and paper.at.day == 15 and paper.at.month % 3 == 1
    ok = ok and paper is not None and paper.last < date(paper.at.year, paper.at.month, 1)
    return Line(
        ok and bool(measured["to"]), measured, "the quarterly paper, drafted with the clock put on to its day"
    )


def analysed(seen: Seen) -> Line:
    """Its parts: what was done, what is wrong, what is to be mended."""
    with _quarterly(seen) as paper:
        body = paper.letter.body if paper else ""
    parts = {name: name in body for name in ("工作总结", "存在问题", "整改措施")}
    return Line(bool(body) and all(parts.values()), parts, "the sections of the quarterly paper's draft")


def advised(seen: Seen) -> Line:
    """Tendencies found, and advice to mend them, which units answer."""
    told = seen.stage.story.article
    advice = Advice.objects.all()
    measured: dict[str, Any] = {
        "tendencies": Tendency.objects.count(),
        "advice": advice.count(),
        "answered": advice.exclude(answered_at=None).count(),
        "adopted": advice.filter(adopted=True).count(),
    }
    ok = (measured["tendencies"], measured["advice"]) == (told.get("tendencies"), told.get("advice"))
    return Line(
        ok and measured["answered"] > 0, measured, "registers of findings and advice, beside the article"
    )
