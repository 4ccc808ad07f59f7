"""Each page, opened by each of the cast: who sees it, and for whom it doesn't exist."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.cast import Cast

from huiyin.cases.models import Case

pytestmark = pytest.mark.django_db

Sit = Callable[[str], Client]
Life = Callable[..., Case]

EVERYBODY = frozenset(
    [
        "bob",
        "ben",
        "frank",
        "carol",
        "grace",
        "ivy",
        "henry",
        "lee",
        "eve",
        "paul",
        "adam",
        "una",
        "mia",
        "dan",
    ]
)
OF_COMMITTEE = frozenset({"carol", "grace", "ivy", "henry"})

SEEN = [
    # state of the case, its page, who sees it; for everybody else there is nothing
    ("received", "", OF_COMMITTEE),
    ("received", "/assignment", {"carol", "ivy"}),
    ("received", "/refusal", {"carol", "ivy"}),
    ("received", "/referral", {"carol", "ivy"}),
    ("received", "/officers", {"carol", "ivy", "grace"}),
    ("received", "/identity", {"carol", "ivy", "grace"}),
    ("assigned", "", OF_COMMITTEE | {"bob", "frank"}),
    ("assigned", "/acceptance", {"bob"}),
    ("assigned", "/objection", {"bob"}),
    ("assigned", "/identity", {"carol", "ivy", "grace"}),
    ("verifying", "/verification", {"bob"}),
    ("verifying", "/more-time", {"bob"}),
    ("verifying", "/stop", {"bob"}),
    ("verifying", "/extension", {"frank", "grace"}),
    ("verifying", "/suspension", {"frank", "grace"}),
    ("verifying", "/resumption", {"bob", "frank", "grace"}),
    ("submitted", "/approval", {"frank"}),
    ("submitted", "/rework", {"frank"}),
    ("approved", "/reply", {"carol", "ivy"}),
    ("answered", "/revisit", {"carol", "ivy", "grace"}),
    ("answered", "/closure", {"carol", "ivy", "grace"}),
    ("answered", "/use", {"carol", "ivy", "grace"}),
]


@pytest.mark.parametrize(("state", "page", "seen"), SEEN)
def test_a_page_exists_for_those_whose_business_it_is(
    state: str, page: str, seen: frozenset[str], life: Life, at_desk: Sit
) -> None:
    case = life(state, identity_mode="contact", phone="13900000000")
    answers = {name: at_desk(name).get(f"/desk/cases/{case.number}{page}").status_code for name in EVERYBODY}
    assert {name for name, status in answers.items() if status == 200} == seen
    assert {status for status in answers.values() if status != 200} == {404}


def test_nobody_else_finds_the_case_anywhere(life: Life, at_desk: Sit) -> None:
    """Before the assignment: not in work, lists, counts, search, export or notices; not even for its own house."""
    case = life("received")
    for name in sorted(EVERYBODY - OF_COMMITTEE):
        client = at_desk(name)
        for page in ("", "notices", "given", "cases", f"cases?q={case.number}", "cases?q=材料"):
            answer = client.get(f"/desk/{page}")
            body = answer.content.decode()
            shown = body.split("<main")[-1].replace(f'value="{case.number}"', "")
            assert case.number not in shown, (name, page)
            assert "<i>1</i>" not in body, (name, page)
        export = client.get("/desk/cases.xlsx")
        assert export.status_code == 404 or case.number not in _cells(export), name


def test_after_the_assignment_only_those_named_see_it_and_only_in_redacted_words(
    life: Life, at_desk: Sit
) -> None:
    case = life("assigned")
    for name in ("bob", "frank"):
        client = at_desk(name)
        for page in ("cases", f"cases/{case.number}"):
            body = client.get(f"/desk/{page}").content.decode()
            assert "立案窗口让当事人来回补材料三次" in body, (name, page)
            assert "自己看墙上" not in body, (name, page)
            assert "anonymous" not in body, (name, page)
        assert client.get("/desk/cases?q=墙上").context["rows"] == [], (
            "nor is it found by what it doesn't show"
        )
        cells = _cells(client.get("/desk/cases.xlsx"))
        assert case.number in cells and "anonymous" not in cells and not any("墙上" in str(c) for c in cells)
    for name in ("ben", "eve", "dan", "paul"):
        assert case.number not in at_desk(name).get("/desk/cases").content.decode(), name


def test_a_leader_reads_redacted_words_only(life: Life, at_desk: Sit) -> None:
    body = at_desk("henry").get(f"/desk/cases/{life('received').number}").content.decode()
    assert "墙上" not in body and "立案窗口" not in body


def test_a_page_that_asks_for_log_in_says_so(client: Client, city: Cast) -> None:
    assert client.get("/desk/").status_code == 302


def _cells(response: object) -> set[object]:
    from io import BytesIO

    from openpyxl import load_workbook

    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return {cell for row in load_workbook(BytesIO(body)).active.iter_rows(values_only=True) for cell in row}
