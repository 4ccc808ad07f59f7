"""Jintan's first weeks, lived once for all tests here: another city is data, its story the same engine's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from tests.story.lived import Lived, living

UNTIL = date(2015, 4, 3)
"""By then a lesson, a repeat and a lock have happened; what comes later, secrets too, only the whole story tells."""

WHOLE = {
    "S3-01", "S3-02", "S3-05", "S3-06", "S3-08", "S3-10", "S3-11", "S3-18", "S3-20", "S3-21", "S3-23", "S3-24",
    "S3-25", "S3-26", "S3-27", "S3-28", "S0-22", "S1-20", "S1-37",
}  # fmt: skip
"""Lines that only the whole story can hold."""


@pytest.fixture(scope="module")
def lived(own_database: None) -> Iterator[Lived]:
    with living("jintan", UNTIL) as lived:
        yield lived


def test_what_holds_from_the_beginning_holds(lived: Lived) -> None:
    failed = {name: line.measured for name, line in lived.lines.items() if not line.ok and name not in WHOLE}
    assert failed == {}


def test_each_case_is_the_fold_of_its_events(lived: Lived) -> None:
    from huiyin.cases.models import Case
    from huiyin.cases.queries import replayed

    for number in Case.objects.values_list("number", flat=True):
        stored, folded = replayed(number)
        assert stored == folded, number


def test_whom_a_matter_is_about_never_hears_of_it(lived: Lived) -> None:
    from huiyin.cases.models import Case
    from huiyin.messages.models import Notice
    from huiyin.organisations.models import Account

    about = Case.objects.exclude(accused=[])
    assert about.exists()
    for case in about:
        accused = Account.objects.filter(officer__in=case.accused)
        assert not Notice.objects.filter(account__in=accused, case=case.number).exists(), case.number
        assert not case.assignments.filter(handlers__officer__in=case.accused).exists(), case.number


def test_no_complaint_is_worked_on_by_those_complained_of(lived: Lived) -> None:
    from huiyin.cases.models import Case

    complaints = Case.objects.filter(matter="complaint", reported__kind="section").select_related("reported")
    assert complaints.exists()
    for case in complaints:
        for given in case.assignments.select_related("unit"):
            assert not given.unit.path.startswith(case.reported.path), case.number


def test_people_put_the_program_right_and_it_counts(lived: Lived) -> None:
    """A dispatch by the program that people changed is never counted as right, and every change is a lesson."""
    from huiyin.triage.learning.models import Lesson
    from huiyin.triage.routing.models import RoutingDecision

    by_machine = RoutingDecision.objects.filter(by_machine=True).select_related("report")
    put_right = {letter.plan.text for letter in lived.letters if letter.plan.to}
    assert by_machine.exists()
    for decision in by_machine.exclude(overridden_to=None):
        lesson = Lesson.objects.get(report=decision.report, target="unit")
        assert decision.overridden_to is not None and lesson.label == decision.overridden_to.code
        assert decision.report.text in put_right


def test_nothing_is_left_undone(lived: Lived) -> None:
    from huiyin.ledger.models import Outbox

    assert list(Outbox.objects.values_list("event__verb", "error")) == []


def test_the_people_of_the_story_stay_in_the_vault(lived: Lived) -> None:
    from huiyin.cases.models import Assignment, Case
    from huiyin.ledger.models import Event
    from huiyin.messages.models import Notice

    persons = {v for letter in lived.letters for v in (letter.phone, letter.name, letter.openid) if v}
    assert len(persons) > 40
    places = {
        "notices": Notice.objects.values_list("params", "case"),
        "events": Event.objects.values_list("data", "subject_id", "actor"),
        "orders": Assignment.objects.values_list("summary", "demand"),
        "titles": Case.objects.values_list("summary", "handlers"),
        "log": [(line,) for line in lived.log],
    }
    for place, rows in places.items():
        text = "\n".join(str(value) for row in rows for value in row)
        assert [who for who in persons if who in text] == [], place


def test_people_write_in_words_of_their_own() -> None:
    from huiyin.policy import blueprint
    from huiyin.site.replays import letters, story

    written = letters.compose(story.load("jintan"), blueprint.load("jintan"))
    texts = Counter(letter.plan.text for letter in written)
    assert [text for text, n in texts.items() if n > 1] == []
    assert not any("{" in text for text in texts)
