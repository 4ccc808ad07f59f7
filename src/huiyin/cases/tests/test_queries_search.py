"""Search finds what somebody may see and what matches, no more and no less, however it goes about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from tests.cast import DAN, MORNING, Cast
from tests.laying import once

from huiyin.cases.models import Allegation, Case
from huiyin.cases.queries import Filter
from huiyin.cases.rules.lifecycle import SEES_REPORT, roles_on
from huiyin.cases.search import pages, statement
from huiyin.cases.search.orders import ORDERS
from huiyin.cases.search.pages import Question, Start, every, page
from huiyin.cases.search.sources import sources, unindexed
from huiyin.intake.models import Report, Supplement
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.models import Unit
from huiyin.triage.index.actions import build, mark, mark_all
from huiyin.triage.index.models import Indexed, ToIndex
from huiyin.triage.index.rules.words import normal

pytestmark = pytest.mark.django_db

WORDS = ("电梯", "窗口", "材料", "态度", "门外", "拖欠", "2015", "听证", "冀E")
TRADITIONAL = {"电梯": "電梯", "态度": "態度"}
VIEWERS = ("carol", "henry", "lee", "bob", "frank", "eve", "dan", "mia", "adam")
ASKED = (
    "电梯",
    "電梯",
    "窗口",
    "材料 态度",
    "态度",
    "2015",
    "梯",
    "拖欠听证",
    "拖 欠",
    "法院",
    "项望舒",
    "听证 门外",
    "007",
    "，",
)


def a_case(city: Cast, chance: Random, number: int) -> Case:
    """A case anywhere, in any state, with anybody."""
    houses = {u.code: u for u in Unit.objects.all()}
    reported = houses[chance.choice(["xt-court-filing", "xt-court", "xt-police", "xiangdu-court-filing"])]
    organ = houses[reported.code.removesuffix("-filing")]
    said = [chance.choice(WORDS) for _ in range(chance.randint(1, 5))]
    text = "，".join(TRADITIONAL.get(w, w) if chance.random() < 0.3 else w for w in said)
    received = MORNING - timedelta(days=chance.choice([0, 0, 1, 40, 41, 400]), seconds=chance.randint(0, 3))
    report = Report.objects.create(
        number=f"XT-2022-{number:06}", unit=reported, channel="web", problem_type="B2", text=text,
        identity_mode="anonymous", language="zh", received_at=received, promised_at=MORNING, promised_how={},
        query_code_hash=f"q{number}", idempotency_hash=f"i{number}", salt="", digest="",
    )  # fmt: skip
    if chance.random() < 0.3:
        Supplement.objects.create(
            report=report, text="补充：" + chance.choice(WORDS), at=MORNING, cleared=True
        )
    state = chance.choice(["received", "referred", "assigned", "verifying", "closed"])
    given = state in ("assigned", "verifying", "closed")
    committee = houses["xiangdu-committee" if reported.code.startswith("xiangdu") else "xt-committee"]
    unit = houses[chance.choice(["xt-court", "xt-police"])] if given else None
    case = Case.objects.create(
        report=report, number=report.number, title=text[:20], reported=reported, organ=organ, state=state,
        system=reported.system, level=reported.level, problem_type="B2", identity_mode="anonymous",
        received_at=received, opened_at=received, promised_at=MORNING, committee=committee, unit=unit,
        team=houses["xt-team-litigation"] if state == "referred" else None, channel="web", acceptor=committee,
        handlers=[city.account(chance.choice(["bob", "ben", "eve", "dan"])).pk] if given else [],
        approver=city.account(chance.choice(["frank", "paul", "dan"])).pk if given else None,
        accused=[city.officer(DAN).pk] if chance.random() < 0.3 else [],
        due_at=MORNING + timedelta(days=chance.randint(-2, 2)) if chance.random() < 0.5 else None,
        summary=chance.choice(WORDS) if given else "",
    )  # fmt: skip
    if given and chance.random() < 0.5:
        Allegation.objects.create(case=case, position=1, text="反映" + chance.choice(WORDS))
    return case


@pytest.fixture
def cases(city: Cast) -> list[Case]:
    once("cases to search", lambda: make_cases(city))
    return list(Case.objects.select_related("report", "reported", "organ", "unit").order_by("number"))


def make_cases(city: Cast) -> None:
    chance = Random(20150301)
    for number in range(1, 61):
        a_case(city, chance, number)
    mark_all(unindexed())
    while build(sources):
        pass


@dataclass
class Told:
    """What a case says to everybody who sees it, and what more to those who see the report."""

    case: Case
    to_all: list[str]
    to_some: list[str]

    def holds(self, word: str, *, sent: bool) -> bool:
        return any(normal(word) in text for text in self.to_all + (self.to_some if sent else []))


def told(case: Case) -> Told:
    to_all = [case.summary, *case.allegations.values_list("text", flat=True)]
    to_all += [t for u in (case.reported, case.organ, case.unit) if u for t in (u.name, u.short, u.name_en)]
    said = Supplement.objects.filter(report=case.report).values_list("text", flat=True)
    to_some = [case.report.text, *said, "项望舒" if case.accused else ""]
    return Told(case, [normal(text) for text in to_all], [normal(text) for text in to_some])


def expected(viewer: Any, cases: Sequence[Told], words: str) -> set[str]:
    """Visible and matching, case by case, by the rule that also opens the file."""
    terms = [word for word in words.split() if normal(word).isalnum()]
    found = set()
    for one in cases:
        roles, number = roles_on(one.case.snapshot(), viewer), one.case.number
        ending = len(terms) == 1 and len(words) >= 3 and words.isdigit() and number.endswith(words)
        if roles and (ending or all(one.holds(w, sent=bool(roles & SEES_REPORT)) for w in terms)):
            found.add(number)
    return found


def turned(question: Question, size: int) -> list[str]:
    """All pages, one after the other; each page back shows what the page before showed."""
    now, numbers, before = page(question, size), [], None
    while True:
        numbers += [case.number for case in now.cases]
        if not now.further:
            return numbers
        before = now.cases
        now = page(question, size, Start(now.cases[-1].number))
        back = page(question, size, Start(now.cases[0].number, back=True)) if now.cases else None
        assert back is None or [c.pk for c in back.cases] == [c.pk for c in before]


@pytest.mark.parametrize(
    ("order", "glance", "common"),
    [("newest", 4, 2), ("newest", 200, 10**6), ("oldest", 200, 10**6), ("due", 200, 0), ("due", 200, 10**6)],
)
def test_search_equals_looking_at_every_case(
    order: str, glance: int, common: int, city: Cast, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Walking, hunting in the index and both: the same cases, in the same order, each once."""
    monkeypatch.setattr(statement, "GLANCE", glance)
    monkeypatch.setattr(statement, "COMMON", common)
    stored = [told(case) for case in cases]
    for name in VIEWERS:
        viewer = city.actor(name)
        for words in ASKED:
            question = Question(viewer, Filter(), words, MORNING, order)
            wanted = expected(viewer, stored, words)
            found = page(question, 60)
            assert {case.number for case in found.cases} == wanted, (name, words)
            assert found.left == len(wanted)
            if len(wanted) > 20 or name == "dan":
                assert turned(question, 9) == [case.number for case in found.cases], (name, words)
                assert [case.number for case in every(question, 100)] == [case.number for case in found.cases]


def test_a_word_is_found_together_with_filters(city: Cast, cases: list[Case]) -> None:
    viewer = city.actor("carol")
    for asked in (
        Filter(state="assigned"),
        Filter(system="police"),
        Filter(late=True),
        Filter(since=MORNING.date()),
    ):
        plain = {case.number for case in page(Question(viewer, asked, "", MORNING), 60).cases}
        worded = {case.number for case in page(Question(viewer, Filter(), "窗口", MORNING), 60).cases}
        both = {case.number for case in page(Question(viewer, asked, "窗口", MORNING), 60).cases}
        assert both == plain & worded
        assert both


@pytest.mark.parametrize("order", ORDERS)
def test_a_period_that_begins_or_ends_at_the_turn_of_a_month_loses_nothing(
    order: str, city: Cast, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Months are kept by UTC and days asked for by Shanghai; only the months in question are looked into."""
    monkeypatch.setattr(statement, "COMMON", 10**6)
    turn, viewer = datetime(2022, 2, 1, tzinfo=SHANGHAI), city.actor("carol")
    edges = [
        turn - timedelta(seconds=1),
        turn,
        turn + timedelta(hours=8),
        turn + timedelta(hours=8, seconds=-1),
    ]
    for case, at in zip(cases, edges * 15, strict=True):
        Case.objects.filter(pk=case.pk).update(received_at=at)
    mark(*(case.report_id for case in cases))
    while build(sources):
        pass
    january, february = date(2022, 1, 31), date(2022, 2, 1)
    assert page(Question(viewer, Filter(since=date.min, until=date.max), "窗口", MORNING, order), 60).cases
    for since, until in ((january, january), (february, february), (february, None), (None, january)):
        asked = Filter(since=since, until=until)
        plain, worded = (
            {case.number for case in page(Question(viewer, which, words, MORNING, order), 60).cases}
            for which, words in ((asked, ""), (Filter(), "窗口"))
        )
        question = Question(viewer, asked, "窗口", MORNING, order)
        assert {case.number for case in page(question, 60).cases} == plain & worded != set()
        assert sorted(turned(question, 3)) == sorted(plain & worded)


def test_a_long_list_is_counted_no_further_than_it_tells(
    city: Cast, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pages.ORDERS, "newest", replace(ORDERS["newest"], counted=5))
    viewer = city.actor("carol")
    for words in ("", "窗口"):
        found = page(Question(viewer, Filter(), words, MORNING), 3)
        assert (found.left, found.more) == (5, True)


@pytest.mark.parametrize("number", ["XT-2022-999999", "", "'; --"])
def test_a_page_that_begins_nowhere_is_the_first(number: str, city: Cast, cases: list[Case]) -> None:
    question = Question(city.actor("carol"), Filter(), "", MORNING)
    first = page(question, 5)
    assert [c.pk for c in page(question, 5, Start(number)).cases] == [c.pk for c in first.cases]


def test_the_index_holds_what_was_said_last_and_nothing_that_has_no_case(
    city: Cast, cases: list[Case]
) -> None:
    case = cases[0]
    Supplement.objects.create(report=case.report, text="昨天又来了，还是没有回音", at=MORNING, cleared=True)
    mark(case.report_id)
    Case.objects.filter(pk=case.pk).update(summary="水管")
    assert build(sources) == 1
    entry = Indexed.objects.get(report=case.report)
    assert "没有回音" in entry.sent and "水管" in entry.told and "没有回音" not in entry.told
    assert not ToIndex.objects.exists() and not unindexed().exists()


def test_a_builder_that_dies_loses_nothing(city: Cast, cases: list[Case]) -> None:
    Indexed.objects.all().delete()
    assert mark_all(unindexed()) == len(cases) and mark_all(unindexed()) == 0

    def dying(reports: Sequence[int]) -> list[Any]:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        build(dying, most=10)
    assert ToIndex.objects.count() == len(cases) and not Indexed.objects.exists()
    assert build(sources, most=10) == 10
    assert Indexed.objects.count() == 10
    while build(sources):
        pass
    assert Indexed.objects.count() == len(cases)
