"""Officers, use of results, the group and the audit: who may open each, and what they don't find there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from tests.cast import DAN, MORNING, Cast

from huiyin.assessment.actions import use_result
from huiyin.ledger.models import Access, Event

from .life import Life

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]

PAGES = (
    "",
    "cases?measure=late",
    "figures.xlsx",
    "hot",
    "officers",
    "uses",
    "group",
    "audit",
    "audit/accesses",
)
OPEN = {
    "henry": {"", "cases?measure=late", "figures.xlsx", "hot", "officers", "uses", "group"},
    "grace": {"", "cases?measure=late", "figures.xlsx", "hot", "officers", "uses", "group"},
    "carol": {"hot", "officers", "uses"},
    "una": {"group", "audit", "audit/accesses"},
    "mia": {"hot", "officers", "uses"},
} | {name: set() for name in ("bob", "frank", "eve", "lee", "adam")}


@pytest.mark.parametrize("name", OPEN)
def test_who_may_open_which_page(enter: Enter, name: str) -> None:
    client = enter(name)
    assert {page for page in PAGES if client.get(f"/oversight/{page}").status_code == 200} == OPEN[name]


def test_an_auditor_is_taken_to_the_audit(enter: Enter) -> None:
    assert enter("una").get("/oversight/")["Location"] == "/oversight/audit"


def test_nobody_opens_them_without_logging_in(client: Client, city: Cast) -> None:
    assert {client.get(f"/oversight/{page}").status_code for page in PAGES} == {302}


def opened(kind: str, subject: str, actor: str, reason: str) -> None:
    """As `ledger.actions.looked` writes it, on the connection that this test reads from."""
    Access.objects.create(
        subject_kind=kind, subject_id=subject, what="identity", actor=actor, at=MORNING, reason=reason
    )


# officers


def test_a_proven_case_stands_on_the_officers_page_and_an_unproven_one_does_not(
    enter: Enter, life: Life, city: Cast
) -> None:
    proven = life.answered()
    unproven = life.answered(conclusion="unsubstantiated")
    use_result(
        proven.number, "talk", "谈话提醒", officer=city.officer(DAN).pk, by=city.actor("carol"), now=MORNING
    )
    context = enter("grace").get(f"/oversight/officers/{DAN}").context
    assert [case.number for case in context["cases"]] == [proven.number]
    assert [outcome.verification.case.number for outcome, _ in context["outcomes"]] == [proven.number]
    assert [use.note for use, _ in context["uses"]] == ["谈话提醒"]
    assert unproven.accused == proven.accused


def test_the_register_counts_what_the_officers_page_lists(enter: Enter, life: Life) -> None:
    life.answered()
    life.answered()
    life.taken_up()
    client = enter("henry")
    [row] = client.get("/oversight/officers?found=1").context["page"].object_list
    listed = client.get(f"/oversight/officers/{row.code}").context
    assert row.code == DAN
    assert row.outcome_count == len(listed["outcomes"]) == 2


def test_nobody_finds_themselves_or_their_own_house(enter: Enter, life: Life) -> None:
    life.answered()
    client = enter("dan")
    assert client.get(f"/oversight/officers/{DAN}").status_code == 404
    found = client.get("/oversight/officers").context["page"].paginator.object_list
    assert found
    assert not [one.code for one in found if one.code.startswith("xt-court")]
    assert client.get("/oversight/uses").context["rows"] == []


def test_officers_are_found_by_name_house_and_badge(enter: Enter, city: Cast) -> None:
    client, dan = enter("carol"), city.officer(DAN)
    asked = {f"q={dan.name}": True, f"organ={dan.unit.parent_id}": True, "q=nobody": False, "organ=x": True}
    for query, there in asked.items():
        page = client.get(f"/oversight/officers?{query}").context["page"]
        assert (dan in list(page.paginator.object_list)) is there, query


def test_a_county_sees_only_its_own_officers(enter: Enter) -> None:
    found = enter("mia").get("/oversight/officers").context["page"].paginator.object_list
    assert found
    assert {one.code.split("-")[0] for one in found} == {"xiangdu"}


# use of results


def test_a_proven_case_waits_for_its_use_until_one_is_recorded(enter: Enter, life: Life, city: Cast) -> None:
    case = life.answered()
    life.answered(conclusion="unsubstantiated")
    client = enter("carol")
    assert [c.number for c in client.get("/oversight/uses").context["waiting"]] == [case.number]
    use_result(case.number, "training", "全庭培训一次", officer=None, by=city.actor("carol"), now=MORNING)
    context = client.get("/oversight/uses").context
    assert list(context["waiting"]) == []
    assert [use.note for use, _ in context["rows"]] == ["全庭培训一次"]
    assert list(enter("henry").get("/oversight/uses").context["waiting"]) == [], "a leader records none"


# the group


def test_the_group_says_who_sits_there_and_what_waits(enter: Enter, life: Life, city: Cast) -> None:
    text = "一审判决不服，二审法院案号（2021）冀05民终123号，请求改判。"
    case = life.sent(text=text)
    assert case.state == "referred"
    context = enter("grace").get("/oversight/group").context
    assert next(seat.seat for seat in context["seats"]) == "head"
    waiting = {team["unit"].code: team["count"] for team in context["teams"]}
    assert len(waiting) == 5
    assert waiting["xt-team-litigation"] == 1
    assert sum(waiting.values()) == 1
    [url] = [team["url"] for team in context["teams"] if team["count"]]
    assert enter("grace").get(url).context["page"].paginator.count == 1
    assert all(team["steps"] for team in context["teams"])


def test_an_auditor_reads_the_arrangement_without_the_queues(enter: Enter, life: Life) -> None:
    context = enter("una").get("/oversight/group").context
    assert {team["count"] for team in context["teams"]} == {0}
    assert not context["sees_queues"]


# audit


def test_events_are_listed_without_their_content(enter: Enter, life: Life) -> None:
    case = life.taken_up()
    client = enter("una")
    page = client.get(f"/oversight/audit?kind=case&subject={case.pk}")
    assert [row["event"].verb for row in page.context["rows"]] == ["accept", "assign", "open"]
    assert "handlers" not in page.content.decode()
    assert "promised_at" not in page.content.decode()
    only = client.get("/oversight/audit?verb=assign&day=2022-03-07").context["rows"]
    assert [row["event"].verb for row in only] == ["assign"]
    assert client.get("/oversight/audit?verb=assign&day=2022-03-08").context["rows"] == []


def test_the_record_is_turned_page_by_page(enter: Enter, life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    life.taken_up()
    client = enter("una")
    whole = [row["event"].pk for row in client.get("/oversight/audit").context["rows"]]
    monkeypatch.setattr("huiyin.doors.oversight.views.audit.PAGE", 3)
    found: list[int] = []
    for number in range(1, len(whole) // 3 + 2):
        page = client.get(f"/oversight/audit?page={number}")
        found += [row["event"].pk for row in page.context["rows"]]
        assert ('rel="next"' in page.content.decode()) is (len(found) < len(whole))
        assert ('rel="prev"' in page.content.decode()) is (number > 1)
    assert found == whole == sorted(whole, reverse=True) and len(whole) > 3
    assert client.get("/oversight/audit?page=x").context["page"].number == 1


def test_who_opened_an_identity_is_shown_with_the_reason(enter: Enter, life: Life, city: Cast) -> None:
    case = life.sent()
    opened("report", case.number, city.actor("ivy").account, "电话回访")
    [row] = enter("una").get("/oversight/audit/accesses").context["rows"]
    assert (row["subject"], row["reason"], str(row["what"])) == (case.number, "电话回访", "identity")
    assert row["who"] == city.account("ivy").name


def test_an_auditor_finds_nothing_about_their_own_house(enter: Enter, life: Life, city: Cast) -> None:
    case = life.sent(unit_code="xt-committee-office", text="办公室的人态度不好，电话不接。")
    opened("report", case.number, "system", "电话回访")
    other = life.sent()
    client = enter("una")
    page = client.get("/oversight/audit").context["page"]
    rows = list(page)
    assert not page.has_next
    numbers = {row.subject_id for row in rows if row.subject_kind == "report"}
    files = {row.subject_id for row in rows if row.subject_kind == "case"}
    assert (numbers, files) == ({other.number}, {str(other.pk)})
    assert client.get(f"/oversight/audit?subject={case.number}").context["rows"] == []
    assert client.get("/oversight/audit/accesses").context["rows"] == []


def test_the_check_says_how_much_it_read_and_where_it_breaks(enter: Enter, life: Life) -> None:
    case = life.taken_up()
    client = enter("una")
    whole = client.post("/oversight/audit/check").content.decode()
    subjects = Event.objects.values("subject_kind", "subject_id").distinct().count()
    assert f"Checked {subjects} subjects, {Event.objects.count()} events: unbroken." in whole
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_event DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE ledger_event SET actor = 'public' WHERE subject_kind = 'case' AND subject_id = %s AND seq = 2",
            [str(case.pk)],
        )
        cursor.execute("ALTER TABLE ledger_event ENABLE TRIGGER USER")
    broken = client.post("/oversight/audit/check").content.decode()
    assert "the record was changed" in broken
    assert f"case {case.pk} #2" in broken


def test_only_an_auditor_checks_and_only_by_asking_for_it(enter: Enter) -> None:
    assert enter("grace").post("/oversight/audit/check").status_code == 403
    assert enter("una").get("/oversight/audit/check").status_code == 405
