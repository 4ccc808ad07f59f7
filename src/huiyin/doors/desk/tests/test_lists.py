"""Lists: what they are asked, what they cost, what leaves the house."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.cast import MORNING, Cast

from huiyin.cases.models import Case
from huiyin.doors.desk.queries import work
from huiyin.ledger.models import Access
from huiyin.organisations.models import Unit

pytestmark = pytest.mark.django_db

Sit = Callable[[str], Client]


BUDGET = 5
"""Questions that a page of a list may put to the database, beyond who is asking."""


def queries(client: Client, page: str) -> int:
    """How many it takes, without the look whether the policy is still the one kept."""
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return sum("policy_city" not in query["sql"] for query in seen.captured_queries)


def copies(case: Case, n: int) -> None:
    """`n` more cases like this one, for lists alone."""
    report = case.report
    for i in range(n):
        report.pk = None
        report.number = f"XT-2022-9{i:05}"
        report.query_code_hash = report.idempotency_hash = f"copy {i}"
        report.save(force_insert=True)
        case.pk, case.report, case.number = None, report, report.number
        case.save(force_insert=True)


def test_a_page_of_fifty_costs_what_a_page_of_one_costs(opened: Callable[..., Case], at_desk: Sit) -> None:
    case, carol = opened(), at_desk("carol")
    carol.get("/desk/cases")
    one, bare = queries(carol, "/desk/cases"), queries(carol, "/desk/password")
    today = queries(carol, "/desk/")
    copies(case, 59)
    assert queries(carol, "/desk/cases") == one <= bare + BUDGET
    assert queries(carol, "/desk/") == today


def test_pages_of_fifty_keep_the_filter(opened: Callable[..., Case], at_desk: Sit) -> None:
    copies(opened(), 109)
    carol = at_desk("carol")
    first = carol.get("/desk/cases?state=received").context
    second = carol.get("/desk/cases" + first["paging"].on).context
    third = carol.get("/desk/cases" + second["paging"].on).context
    assert [len(page["rows"]) for page in (first, second, third)] == [50, 50, 10]
    assert len({row.case.pk for page in (first, second, third) for row in page["rows"]}) == 110
    assert second["paging"].on.startswith("?state=received&after=") and not third["paging"].on
    assert (second["paging"].first, second["paging"].last, second["paging"].all) == (51, 100, 110)
    back = carol.get("/desk/cases" + third["paging"].back).context
    assert [row.case.pk for row in back["rows"]] == [row.case.pk for row in second["rows"]]
    assert second["paging"].back == "?state=received" and not first["paging"].back


def _figures(client: Client) -> dict[str, int | str]:
    nav = client.get("/desk/cases").context["nav"]
    return {
        str(item["label"]): item["count"]
        for group in nav
        for item in group["items"]
        if item["count"] is not None
    }


def test_the_menu_counts_what_the_lists_hold_and_no_further_than_they_do(
    opened: Callable[..., Case], at_desk: Sit, city: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, carol = opened(), at_desk("carol")
    copies(case, 4)
    numbers = list(Case.objects.order_by("pk").values_list("number", flat=True))
    late = Case.objects.filter(number__in=numbers[:3])
    late.update(promised_at=MORNING - timedelta(hours=1))  # of these only the promise to the reporter ran out
    Case.objects.filter(number=numbers[3]).update(
        accused=[min(city.actor("carol").stays_out_for)], overdue=True
    )
    figures = _figures(carol)
    assert (figures["My work today"], figures["Supervision"]) == (4, 3)
    assert len(carol.get("/desk/cases?late=on").context["rows"]) == 3
    monkeypatch.setattr(work, "MOST_COUNTED", 3)
    figures = _figures(carol)
    assert (figures["My work today"], figures["Supervision"]) == ("3+", 3)


def test_what_somebody_wrote_is_no_markup_in_a_list(opened: Callable[..., Case], at_desk: Sit) -> None:
    opened(text="<script>alert(1)</script> & 窗口推诿")
    page = at_desk("carol").get("/desk/cases").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", 2),
        ("state=received", 2),
        ("state=closed", 0),
        ("system=police", 1),
        ("system=court", 1),
        ("level=county", 0),
        ("problem_type=B1", 1),
        ("since=2022-03-08", 1),
        ("until=2022-03-07", 1),
        ("since=soon", 2),
        ("q=派出所", 1),
        ("late=on", 0),
        ("unit={police}", 1),
        ("channel=letter", 1),
        ("acceptor={office}", 1),
        ("channel=letter&acceptor={police}", 1),
    ],
)
def test_the_list_answers_what_it_is_asked(
    asked: str, found: int, opened: Callable[..., Case], at_desk: Sit, world: Any
) -> None:
    opened()
    next_day = MORNING + timedelta(days=1)
    opened(unit_code="xt-police", text="派出所态度不好。", problem_type="B1", channel="letter", now=next_day)
    world.at = next_day
    police, office = (Unit.objects.get(code=code).pk for code in ("xt-police", "xt-committee-office"))
    page = at_desk("carol").get(f"/desk/cases?{asked.format(police=police, office=office)}")
    assert len(page.context["rows"]) == found


@pytest.mark.parametrize("asked", ["channel=letter", "channel=web"])
def test_how_it_came_in_is_nobodys_filter_but_the_committees(
    asked: str, life: Callable[..., Case], at_desk: Sit
) -> None:
    life("assigned", channel="letter")
    assert len(at_desk("bob").get("/desk/cases").context["rows"]) == 1
    assert at_desk("bob").get(f"/desk/cases?{asked}").context["rows"] == []
    assert len(at_desk("carol").get(f"/desk/cases?{asked}").context["rows"]) == (asked == "channel=letter")


def test_what_is_late_stands_first_and_what_was_returned_has_its_place(
    opened: Callable[..., Case], at_desk: Sit, world: Any, settle: Callable[..., None]
) -> None:
    late = opened()
    assert late.due_at
    world.at = late.due_at + timedelta(hours=1)
    settle(world.at)
    fresh = opened(now=world.at, text="法警大厅不让进门。")
    groups = at_desk("carol").get("/desk/").context["groups"]
    assert [(code, [row.case.number for row in rows]) for code, _label, rows in groups] == [
        ("late", [late.number]),
        ("new", [fresh.number]),
    ]


def test_an_export_holds_what_the_list_shows_and_nothing_that_runs(
    opened: Callable[..., Case], at_desk: Sit, city: Cast
) -> None:
    case = opened(text='=HYPERLINK("http://evil.example")')
    opened(unit_code="xt-police", text="派出所态度不好。")
    answer = at_desk("carol").get("/desk/cases.xlsx?system=court")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    heads, *rows = sheet.iter_rows(values_only=True)
    assert heads[0] == "Number" and [row[0] for row in rows] == [case.number]
    assert rows[0][1].startswith("'=HYPERLINK")
    assert list(Access.objects.using("witness").values_list("what", "reason")) == [("export", "system=court")]


def test_an_export_that_ends_before_the_list_does_says_so(
    opened: Callable[..., Case], at_desk: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies(opened(), 2)
    ends = {}
    for most in (2, 3):
        monkeypatch.setattr("huiyin.doors.desk.cases.MOST_EXPORTED", most)
        answer = at_desk("carol").get("/desk/cases.xlsx")
        sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
        ends[most] = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)][2:]
    assert "after 2 matters" in ends[2][0] and len(ends[2]) == 1
    assert len(ends[3]) == 1 and ends[3][0].startswith("XT-2022-")


def test_the_last_order_is_kept(opened: Callable[..., Case], at_desk: Sit) -> None:
    case, carol = opened(), at_desk("carol")
    copies(case, 1)
    Case.objects.filter(number="XT-2022-900000").update(received_at=MORNING + timedelta(hours=2))

    def first(query: str = "") -> str:
        return str(carol.get(f"/desk/cases{query}").context["rows"][0].case.number)

    assert first() == "XT-2022-900000"
    assert first("?order=oldest") == first() != "XT-2022-900000"
