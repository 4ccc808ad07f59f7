"""Any figure by any dimensions: each cell opens as many as it says, and page, workbook and JSON agree (S3-09)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.cast import MORNING

from huiyin.doors.oversight.tests.life import Life
from huiyin.reporting.rules.figures import FIGURES

from .conftest import LATER
from .test_overview import rows_of

pytestmark = pytest.mark.django_db
FIGURE = re.compile(r'href="(/oversight/cases\?[^"]+)"[^>]*>(\d+)</a>')


@pytest.fixture
def some(life: Life) -> None:
    """Two answered, one rated well and one badly; one waits for review at the police, one was taken up."""
    life.city.trail.step("some", lambda: _some(life))


def _some(life: Life) -> None:
    life.answered(level=5)
    life.answered(level=1, unit_code="xt-court-enforcement", problem_type="B1", channel="wechat")
    life.taken_up()
    life.sent(unit_code="xt-police-politics", now=MORNING + timedelta(days=10))
    life.settle(LATER)


@pytest.mark.parametrize(
    "asked",
    ["figure=received&rows=channel&columns=matter", "figure=satisfaction&rows=organ&columns=problem_type",
     "figure=unfinished&rows=unit", "figure=closing&rows=level&columns=channel&first=2022-02-14&last=2022-05-14"],
)  # fmt: skip
def test_every_cell_opens_as_many_and_the_workbook_and_the_data_say_the_same(
    enter: Callable[..., Client], some: None, asked: str
) -> None:
    client = enter("grace")
    page = client.get(f"/oversight/table?{asked}").content.decode()
    figures = FIGURE.findall(page)
    assert figures
    wrong = {url: (said, n) for url, said in figures if (n := rows_of(client, url)) != int(said)}
    assert wrong == {}
    data = client.get(f"/oversight/table?{asked}&format=json").json()
    book = load_workbook(BytesIO(client.get(f"/oversight/table?{asked}&format=xlsx").content))
    last = [cell.value for cell in list(book.active.rows)[-1]]  # type: ignore[union-attr]
    share = bool(data["denominator"])
    assert (last[-3] if share else last[-1]) == data["total"]["part"] == sum(c["part"] for c in data["cells"])
    assert str(data["total"]["part"]) in re.findall(r">(\d+)</a>", page.rpartition("<tr>")[2])


def test_a_figure_that_says_more_about_chance_has_no_percentage(
    enter: Callable[..., Client], some: None
) -> None:
    data = enter("grace").get("/oversight/table?figure=satisfaction&rows=organ&format=json").json()
    assert (data["total"]["part"], data["total"]["whole"], data["total"]["percent"]) == (1, 2, None)


def test_nobody_counts_what_does_not_exist_for_them(enter: Callable[..., Client], some: None) -> None:
    """For Dan, whom the court's cases are about, only the police's is counted."""
    data = enter("dan").get("/oversight/table?figure=received&rows=organ&format=json").json()
    assert [cell["part"] for cell in data["cells"]] == [1]
    assert enter("bob").get("/oversight/table").status_code in (403, 404)


@pytest.mark.parametrize(
    "query", ["figure=nonsense", "rows=text", "columns=report", "first=yesterday&last=1"]
)
def test_nonsense_is_asked_as_what_is_offered_first(
    enter: Callable[..., Client], life: Life, query: str
) -> None:
    assert enter("grace").get(f"/oversight/table?{query}").status_code == 200


def test_each_figure_is_defined_once_in_both_languages() -> None:
    names = [one.called("zh") for one in FIGURES.values()] + [one.called("en") for one in FIGURES.values()]
    assert all(names)
    assert all(one.whole or one.part == one.code for one in FIGURES.values())
