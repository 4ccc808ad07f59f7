"""The overview: every figure says how many, and the list behind it has exactly as many."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.cast import MORNING

from huiyin.doors.oversight.tests.life import Life
from huiyin.reporting.kept.actions import keep_weeks

from .conftest import LATER

pytestmark = pytest.mark.django_db

LISTED = re.compile(
    r'href="(/oversight/cases\?[^"]+)"[^>]*>\s*'
    r'(?:<span class="barname">[^<]*</span>.*?<span class="barsum">)?(\d+)',
    re.S,
)


@pytest.fixture
def year(life: Life) -> None:
    """Cases of every stage: two answered (one rated well, one badly), one taken up, one locked, three to review."""
    life.city.trail.step("year", lambda: _year(life))


def _year(life: Life) -> None:
    life.answered(level=5)
    life.answered(level=1, unit_code="xt-court-enforcement", problem_type="B1")
    life.taken_up()
    life.assigned(now=MORNING - timedelta(days=6))
    life.sent(unit_code="xt-police-politics", now=MORNING + timedelta(days=10), identity_mode="anonymous")
    life.sent(unit_code="xt-police-politics", now=MORNING + timedelta(days=11))
    life.sent(now=MORNING - timedelta(days=18))
    life.settle(LATER)


def rows_of(client: Client, url: str) -> int:
    page = client.get(html.unescape(url)).content.decode()
    return int(re.search(r'<h1>[^<]*<span class="muted">(\d+)</span>', page)[1])  # type: ignore[index]


@pytest.mark.parametrize(
    "period",
    [
        "",
        "?first=2022-02-14&last=2022-03-14",
        "?first=2022-03-15&last=2022-04-14",
        "?first=2022-03-07&last=2022-03-13",
    ],
)
def test_every_figure_opens_a_list_of_as_many(enter: Callable[..., Client], year: None, period: str) -> None:
    keep_weeks(date(2022, 2, 14), LATER)
    client = enter("grace")
    page = client.get(f"/oversight/{period}").content.decode()
    figures = LISTED.findall(page)
    assert len({urlsplit(url).query for url, _ in figures}) > 25
    wrong = {url: (said, there) for url, said in figures if (there := rows_of(client, url)) != int(said)}
    assert wrong == {}


def test_the_figures_are_what_happened(enter: Callable[..., Client], year: None) -> None:
    head = enter("grace").get("/oversight/").context["head"]
    assert head["received"]["count"] == 7
    assert {name: count for name, count, _ in head["received"]["parts"]} == {
        "real name": 0,
        "contact only": 0,
        "anonymous": 7,
    }
    assert (head["satisfied"]["share"].part, head["satisfied"]["share"].whole) == (1, 2)
    assert head["satisfied"]["few"] == 1
    assert head["satisfied"]["ranked"] == []


def test_every_unfinished_case_is_in_one_part_of_a_bar(enter: Callable[..., Client], year: None) -> None:
    context = enter("grace").get("/oversight/").context
    for _, chart in context["slow"]:
        assert sum(row["total"] for row in chart["rows"]) == context["unfinished"]["count"]
        for row in chart["rows"]:
            assert sum(count for count, _ in row["parts"]) == row["total"]


def test_a_late_revisit_is_not_the_units_lateness(enter: Callable[..., Client], life: Life) -> None:
    case = life.answered(now=MORNING - timedelta(days=20))
    life.settle(LATER)
    case.refresh_from_db()
    assert case.overdue, "the clerk is late"
    context = enter("grace").get("/oversight/").context
    assert context["head"]["late"]["count"] == context["unfinished"]["count"] == 0


@pytest.mark.parametrize(
    ("hour", "day", "counted"),
    [("2022-03-06T15:59:59", "2022-03-06", True), ("2022-03-06T16:00:00", "2022-03-06", False),
     ("2022-03-06T16:00:00", "2022-03-07", True), ("2022-03-05T16:00:00", "2022-03-06", True)],
)  # fmt: skip
def test_a_day_begins_and_ends_at_midnight_in_china(
    enter: Callable[..., Client], life: Life, hour: str, day: str, counted: bool
) -> None:
    life.sent(now=datetime.fromisoformat(f"{hour}+00:00"))
    head = enter("grace").get(f"/oversight/?first={day}&last={day}").context["head"]
    assert head["received"]["count"] == int(counted)


def test_the_cycle_is_the_one_in_which_the_period_ends(enter: Callable[..., Client]) -> None:
    client = enter("grace")
    first = client.get("/oversight/?first=2022-02-20&last=2022-03-14").context["head"]["due"]
    second = client.get("/oversight/?first=2022-02-20&last=2022-03-15").context["head"]["due"]
    assert (first["cycle"], first["running"]) == ("14 Feb to 14 Mar", False)
    assert (second["cycle"], second["running"]) == ("15 Mar to 14 Apr", True)


def test_a_cycle_is_compared_with_the_one_before(enter: Callable[..., Client], year: None) -> None:
    context = enter("grace").get("/oversight/?first=2022-03-15&last=2022-04-14").context
    assert context["earlier"] == "14 Feb to 14 Mar"
    assert context["head"]["received"]["was"] == 5
    assert context["head"]["received"]["change"] == "−3"


@pytest.mark.parametrize(
    "odd", ["first=x&last=y", "first=2022-03-09&last=2022-03-01", "first=0001-01-01&last=9999-12-31"]
)
def test_a_period_that_makes_no_sense_is_the_whole(enter: Callable[..., Client], odd: str) -> None:
    period = enter("grace").get(f"/oversight/?{odd}").context["period"]
    assert (period.first.isoformat(), period.last.isoformat()) == ("2022-02-14", "2022-03-20")


@pytest.mark.parametrize(
    "odd", ["measure=all", "measure=late&organ=x", "measure=late&team=9999999999999999999999"]
)
def test_a_list_that_no_figure_opens_does_not_exist(enter: Callable[..., Client], odd: str) -> None:
    assert enter("grace").get(f"/oversight/cases?{odd}").status_code == 404


def test_few_queries_however_many_cases(enter: Callable[..., Client], year: None) -> None:
    client = enter("grace")
    for most in (
        23,
        36,
    ):  # where weeks are kept, what is left out of them for the viewer and what comes besides, too
        client.get("/oversight/")
        with CaptureQueriesContext(connection) as caught:
            client.get("/oversight/")
        assert len(caught) <= most, [query["sql"][:90] for query in caught]
        assert keep_weeks(date(2022, 2, 14), LATER) or most == 36


def test_the_person_reported_on_and_their_house_count_nothing(
    enter: Callable[..., Client], year: None
) -> None:
    """Dan holds a leader's and a supervisor's mandate, and belongs to the court."""
    context = enter("dan").get("/oversight/").context
    assert context["head"]["received"]["count"] == 2
    assert [row["name"] for row in dict(context["slow"])["System"]["rows"]] == ["police"]
    listed = enter("dan").get("/oversight/cases?measure=received&system=court")
    assert listed.context["rows"] == []


def test_a_leader_reads_no_word_of_a_report(enter: Callable[..., Client], life: Life) -> None:
    life.sent(text="窗口的小李让我找熟人，张三丰就是这样办成的。")
    life.assigned()
    page = enter("henry").get("/oversight/cases?measure=received").content.decode()
    assert "找熟人" not in page
    assert "来回补了三次" not in page
    assert "反映立案窗口" in page  # the redacted summary of the assigned one


def test_the_export_says_what_the_page_says(enter: Callable[..., Client], year: None) -> None:
    client = enter("grace")
    book = load_workbook(BytesIO(client.get("/oversight/figures.xlsx").content))
    assert book.sheetnames == ["Overview", "System", "Level", "Unit", "Type of problem", "Channel", "Weeks"]
    systems = list(book["System"].iter_rows(min_row=2, values_only=True))
    context = client.get("/oversight/").context
    assert sum(row[1] for row in systems) == context["head"]["received"]["count"]
    assert sum(row[2] for row in systems) == context["unfinished"]["count"]
    weeks = list(book["Weeks"].iter_rows(min_row=2, values_only=True))
    assert sum(row[1] for row in weeks) == 7


def test_an_exported_list_has_the_rows_of_the_page_and_no_formula(
    enter: Callable[..., Client], life: Life
) -> None:
    life.sent(text="=HYPERLINK(1) 让我自己看墙上，来回补了三次。")
    client = enter("grace")
    answer = client.get("/oversight/cases?measure=received&format=xlsx")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(min_row=2))
    assert len(rows) == 1
    assert rows[0][1].data_type == "s"
    assert rows[0][1].value.startswith("'=")


def test_links_keep_the_period(enter: Callable[..., Client], year: None) -> None:
    page = enter("grace").get("/oversight/?first=2022-03-07&last=2022-03-13").content.decode()
    asked = [parse_qs(urlsplit(html.unescape(url)).query) for url, _ in LISTED.findall(page)]
    received = [q for q in asked if q["measure"] == ["received"] and "problem_type" in q]
    assert received
    assert all((q["first"], q["last"]) == (["2022-03-07"], ["2022-03-13"]) for q in received)
