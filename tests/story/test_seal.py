"""The seal, attacked over HTTP: every address, every state of a case, everybody who must not learn of it."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import Client, override_settings
from django.utils.html import escape
from tests.cast import DAN, PASSWORD, populate
from tests.story.attacking import NUMBER, Answer, ask, filled_in, patterns, plain
from tests.story.sealed import (
    BEFORE_ASSIGNMENT,
    HALL,
    LATER,
    NAME,
    STATES,
    TEXTS,
    World,
    bring_to_an_end,
    filled,
    send,
    settled,
)

from huiyin.cases.models import Case
from huiyin.intake.models import Place
from huiyin.kernel.clock import FixedClock
from huiyin.ledger.models import Access
from huiyin.organisations.models import Unit
from huiyin.site import logs

pytestmark = pytest.mark.django_db(databases=["default", "witness"])

NEVER = "XT-2022-987654"
"""A number that was never given out; as long as any other."""

STRANGERS = ("dan", "cora", "ben", "eve", "paul", "mia", "paula", "adam", "sam", "una", "anonymous")
"""For whom no case about Dan exists, whatever state it is in. Frank joins them until a case is given to him."""

AUDIT = ("oversight/audit", "oversight/audit/accesses")
"""An auditor without a house of their own reads there who did what: by number, never by content."""


def browser(world: World, name: str) -> Client:
    client = Client(headers={"accept-language": "zh"}, raise_request_exception=False)
    if name != "anonymous":
        client.force_login(world.city.account(name))
    return client


def parts(number: str, world: World, state: str = "received") -> dict[str, object]:
    return {
        "number": number, "pk": world.files[state][0] if number in world.numbers else 1, "turn": 1, "attachment": 1,
        "token": world.token, "code": DAN, "kind": "csv", "way": "up",
        "form": "pdf", "noun": "signature", "unit": 1, "judged": 1, "member": 1, "task": 1, "indicator": 1,
        "day": "2022-03-06", "changed": "2022-03-06", "target": "unit", "text": "working-rules",
    }  # fmt: skip


def lists(world: World) -> list[str]:
    """Every address that isn't one row's, and what can be asked of it."""
    bare = [filled_in(route, parts("", world)) for route in plain()]
    asked = [
        *(f"/desk/cases?{query}" for query in QUERIES), *(f"/desk/cases.xlsx?{query}" for query in QUERIES[:2]),
        *(f"/oversight/cases?measure={measure}" for measure in MEASURES),
        "/oversight/cases?measure=received&format=xlsx", "/oversight/officers?found=1",
        "/oversight/officers?q=项望舒", "/oversight/audit?kind=case", "/oversight/audit?kind=delivery",
    ]  # fmt: skip
    return bare + asked


QUERIES = (
    "order=due", "q=告知", "q=密语", f"q={NAME}", "q=XT-2022", "state=open&system=court", "late=on&problem_type=B2",
    "order=oldest&page=2",
)  # fmt: skip
MEASURES = ("received", "unfinished", "due", "rated")


@pytest.fixture(scope="module")
def lines() -> Iterator[io.StringIO]:
    """Every log line of this module, as it would be written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    handler.setFormatter(next(h.formatter for h in root.handlers if type(h) is logs.Lines))
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture(scope="module")
def worlds(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
    lines: io.StringIO,
) -> Iterator[tuple[World, Said]]:
    """The filled world, and what everybody's lists said before it was filled."""
    storages = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    own = override_settings(
        CLOCK=FixedClock(LATER), STORAGES=storages, MEDIA_ROOT=Path(tmp_path_factory.mktemp("media")),
        KEPT_SECONDS=0, SMS="failing",
    )  # fmt: skip
    with own, django_db_blocker.unblock(), transaction.atomic(), transaction.atomic(using="witness"):
        world = settled(populate())
        before = everything(world)
        yield filled(world), before
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="witness")
    with django_db_blocker.unblock():
        connections["witness"].close()


@pytest.fixture
def world(worlds: tuple[World, Any]) -> World:
    return worlds[0]


Said = dict[tuple[str, str], Answer]


def everything(world: World, before: Said | None = None) -> Said:
    """What each stranger's lists say; not asked again where the door refused them `before`."""
    said = {}
    for name in (*STRANGERS, "frank"):
        client = browser(world, name)
        for address in lists(world):
            if not before or not before[name, address].refused:
                said[name, address] = ask(client, address)
    return said


def test_every_state_of_the_lifecycle_is_there(world: World) -> None:
    assert set(Case.objects.values_list("state", flat=True)) >= set(STATES)


@pytest.mark.parametrize("name", (*STRANGERS, "frank"))
def test_a_cases_address_answers_like_one_that_never_was(world: World, name: str) -> None:
    """Whatever is asked of it, by GET or POST, in whatever state it is."""
    client = browser(world, name)
    for turn, route in enumerate(route for route in patterns() if NUMBER in route):
        for method in ("GET", "POST"):
            nobodys = ask(client, filled_in(route, parts(NEVER, world)), method, masked=True)
            for state in states_for(name, turn)[: 1 if nobodys.refused else None]:
                address = filled_in(route, parts(world.cases[state].number, world, state))
                theirs = ask(client, address, method, masked=True)
                assert theirs == nobodys, (method, address, state)
            assert not [trace for trace in world.traces() if trace in nobodys.said()], route


def states_for(name: str, turn: int) -> list[str]:
    """Three states for each address, others for the next address and the next person: together every one is tried."""
    states = BEFORE_ASSIGNMENT if name == "frank" else STATES
    first = 3 * turn + STRANGERS.index(name) if name in STRANGERS else turn
    return [states[(first + step) % len(states)] for step in range(min(3, len(states)))]


def test_lists_counts_and_exports_say_the_same_with_and_without_the_cases(worlds: Any) -> None:
    world, before = worlds
    after = everything(world, before)
    audits = {address for address in lists(world) if address.partition("?")[0].strip("/") in AUDIT}
    different = [
        (name, address)
        for (name, address), answer in after.items()
        if name != "frank" and (name, address in audits) != ("una", True) and answer != before[name, address]
    ]
    assert different == []
    for (name, address), answer in after.items():
        said = answer.said()
        traces = [trace for trace in world.traces() if trace != HALL]  # a poster's place is nobody's secret
        assert not [trace for trace in traces if trace in said and trace not in address], (
            name,
            address,
        )


NAMED = ("bob", "frank", "hugo")
"""Handlers and approver, named; Hugo holds every mandate of the committee besides."""


@pytest.mark.parametrize("name", NAMED)
def test_who_is_named_reads_the_redacted_words_and_nothing_more(world: World, name: str) -> None:
    """On every page that they may open, of every case; not even by asking for words that stand in the report."""
    client = browser(world, name)
    given = [state for state in STATES if state not in BEFORE_ASSIGNMENT]
    opened = []
    for state in given:
        for route in (route for route in patterns() if NUMBER in route):
            for attached in world.files[state] if "pk>" in route else world.files[state][:1]:
                address = filled_in(route, parts(world.cases[state].number, world, state) | {"pk": attached})
                answer = ask(client, address)
                silent(world, answer, address)
                opened += [address] if answer.status == 200 else []
    for address in lists(world):
        silent(world, ask(client, address), address)
    numbers = [world.cases[state].number for state in given]
    assert {number for number in numbers if f"/desk/cases/{number}" in opened} == set(numbers)
    assert not [
        address for state in given for address in opened if address.endswith(f"/{world.files[state][1]}")
    ]
    found = ask(client, "/desk/cases", q="一次性告知").said()
    assert all(number in found for number in numbers), "the redacted words find it"
    for word in (world.words["verifying"], "复印一份判决书", "项望舒说机器坏了"):
        assert world.cases["verifying"].number not in ask(client, "/desk/cases", q=word).said(), word


def silent(world: World, answer: Answer, address: str) -> None:
    """Neither who sent it nor as which they wrote it. The officers concerned are named to those who verify."""
    sent = [TEXTS[state][:10] for state in STATES]
    asked = unquote(address)
    leaked = [trace for trace in (*world.traces(), *sent) if trace in answer.said() and trace not in asked]
    assert not leaked, (address, leaked)


def test_nobody_reads_a_name_without_a_reason_and_whoever_does_is_written_down(world: World) -> None:
    case = world.cases["answered"]
    address = f"/desk/cases/{case.number}/identity"
    secret = (NAME, world.phones["answered"], f"+86{world.phones['answered']}")
    carol = browser(world, "carol")
    records = Access.objects.using("witness").filter(subject_id=case.number, what="identity")
    for name in ("carol", "grace", "ivy", "henry", "lee"):
        client = browser(world, name)
        for route in patterns():
            state = "referred" if name == "lee" else "answered"
            answer = ask(client, filled_in(route, parts(world.cases[state].number, world, state)))
            told = answer.said().replace(case.report.text, "").replace(escape(case.report.text), "")
            assert f"找{NAME}" in told or NAME not in told, (name, route)
    assert carol.post(address, {"reason": "  "}).status_code == 422
    assert not records.exists()
    shown = carol.post(address, {"reason": "电话回访"}).content.decode()
    assert NAME in shown
    assert records.get().reason == "电话回访"
    assert not [one for one in secret if one in carol.get(address).content.decode()]


def test_the_record_of_a_look_stays_when_the_answer_is_lost(world: World, monkeypatch: Any) -> None:
    """The line breaks, or the page can't be drawn: the name may have been read, so it counts as read."""
    case = world.cases["approved"]

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("the line broke")

    monkeypatch.setattr("huiyin.doors.desk.identity.desk_page", breaks)
    answer = browser(world, "carol").post(f"/desk/cases/{case.number}/identity", {"reason": "电话核实"})
    assert answer.status_code == 500
    assert NAME not in answer.content.decode()
    assert Access.objects.using("witness").filter(subject_id=case.number, reason="电话核实").exists()


EVERYBODY = (
    "carol",
    "grace",
    "ivy",
    "henry",
    "lee",
    "bob",
    "frank",
    "hugo",
    "dan",
    "adam",
    "sam",
    "una",
    "anonymous",
)
HEADERS = {
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-store",
}  # fmt: skip
LOOKING = ("ledger_access", "django_session")
"""What looking writes: that somebody looked, and how they like their list."""


@pytest.mark.parametrize("name", EVERYBODY)
def test_looking_changes_nothing_and_every_answer_is_armoured(world: World, name: str) -> None:
    client, written = browser(world, name), []

    def watching(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if re.match(r"\s*(INSERT|UPDATE|DELETE|WITH.*INSERT)", sql, re.S) and not any(
            t in sql for t in LOOKING
        ):
            written.append(sql[:120])
        return execute(sql, params, many, context)

    state = "referred" if name == "lee" else "verifying"
    with connection.execute_wrapper(watching), connections["witness"].execute_wrapper(watching):
        for route in patterns():
            address = filled_in(route, parts(world.cases[state].number, world, state))
            answer = client.get(address)
            assert answer.status_code < 500, address
            wrong = {
                k: answer.headers.get(k) for k, v in HEADERS.items() if v not in answer.headers.get(k, "")
            }
            assert not wrong, (address, wrong)
    assert written == []


def test_nothing_is_done_without_the_forms_token(world: World) -> None:
    for name in ("carol", "bob", "adam", "sam", "anonymous"):
        client = Client(enforce_csrf_checks=True)
        if name != "anonymous":
            client.force_login(world.city.account(name))
        for route in patterns():
            answer = client.post(filled_in(route, parts(world.cases["verifying"].number, world, "verifying")))
            assert answer.status_code == 403, (name, route, answer.status_code)


@pytest.mark.parametrize(
    "elsewhere", ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)")
)
def test_no_address_of_ours_leads_away(world: World, elsewhere: str) -> None:
    for address in ("/language/en", "/large", "/desk/login"):
        answer = Client().get(address, {"next": elsewhere})
        assert "evil" not in answer.headers.get("Location", "") and "javascript" not in answer.headers.get(
            "Location", ""
        )
    login = Client().post(
        "/desk/login?" + urlencode({"next": elsewhere}), {"username": "city.reviewer", "password": PASSWORD}
    )
    assert login.headers["Location"] == "/desk/"


MARKUP = "<script>alert(1)</script>"
PICTURE = "\"'><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://evil.example")'


def test_what_people_write_is_shown_and_never_run(world: World) -> None:
    """Markup in every text that a citizen, a unit or a committee writes; a formula where a list is exported."""
    hostile = f"{FORMULA} {MARKUP} {PICTURE}"
    state = hostile_life(world, hostile)
    number = world.cases[state].number
    for name in ("carol", "grace", "ivy", "henry", "bob", "frank", "una", "adam"):
        client = browser(world, name)
        for address in (*pages_of(world, state), *lists(world)):
            inert(ask(client, address), (name, address))
    citizen = Client(headers={"accept-language": "zh"})
    shown = ask(browser(world, "carol"), f"/desk/cases/{number}").said()
    assert shown.count("&lt;script&gt;alert(1)") > 10, "it is there, as text"
    exported = ask(browser(world, "carol"), "/desk/cases.xlsx").said()
    assert "'=HYPERLINK" in exported, "the list holds the formula, as text"
    code = world.codes[state]
    inert(ask(citizen, "/track", "POST", number=number, query_code=code), "track")
    inert(ask(citizen, "/track"), "track")
    inert(ask(citizen, f"/c/{world.token}"), "scan")


def pages_of(world: World, state: str) -> list[str]:
    number = world.cases[state].number
    return [filled_in(route, parts(number, world, state)) for route in patterns() if NUMBER in route]


def inert(answer: Answer, where: object) -> None:
    if isinstance(answer.body, dict):
        cells = [str(cell) for rows in answer.body.values() for row in rows for cell in row if cell]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))], where
        return
    said = answer.said()
    assert not [raw for raw in ("<script>alert", "<img src=x", "onerror=alert(2)>") if raw in said], where


def hostile_life(world: World, hostile: str) -> str:
    """A case from its report to its end in which everybody writes markup."""
    who, at, unit = world.city.actor, LATER, Unit.objects.get(code="xt-court-filing")
    Place.objects.filter(unit=unit).update(name=f"窗口{MARKUP}"[:60], name_en=PICTURE)
    case = send(world, "hostile", hostile, unit=unit, officer_text=hostile[:60], name=f"客{PICTURE}"[:40])
    bring_to_an_end(world, case, hostile, who=who, at=at)
    return "hostile"


def test_no_log_line_of_all_this_gives_anybody_away(world: World, lines: io.StringIO) -> None:
    """Runs last: the lines are those of the whole module."""
    said = lines.getvalue()
    assert said, "something was logged"
    traces = [*world.traces(), *world.numbers, NAME, *(TEXTS[state][:10] for state in STATES), PASSWORD]
    assert not [trace for trace in traces if trace in said]
