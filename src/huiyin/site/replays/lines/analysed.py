"""Figures of any combination, the weekly and the monthly analysis, calls, and what was put right (S3-09, -22 … -25)."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from itertools import combinations
from statistics import median
from typing import Any

from huiyin.cases.models import Case, Outcome, Verification
from huiyin.kernel.clock import SHANGHAI
from huiyin.policy.queries import city, periodic_papers, policy
from huiyin.reporting import queries as reporting
from huiyin.reporting.models import Advice, PaperDraft, Tabled, Tendency
from huiyin.reporting.public.actions import SETTLED
from huiyin.reporting.public.queries import published
from huiyin.reporting.public.rules.safe import LEAST
from huiyin.reporting.rules.cycles import cycles, week_of
from huiyin.reporting.rules.figures import FIGURES, Figure, Table
from huiyin.reporting.rules.measures import Slice
from huiyin.site.replays.lines.seen import Line, Seen

ASKED = ("channel", "problem_type", "matter", "unit")
"""来源渠道, 民意类型 (of which `matter` is the kind), 办理部门."""

CONDUCT = {
    "窗口服务": ("Q1", "Q4"),
    "内务管理": ("Q7", "Q8"),
    "警纪警风": ("Q3", "Q5", "Q6"),
    "工作作风": ("Q2",),
}
"""The four fields that the article names, by the city's types of problem."""

PROVED = ("substantiated", "partly")


def combined(seen: Seen) -> Line:
    """S3-09: each figure by each of these dimensions and any two of them, against the lists behind."""
    wanted = [(one, "") for one in ASKED] + list(combinations(ASKED, 2))
    tables = wrong = cells = 0
    for figure in FIGURES.values():
        listed = {measure: _listed(seen, measure) for measure in figure.measures}
        for rows, columns in wanted:
            found = _table(seen, figure, rows, columns)
            tables, cells = tables + 1, cells + len(found.cells)
            wrong += not _agrees(found, listed, rows, columns)
    opened, public = _opened(seen), _public(seen)
    asked = {"figure": "closing", "rows": "channel", "columns": "unit"}
    page = seen.page("oversight:table", role="leader", **asked)
    data = json.loads(seen.page("oversight:table", role="leader", format="json", **asked).text or "{}")
    total = _table(seen, FIGURES["closing"], "channel", "unit").total
    sheet = seen.page("oversight:table", role="leader", format="xlsx", **asked)
    measured: dict[str, Any] = {
        "figures": len(FIGURES), "tables": tables, "cells": cells, "tables_that_disagree_with_their_lists": wrong,
        "lists_opened": opened, "page": page.status, "json_total": data.get("total"), "xlsx_bytes": len(sheet.body),
        "for_everybody": public,
    }  # fmt: skip
    ok = not wrong and opened["cells"] == opened["as_many_as_it_says"] > 0 and page.status == 200
    ok = ok and (data["total"]["part"], data["total"]["whole"]) == (total.part, total.whole)
    how = "every figure by any one and any two of source, type, kind and handling unit, counted again from its lists"
    ok = ok and bool(public["periods"]) == bool(public["settled"])
    ok = ok and public["on_the_page"] == public["periods"]
    ok = ok and (public["smallest"] >= LEAST or not public["periods"])
    return Line(ok and sheet.body[:2] == b"PK", measured, how)


def _public(seen: Seen) -> dict[str, int]:
    """What the city published by itself when its cycles had settled, and what a citizen finds of it."""
    until, rules = seen.now.astimezone(SHANGHAI).date() - SETTLED, city()
    settled = [one for one in cycles(rules.start, rules.cycle_day, until) if one.last <= until]
    rows, page = list(published()), seen.page("citizen:figures")
    counts = [n for row in rows for table in row.tables.values() for n in table.values()]
    return {
        "settled": len(settled),
        "periods": len(rows),
        "reports": sum(row.received for row in rows),
        "tables": sum(len(row.tables) for row in rows),
        "smallest": min([*counts, *(row.received for row in rows)], default=0),
        "on_the_page": sum(f"{row.first:%Y-%m-%d} – {row.last:%Y-%m-%d}" in page.text for row in rows),
    }


def _table(seen: Seen, figure: Figure, rows: str, columns: str) -> Table:
    return reporting.table(seen.leader, figure, seen.whole, rows, columns, now=seen.now)


def _listed(seen: Seen, measure: str) -> list[dict[str, str]]:
    """The cases behind a measure, each by its codes."""
    found = reporting.behind(seen.leader, Slice(measure, seen.whole), now=seen.now)
    return [{name: str(row[name] or 0) for name in ASKED} for row in found.values("pk", *ASKED)]


def _agrees(found: Table, listed: dict[str, list[dict[str, str]]], rows: str, columns: str) -> bool:
    counts = [
        Counter((case[rows], case[columns] if columns else "") for case in cases) for cases in listed.values()
    ]
    for key in {*found.cells, *counts[0], *counts[-1]}:
        share = found.cell(*key)
        if share.part != counts[0][key] or (found.figure.whole and share.whole != counts[-1][key]):
            return False
    return True


def _opened(seen: Seen) -> dict[str, int]:
    """Each cell of one table, opened as its link opens it."""
    found = _table(seen, FIGURES["received"], "channel", "unit")
    right = 0
    for (channel, unit), share in found.cells.items():
        asked = Slice("received", seen.whole, {"channel": channel, "unit": unit})
        right += reporting.behind(seen.leader, asked, now=seen.now).count() == share.part
    return {"cells": len(found.cells), "as_many_as_it_says": right}


def weekly(seen: Seen) -> Line:
    """S3-22: each week counted by source, kind and unit; what stands out goes before the chiefs' meeting."""
    papers = list(PaperDraft.objects.filter(paper="weekly").select_related("letter").order_by("first"))
    items = Tabled.objects.filter(paper__paper="weekly")
    weeks = (week_of(seen.whole.last).first - week_of(seen.whole.first).first).days // 7
    measured: dict[str, Any] = {
        "weeks": weeks,
        **_issued(papers),
        "received": sum(len(paper.figures["received"]["part"]) for paper in papers),
        "tables_whose_sums_agree": sum(_sums_agree(paper) for paper in papers),
        "items_before_the_chiefs_meeting": items.count(),
        "of_them_a_case_that_was_counted": sum(one.case_id in one.paper.cases for one in items),
        "decided": items.exclude(decided_at=None).count(),
        "page": seen.page("oversight:papers", role="leader").status,
    }
    ok = len(papers) == weeks == measured["signed"] == measured["tables_whose_sums_agree"] > 0
    ok = ok and 0 < measured["decided"] <= measured["items_before_the_chiefs_meeting"]
    return Line(
        ok and measured["page"] == 200,
        measured,
        "the weekly papers against the weeks, their frozen figures against their tables, and the meeting's items",
    )


def _issued(papers: list[PaperDraft]) -> dict[str, int]:
    return {
        "papers": len(papers),
        "signed": sum(paper.letter.serial is not None for paper in papers),
        "as_pdf_and_docx": sum(paper.letter.papers.count() == 2 for paper in papers),
    }


def _sums_agree(paper: PaperDraft) -> bool:
    whole = len(paper.figures["received"]["part"])
    return all(
        sum(count for _, _, count in paper.tables[name]) == whole
        for name in ("channel", "problem_type", "unit")
    )


def called(seen: Seen) -> Line:
    """S3-23: of the reporters reached by telephone after the end, those satisfied."""
    article = seen.stage.story.article
    share = reporting.called(seen.leader, seen.whole, now=seen.now)
    ended = Case.objects.exclude(answered_at=None)  # declined with where to turn, too
    held = ended.exclude(identity_mode="anonymous")
    measured: dict[str, Any] = {
        "settled": ended.count(),
        "who_left_a_way_to_be_reached": held.count(),
        "reached": share.whole,
        "satisfied": share.part,
        "percent": FIGURES["called"].percent(share),
        "page": seen.page("desk:revisits", role="supervisor").status,
    }
    ok = measured["settled"] == article["closed"] and measured["percent"] == article["called_satisfied"]
    how = "the last call that reached each reporter, of all settled matters; compared with the article"
    return Line(ok and measured["page"] == 200, measured, how)


def put_right(seen: Seen) -> Line:
    """S3-24: what was true of windows, order, discipline and style was put right while it was handled."""
    by, ok = {}, True
    for name, types in CONDUCT.items():
        proved = Verification.objects.filter(
            case__problem_type__in=types, decisions__approved=True, findings__conclusion__in=PROVED
        ).exclude(case__answered_at=None)
        reports = list(proved.distinct().select_related("case"))
        before = [one for one in reports if one.matter and _in_time(one)]
        took = [(one.submitted_at - one.case.received_at).days for one in before if one.submitted_at]
        people = Outcome.objects.filter(verification__in=reports)
        by[name] = {
            "proved": len(reports),
            "put_right_before_the_answer": len(before),
            "days_from_arrival_at_the_median": median(took) if took else None,
            "what_became_of_whom": dict(Counter(people.values_list("kind", flat=True))),
        }
        ok = ok and len(reports) == len(before) > 0
    how = "answered matters of four fields that a signed report found true, and when what is done about it was written"
    return Line(ok, by, how)


def _in_time(done: Verification) -> bool:
    """Whether what was put right was written down before the answer."""
    at, answered = done.submitted_at, done.case.answered_at
    return at is not None and answered is not None and at <= answered


def conduct(seen: Seen) -> Line:
    """S3-25: what is about staff is analysed each month and told at the joint meeting; what is common is mended."""
    papers = list(PaperDraft.objects.filter(paper="conduct").select_related("letter").order_by("first"))
    types = policy().below(["Q"])
    city = seen.stage.city.city
    wait = next(timedelta(days=row.day) for row in periodic_papers() if row.code == "conduct")
    ended = cycles(city.start, city.cycle_day, seen.whole.last)
    months = [one for one in ended if one.last + wait <= seen.whole.last]
    items = Tabled.objects.filter(paper__paper="conduct")
    advice = Advice.objects.filter(tendency__paper__paper="conduct")
    cases = Case.objects.filter(pk__in={pk for paper in papers for pk in paper.cases})
    measured: dict[str, Any] = {
        "months": len(months),
        **_issued(papers),
        "received_about_staff": [len(paper.figures["received"]["part"]) for paper in papers],
        "cases_of_other_types_counted": cases.exclude(problem_type__in=types).count(),
        "findings": Tendency.objects.filter(paper__paper="conduct").count(),
        "told_at_the_joint_meeting": items.exclude(decided_at=None).count(),
        "rectification_measures_asked_for": advice.count(),
        "measures_taken": advice.filter(adopted=True).exclude(measure="").count(),
        "units": advice.values("unit").distinct().count(),
    }
    ok = measured["papers"] == measured["signed"] > 0 and not measured["cases_of_other_types_counted"]
    ok = ok and bool(measured["findings"]) and bool(measured["told_at_the_joint_meeting"])
    ok = ok and measured["measures_taken"] == measured["rectification_measures_asked_for"] > 0
    how = "the monthly papers about staff alone, their findings before the joint meeting, and what units did about them"
    return Line(ok and len(papers) == len(months), measured, how)
