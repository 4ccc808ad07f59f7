"""Leads and ratings for those who lead: each figure opens as many, and no page shows what one person said."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.cast import MORNING
from tests.rated import begin_rating

from huiyin.cases import actions
from huiyin.cases.models import Outcome
from huiyin.doors.oversight.tests.life import Life
from huiyin.intake.actions import make_code
from huiyin.intake.models import HotlineOrder
from huiyin.kernel.actor import SYSTEM
from huiyin.organisations.models import Unit
from huiyin.ratings.spot.actions import close_days, rate
from huiyin.reporting.queries import cubes, people_dealt_with
from huiyin.reporting.queries.conditions import moments
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import FUNNEL
from huiyin.supervision.models import Tracking

from .conftest import LATER
from .test_overview import rows_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIGURE = re.compile(r'href="(/oversight/cases\?[^"]+)"[^>]*>(\d+)</a>')


@pytest.fixture
def pool(life: Life) -> Period:
    """Five leads, two of them by rating: answered and proved, being checked, declined, and two not screened yet."""
    life.city.trail.step("pool", lambda: _pool(life))
    return Period(MORNING.date(), MORNING.date() + 7 * DAY)


def _pool(life: Life) -> None:
    begin_rating()
    life.answered(level=1, channel="rating")
    life.taken_up()
    declined = life.sent()
    actions.decline(declined.number, "请走上诉程序。", by=life.city.actor("carol"), now=MORNING)
    life.sent(channel="rating")
    life.sent(now=MORNING + DAY)
    life.settle(LATER)


def test_the_parts_of_the_funnel_add_up(pool: Period, life: Life) -> None:
    grace = life.city.actor("grace")
    cube = cubes(grace, {"of": (pool, ("received", *FUNNEL))}, now=LATER)[0]["of"]
    count = {m: cube.total(m) for m in ("received", *FUNNEL)}
    assert count == {
        "received": 5, "screened_out": 1, "unscreened": 2, "given_out": 2, "disproved": 0, "proved": 1, "checking": 1,
    }  # fmt: skip
    assert [(line.key, line.counts["received"]) for line in cube.by("channel", "received")] == [
        ("web", 3), ("rating", 2),
    ]  # fmt: skip
    assert people_dealt_with(grace, *moments(pool)) == 0, "criticised only"
    Outcome.objects.update(kind="organisational")
    assert people_dealt_with(grace, *moments(pool)) == 1
    assert people_dealt_with(grace, *moments(pool), channels=["web"]) == 0


def test_it_says_what_work_teams_follow_and_what_12345_was_given_and_answered(
    enter: Callable[..., Client], life: Life
) -> None:
    """S1-34, S1-36."""
    cases = [life.sent() for _ in range(3)]
    Tracking.objects.create(case=cases[0], team=cases[0].committee, state="followed", at=MORNING)
    order = {"direction": "out", "made_at": MORNING}
    HotlineOrder.objects.create(report=cases[1].report, **order)
    HotlineOrder.objects.create(report=cases[2].report, **order, answer="已修好。", answered_at=LATER)
    HotlineOrder.objects.create(report=cases[0].report, direction="in", external_id="1", made_at=MORNING)
    client = enter("grace")
    page = html.unescape(client.get("/oversight/leads").content.decode())
    for measure, count in (("followed", 1), ("to_hotline", 2), ("from_hotline", 1)):
        [(url, shown)] = [one for one in FIGURE.findall(page) if f"measure={measure}&" in one[0]]
        assert int(shown) == rows_of(client, url) == count, measure


@pytest.mark.parametrize("page", ["leads", "leads?channel=rating", "leads/day?day=2022-03-07"])
def test_every_figure_opens_a_list_of_as_many(enter: Callable[..., Client], pool: Period, page: str) -> None:
    client = enter("grace")
    figures = FIGURE.findall(client.get(f"/oversight/{page}").content.decode())
    assert len(figures) > 8 and any(n != "0" for _, n in figures)
    wrong = [(url, n) for url, n in figures if rows_of(client, html.unescape(url)) != int(n)]
    assert wrong == []


@pytest.mark.parametrize("page", ["leads?format=xlsx", "leads/day?day=2022-03-07&format=xlsx"])
def test_a_workbook_has_the_lines_of_the_page(enter: Callable[..., Client], pool: Period, page: str) -> None:
    client = enter("grace")
    lines = client.get(f"/oversight/{page.partition('format')[0]}").context["lines"]
    shown = [(line["name"] or "Together", *(count for count, _ in line["cells"])) for line in lines]
    assert exported(client, f"/oversight/{page}") == shown and shown[-1][1] > 1


def exported(client: Client, address: str) -> list[tuple[object, ...]]:
    """The lines of a workbook under its heads."""
    book = load_workbook(BytesIO(client.get(address).content))
    return list(book.active.iter_rows(min_row=2, values_only=True))  # type: ignore[union-attr]


def test_a_place_with_too_few_says_so_and_a_larger_one_is_a_sum(
    enter: Callable[..., Client], life: Life
) -> None:
    begin_rating()
    unit = Unit.objects.get(code="xt-court-filing")
    few, many = (make_code(unit, name, by=SYSTEM, now=MORNING).token for name in ("甲窗口", "乙窗口"))
    for n in range(8):
        now = MORNING + n * DAY
        rate(f"few {n}", few, 1, now=now)
        for level in (5, 4, 1):
            rate(f"many {n} {level}", many, level, now=now)
    close_days(now=LATER)
    client = enter("grace")
    page = re.sub(r"<[^>]+>", " ", client.get("/oversight/ratings").content.decode())
    assert re.search(r"甲窗口[^乙]*too few", page)
    assert re.search(r"乙窗口[^甲]*?8\s+8\s+0\s+0\s+8\s+24", page)
    listed = {row[0]: row[2:] for row in exported(client, "/oversight/ratings?format=xlsx")}
    assert listed["甲窗口"][0] == "too few" and not any(listed["甲窗口"][1:])
    assert listed["乙窗口"][:7] == (8, 8, 0, 0, 8, 24, 66.7)
    for name in ("dan", "bob", "frank", "eve"):
        seen = enter(name).get("/oversight/ratings")
        assert seen.status_code in (403, 404) or "窗口" not in seen.content.decode(), name
