"""The city's story, lived once for all tests here: what it measures, and what it must have left behind and must not."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.story.lived import Lived, living

from huiyin.kernel.calendar import WorkingCalendar
from huiyin.kernel.clock import SHANGHAI, FixedClock

FIRST, LAST = date(2022, 2, 14), date(2022, 3, 14)
"""The first cycle, as the article names it."""


@pytest.fixture(scope="module")
def lived(own_database: None) -> Iterator[Lived]:
    with living("xingtai") as lived:
        yield lived


def test_every_line_of_acceptance_holds(lived: Lived) -> None:
    assert {name: line.measured for name, line in lived.lines.items() if not line.ok} == {}
    wanted = {f"S0-{n:02}" for n in range(1, 32)}
    assert set(lived.lines) == wanted
    json.dumps([line.to_json() for line in lived.lines.values()])


def test_the_measures_agree_with_the_calendar_and_the_letters(lived: Lived) -> None:
    """Due is what fifteen working days after arrival say, counted here without the program's database."""
    official = WorkingCalendar.official()
    due = sum(official.add_working_days(letter.at.date(), 15) <= LAST for letter in lived.letters)
    measured = lived.lines["S0-29"].measured
    assert measured["received_until_the_end"] == len(lived.letters)
    assert measured["due"] == due
    assert measured["cycle"] == [FIRST.isoformat(), LAST.isoformat()]


def test_each_case_is_the_fold_of_its_events(lived: Lived) -> None:
    from huiyin.cases.models import Case
    from huiyin.cases.queries import replayed

    numbers = list(Case.objects.values_list("number", flat=True))
    assert len(numbers) == len(lived.letters)
    for number in numbers:
        stored, folded = replayed(number)
        assert stored == folded, number


def test_no_chain_of_events_is_broken(lived: Lived) -> None:
    from huiyin.ledger.models import Event
    from huiyin.ledger.queries import broken_at

    subjects = set(Event.objects.values_list("subject_kind", "subject_id"))
    assert {kind for kind, _ in subjects} >= {"report", "case", "lock", "use", "place", "account", "policy"}
    assert [subject for subject in sorted(subjects) if broken_at(*subject) is not None] == []


def test_nothing_is_left_undone(lived: Lived) -> None:
    from huiyin.ledger.models import Outbox

    assert list(Outbox.objects.values_list("event__verb", "error")) == []


def test_the_people_of_the_story_stay_in_the_vault(lived: Lived) -> None:
    """Neither a name nor a number of anybody who reported is in a message, an event, a notice or a line of the log."""
    from huiyin.cases.models import Assignment, Case
    from huiyin.ledger.models import Access, Event
    from huiyin.messages.models import Delivery, Notice

    persons = {v for letter in lived.letters for v in (letter.phone, letter.name, letter.openid) if v}
    assert len(persons) > 100
    places = {
        "deliveries": Delivery.objects.values_list("recipient_id", "params", "last_error"),
        "notices": Notice.objects.values_list("params", "case"),
        "events": Event.objects.values_list("data", "subject_id", "actor"),
        "accesses": Access.objects.values_list("reason", "subject_id"),
        "orders": Assignment.objects.values_list("summary", "demand"),
        "titles": Case.objects.values_list("summary", "handlers"),
        "log": [(line,) for line in lived.log],
    }
    for place, rows in places.items():
        text = "\n".join(str(value) for row in rows for value in row)
        assert text, place
        assert [who for who in persons if who in text] == [], place


def test_no_report_s_own_words_reach_a_message(lived: Lived) -> None:
    from huiyin.messages.models import Delivery, Notice

    sent = str(list(Delivery.objects.values_list("params", flat=True)))
    sent += str(list(Notice.objects.values_list("params", flat=True)))
    assert [letter.key for letter in lived.letters if letter.plan.text[:12] in sent] == []


def test_people_write_in_words_of_their_own(lived: Lived) -> None:
    texts = Counter(letter.plan.text for letter in lived.letters)
    assert [text for text, n in texts.items() if n > 1] == []
    assert not any("{" in text for text in texts)


def test_the_story_ends_in_the_middle_of_life(lived: Lived) -> None:
    """So that a demonstration has something to do at every desk."""
    from huiyin.cases.models import Case, Referral
    from huiyin.cases.rules.lifecycle import LIFECYCLE

    absent = {
        "joined",
        "objected",
        "disputed",
    }  # nobody joins files or quarrels about them at this story's end
    assert set(Case.objects.values_list("state", flat=True)) == set(LIFECYCLE.states) - absent
    waiting = Case.objects.filter(state="referred").values("team").distinct().count()
    assert waiting == Referral.objects.values("team").distinct().count() == 5
    assert Case.objects.filter(overdue=True).exists()
    assert Case.objects.filter(state="answered", report__rating=None).exists()
    assert Case.objects.filter(report__revisits__result="reached").exists()


def test_the_person_reported_on_never_heard_of_it(lived: Lived) -> None:
    """A clerk of a district's committee is reported on: it goes one level up, and not one line to them."""
    from huiyin.cases.models import Case
    from huiyin.messages.models import Notice
    from huiyin.organisations.models import Account

    case = Case.objects.get(reported__code="xiangdu-committee")
    accused = Account.objects.get(username="xiangdu.reviewer")
    assert case.committee.code == "xt-committee"
    assert case.accused == [accused.officer_id]
    assert not Notice.objects.filter(account=accused, case=case.number).exists()
    assert Notice.objects.filter(case=case.number).exists()


def test_it_refuses_a_database_that_has_reports_and_one_that_is_live(lived: Lived, settings) -> None:
    import argparse

    from huiyin.site.commands import replay
    from huiyin.site.environment import Misconfigured

    args = argparse.Namespace(blueprint="xingtai", json=True, until=None, again=False)
    with pytest.raises(Misconfigured, match="--again"):
        replay.run(args)
    with pytest.raises(Misconfigured, match="2022-02-14"):
        replay.live("xingtai", until=date(2022, 2, 13))
    settings.REALM = "live"
    args.again = True
    with pytest.raises(Misconfigured, match="live"):
        replay.run(args)


@pytest.mark.django_db
def test_another_early_arrival_changes_what_is_due(settings: Any) -> None:
    """The figure follows what arrives: a report of 21 February is due in the first cycle, one of the 22nd isn't."""
    from huiyin.journey.worker import run_until_idle
    from huiyin.policy import blueprint
    from huiyin.reporting.queries import closing
    from huiyin.reporting.rules.cycles import Period
    from huiyin.site.replays import citizens, letters, story
    from huiyin.site.replays.running import Run
    from huiyin.site.replays.stage import Stage

    settings.HOTLINE_SECRET = "told apart from a live one"
    early, late = date(2022, 2, 21), date(2022, 2, 22)
    ends = datetime.combine(late, time(23), SHANGHAI)
    quiet = {"scans": [0, 0], "bilingual": []}
    told = replace(
        story.load("xingtai"), arrivals={early: 1, late: 2}, episodes=(), first=early, posters=quiet
    )
    stage = Stage(told, blueprint.load("xingtai"))
    Run(stage, FixedClock(ends), ends, lambda day: None).live(letters.compose(told, stage.city))
    leader = stage.people.named("city.leader", ends)

    def due() -> int:
        return closing(leader, Period(FIRST, LAST), now=ends + timedelta(days=60)).whole

    assert due() == 1
    more = letters.compose(replace(told, arrivals={early: 2, late: 2}), stage.city)
    assert len(more) == 4
    for letter in more:  # those that came before are known by their keys: sent again, they are no new reports
        citizens.send(stage, letter, letter.at)
    run_until_idle(ends)
    assert due() == 2


def test_a_story_with_a_mistake_is_refused_by_name(tmp_path: Path) -> None:
    from huiyin.policy import blueprint
    from huiyin.site.environment import Misconfigured
    from huiyin.site.replays import story

    folder = tmp_path / "town" / "story"
    shutil.copytree(blueprint.folder("xingtai") / "story", folder)
    text = (folder / "story.toml").read_text()
    (folder / "story.toml").write_text(text.replace('scene = "traffic-manner"', 'scene = "no-such-scene"'))
    with pytest.raises(Misconfigured, match="no-such-scene"):
        story.load(tmp_path / "town")
    (folder / "story.toml").write_text(text.replace("2022-03-20 = 2", "2022-03-20 = 0"))
    with pytest.raises(Misconfigured, match="more episodes than arrivals"):
        story.load(tmp_path / "town")


def test_working_hours_never_end_outside_the_office() -> None:
    from huiyin.kernel.calendar import OfficeHours
    from huiyin.site.replays.hours import working

    office, calendar = OfficeHours(), WorkingCalendar.official()
    friday = datetime(2022, 3, 4, 17, 0, tzinfo=SHANGHAI)
    assert working(friday, 1, calendar, office) == datetime(2022, 3, 7, 9, 0, tzinfo=SHANGHAI)
    assert working(friday, 4.5, calendar, office) == datetime(2022, 3, 7, 15, 0, tzinfo=SHANGHAI)
