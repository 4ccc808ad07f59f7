"""The blueprint in the database: loaded once or twice, changed, read back with dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from huiyin.kernel.actor import SYSTEM, Actor, Mandate
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Event
from huiyin.ledger.queries import broken_at, events_of
from huiyin.policy import queries
from huiyin.policy.actions import change_day, load
from huiyin.policy.blueprint import Blueprint
from huiyin.policy.blueprint import load as read
from huiyin.policy.models import City, LimitRow, ProblemType

NOW = datetime(2022, 2, 14, 1, tzinfo=UTC)
ADMINISTRATOR = Actor("account:1", mandates=(Mandate("administrator", 1),))
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return read("xingtai")


@pytest.fixture
def loaded(blueprint: Blueprint) -> Blueprint:
    load(blueprint, by=SYSTEM, now=NOW)
    return blueprint


def test_nothing_can_be_asked_before_a_blueprint_is_loaded() -> None:
    with pytest.raises(queries.NoCity):
        queries.city()


def test_loading_twice_is_loading_once(loaded: Blueprint) -> None:
    edition, events = City.objects.get().edition, Event.objects.count()
    assert load(loaded, by=SYSTEM, now=NOW) == {}
    assert (City.objects.get().edition, Event.objects.count()) == (edition, events)


def test_a_change_says_what_changed_and_leaves_a_chain(loaded: Blueprint) -> None:
    types = tuple(replace(t, citizen_name="慢") if t.code == "B4" else t for t in loaded.problem_types)
    assert load(replace(loaded, problem_types=types), by=SYSTEM, now=NOW) == {"problem_types": ["B4"]}
    assert [e.data["changed"].get("problem_types", [])[-1:] for e in events_of("policy", "xingtai")] == [
        ["Z"],
        ["B4"],
    ]
    assert broken_at("policy", "xingtai") is None


def test_what_the_blueprint_drops_is_kept_but_no_longer_offered(loaded: Blueprint) -> None:
    types = tuple(t for t in loaded.problem_types if t.code != "N")
    load(replace(loaded, problem_types=types), by=SYSTEM, now=NOW)
    assert ProblemType.objects.filter(code="N", active=False).exists()
    assert "N" not in queries.problem_type_codes()
    load(loaded, by=SYSTEM, now=NOW)
    assert "N" in queries.problem_type_codes()


def test_a_limit_is_not_changed_under_its_old_date(loaded: Blueprint) -> None:
    shorter = tuple(replace(row, value=1) if row.name == "review" else row for row in loaded.limits)
    with pytest.raises(NotAllowed) as caught:
        load(replace(loaded, limits=shorter), by=SYSTEM, now=NOW)
    assert caught.value.refused.reason == "limit_changed_in_place"
    assert LimitRow.objects.get(name="review").value == 2


def test_a_new_limit_holds_from_its_date_and_in_its_region(loaded: Blueprint) -> None:
    review = next(row for row in loaded.limits if row.name == "review")
    later = replace(review, value=1, since=date(2022, 4, 1))
    ningjin = replace(review, value=3, region="130528")
    load(replace(loaded, limits=(*loaded.limits, later, ningjin)), by=SYSTEM, now=NOW)
    days = {
        (region, on): queries.limit("review", region=region, on=on).value
        for region in ("130500", "130528", "130582")
        for on in (date(2022, 3, 31), date(2022, 4, 1))
    }
    assert list(days.values()) == [2, 1, 3, 3, 2, 1]
    with pytest.raises(LookupError):
        queries.limit("review", region="130500", on=date(2022, 2, 13))


def test_another_city_is_refused(loaded: Blueprint) -> None:
    with pytest.raises(NotAllowed) as caught:
        load(replace(loaded, name="xianning"), by=SYSTEM, now=NOW)
    assert caught.value.refused.reason == "other_city"


def test_three_days_to_accept_are_calendar_days_to_closing_time(loaded: Blueprint) -> None:
    """Assigned on Wednesday 2 March 2022: Saturday is no last day, Monday is (Civil Code 203)."""
    due = queries.due("acceptance", region="130528", start=datetime(2022, 3, 2, 6, tzinfo=UTC))
    assert due.due_at == datetime(2022, 3, 7, 9, 30, tzinfo=UTC)


def test_the_promise_of_the_first_day(loaded: Blueprint) -> None:
    """Fifteen working days after Monday 14 February 2022, without holidays in between: Monday 7 March."""
    assert queries.due("whole", region="130500", start=NOW).day == date(2022, 3, 7)


def test_an_edited_day_moves_deadlines_from_then_on(loaded: Blueprint) -> None:
    before = queries.due("review", region="130500", start=NOW).day
    change_day(date(2022, 2, 16), False, "Snow: offices closed ", by=ADMINISTRATOR, now=NOW)
    assert (before, queries.due("review", region="130500", start=NOW).day) == (
        date(2022, 2, 16),
        date(2022, 2, 17),
    )
    change_day(date(2022, 2, 16), True, "Open after all", by=ADMINISTRATOR, now=NOW)
    assert queries.due("review", region="130500", start=NOW).day == date(2022, 2, 16)
    assert [e.data["note"] for e in events_of("day", "2022-02-16")] == [
        "Snow: offices closed",
        "Open after all",
    ]
    assert [(d.working, d.changed_by) for d in queries.changed_days(date(2022, 2, 1), date(2022, 2, 28))] == [
        (True, "account:1")
    ]


def test_only_an_administrator_edits_the_calendar(loaded: Blueprint) -> None:
    reviewer = Actor("account:2", mandates=(Mandate("reviewer", 1),))
    with pytest.raises(NotAllowed):
        change_day(date(2022, 2, 16), False, "I'm away", by=reviewer, now=NOW)
    assert queries.calendar().is_working(date(2022, 2, 16))


def test_policy_once_read_costs_one_small_query(loaded: Blueprint, django_assert_num_queries: object) -> None:
    queries.policy()
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.due("whole", region="130500", start=NOW)


def test_a_citizen_chooses_among_everyday_words(loaded: Blueprint) -> None:
    choices = queries.problem_types("zh-hans", citizen=True)
    assert 6 <= len(choices) <= 8
    assert choices[0] == ("B1", "态度不好")
    assert choices[-1] == ("Z", "其他")
    assert dict(queries.problem_types("en", citizen=True))["C1"] == "Asked for gifts or money"
    assert len(queries.problem_types("en")) > 40


def test_the_library_holds_rules_trials_and_updates(loaded: Blueprint) -> None:
    kinds = [note.kind for note in queries.release_notes()]
    assert kinds == ["update"] * 4 + ["launch"] + ["trial"] * 3
    assert [text.code for text in queries.regulations(NOW.date())] == ["measures", "working-rules"]


def test_each_limit_cites_an_article_that_the_library_has(loaded: Blueprint) -> None:
    rules = next(text.text for text in queries.regulations(NOW.date()) if text.code == "working-rules")
    for row in queries.policy().limits:
        article = row.basis.removeprefix("《工作机制》").split("：")[0]
        assert f"{article}　" in rules


def test_words_roles_and_outcomes_speak_both_languages(loaded: Blueprint) -> None:
    assert queries.word("slogan", "zh-hans") == "件件有着落，事事有回音"
    assert queries.word("slogan", "en").startswith("Every matter")
    assert queries.word("nothing", "en") == ""
    assert queries.role_name("reviewer", "zh-hans") == "初审员"
    assert queries.role_name("gone", "en") == "gone"
    assert ("apology", "赔礼道歉") in queries.outcomes("zh-hans", "matter")
    assert ("apology", "赔礼道歉") not in queries.outcomes("zh-hans", "person")


def _renamed(loaded: Blueprint, **changes: str) -> Blueprint:
    types = tuple(replace(t, **changes) if t.code == "B4" else t for t in loaded.problem_types)
    return replace(loaded, problem_types=types)


def test_an_old_case_shows_what_its_type_was_called_on_its_day(loaded: Blueprint) -> None:
    later, later_still = NOW.replace(month=5), NOW.replace(month=8)
    load(_renamed(loaded, name="拖延", name_en="Delay"), by=SYSTEM, now=later)
    load(_renamed(loaded, name="拖延", name_en="Delay", matter="request"), by=SYSTEM, now=later_still)
    policy = queries.policy()
    assert policy.type_name("B4", "zh-hans", NOW) == "慢作为"
    assert policy.type_name("B4", "en", later) == policy.type_name("B4", "en") == "Delay"
    assert policy.type_name("B4", "zh-hans", NOW.replace(year=2019)) == "慢作为", (
        "older than the first version"
    )
    assert policy.matter("B4") == "request"
    mine = [v for v in queries.type_versions() if v.code == "B4"]
    assert [(v.name, v.matter, v.since, v.until) for v in mine] == [
        ("慢作为", "complaint", NOW, later),
        ("拖延", "complaint", later, later_still),
        ("拖延", "request", later_still, None),
    ]


def test_a_type_that_was_dropped_keeps_its_name_for_its_old_cases(loaded: Blueprint) -> None:
    later = NOW.replace(month=5)
    types = tuple(t for t in loaded.problem_types if t.code != "N")
    load(replace(loaded, problem_types=types), by=SYSTEM, now=later)
    assert queries.policy().type_name("N", "zh-hans", NOW) == "表扬"
    assert queries.policy().type_name("unheard-of", "zh-hans", NOW) == "unheard-of"


def test_words_for_citizens_make_no_version(loaded: Blueprint) -> None:
    load(_renamed(loaded, citizen_name="拖着不办"), by=SYSTEM, now=NOW.replace(month=5))
    assert [v.until for v in queries.type_versions() if v.code == "B4"] == [None]
