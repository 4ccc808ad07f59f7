"""Lessons and versions on the database: what is kept, what is used, what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cast import MORNING, Cast

from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Event
from huiyin.organisations.models import Region
from huiyin.triage.learning import actions, queries
from huiyin.triage.learning.evaluation import evaluate
from huiyin.triage.learning.models import Lesson, ModelVersion
from huiyin.triage.learning.tests.conftest import Teach
from huiyin.triage.learning.tests.lessons import SLIPPED, WORDS

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(days=30)
TARGET = "problem_type"


def train(now=LATER) -> ModelVersion:  # type: ignore[no-untyped-def]
    return actions.train(actions.ask(TARGET, by=SYSTEM, now=now), now=now)


def test_the_latest_decision_is_the_lesson_and_the_same_again_changes_nothing(teach: Teach) -> None:
    report = teach(1)[0]
    for label, source in (("road", "assigned"), ("clinic", "override"), ("clinic", "override")):
        actions.learn(report, target=TARGET, label=label, source=source, now=LATER)
    assert list(Lesson.objects.values_list("label", "source", "at")) == [("clinic", "override", LATER)]
    events = Event.objects.filter(subject_kind="lesson").order_by("pk")
    assert [(e.subject_id, e.data["label"]) for e in events] == [
        (f"{report.number}:{TARGET}", "road"),
        (f"{report.number}:{TARGET}", "clinic"),
    ]


@pytest.mark.parametrize("wrong", [{"target": "officer"}, {"source": "guess"}])
def test_what_is_no_target_or_source_is_refused(teach: Teach, wrong: dict[str, str]) -> None:
    report = teach(1)[0]
    with pytest.raises(ValueError):
        actions.learn(
            report, **{"target": TARGET, "label": "road", "source": "assigned", "now": LATER} | wrong
        )  # type: ignore[arg-type]


def test_names_propose_until_something_was_learnt_and_then_the_version_does(teach: Teach) -> None:
    before = queries.propose(TARGET, "去了三次，窗口推诿扯皮")
    assert before and (before.label, before.sure, before.version) == ("B2", False, "names")
    teach(60)
    version = train()
    assert (version.state, version.lessons, version.until) == ("in_use", 60, MORNING)
    after = queries.propose(TARGET, "路灯不亮，请处理")
    assert after and (after.label, after.version) == ("road", "problem_type-1")
    assert queries.propose("unit", "法院立案").version == "names"  # type: ignore[union-attr]


def test_regions_tell_whose_a_report_is_but_not_what_it_is_about(teach: Teach) -> None:
    for report in teach(60):
        label = Lesson.objects.get(report=report).label
        actions.learn(report, target="unit", label=label, source="assigned", now=MORNING)
    train()
    actions.train(actions.ask("unit", by=SYSTEM, now=LATER), now=LATER)
    heard = {target: queries.load(queries.in_use(target)).unsaid for target in (TARGET, "unit")}  # type: ignore[arg-type, union-attr]
    assert heard == {TARGET: tuple(Region.objects.order_by("pk").values_list("name", flat=True)), "unit": ()}
    assert len(heard[TARGET]) > 1


def test_too_little_is_refused_with_the_reason_and_nothing_changes(teach: Teach) -> None:
    teach(12)
    version = train()
    assert (version.state, version.refused["reason"]) == ("rejected", "too_few_lessons")
    assert queries.in_use(TARGET) is None
    assert evaluate(TARGET) == {"refused": {"reason": "too_few_lessons", "detail": {"needed": 30}}}


def test_a_worse_version_is_rejected_and_the_one_in_use_stays(teach: Teach) -> None:
    teach(60)
    good = train(MORNING)
    for report, lesson in [(one.report, one) for one in Lesson.objects.order_by("pk")[:40]]:
        actions.learn(report, target=TARGET, label=SLIPPED[lesson.label], source="override", now=MORNING)
    bad = train()
    assert (bad.state, bad.refused["reason"]) == ("rejected", "worse_than_in_use")
    assert queries.in_use(TARGET).pk == good.pk  # type: ignore[union-attr]


def test_a_first_version_that_names_beat_is_rejected(teach: Teach, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "names", lambda target: WORDS)
    teach(45, wrong=15)
    version = train()
    assert (version.state, version.refused["reason"]) == ("rejected", "worse_on_fresh")
    assert queries.propose(TARGET, "路灯不亮").version == "names"  # type: ignore[union-attr]


def test_an_administrator_goes_back_to_an_earlier_version_and_nobody_else_does(
    teach: Teach, city: Cast
) -> None:
    teach(60)
    first = train()
    second = train(LATER + timedelta(days=1))
    assert [v.state for v in queries.versions(SYSTEM, TARGET)] == ["in_use", "earlier"]
    for name in ("carol", "henry", "bob", "dan"):
        with pytest.raises(NotAllowed):
            actions.adopt(first.pk, by=city.actor(name), now=LATER)
    actions.adopt(first.pk, by=city.actor("adam"), now=LATER)
    assert [v.state for v in queries.versions(SYSTEM, TARGET)] == ["earlier", "in_use"]
    assert queries.propose(TARGET, "路灯").version == "problem_type-1"  # type: ignore[union-attr]
    verbs = list(
        Event.objects.filter(subject_kind="model", subject_id=second.name).values_list("verb", flat=True)
    )
    assert verbs == ["ask", "adopt", "set_aside"]


def test_what_was_rejected_or_is_still_asked_for_cannot_be_used(teach: Teach, city: Cast) -> None:
    rejected = train()
    asked = actions.ask(TARGET, by=city.actor("adam"), now=LATER)
    assert actions.ask(TARGET, by=city.actor("adam"), now=LATER).pk == asked.pk
    for pk in (rejected.pk, asked.pk, 0):
        with pytest.raises(NotAllowed):
            actions.adopt(pk, by=city.actor("adam"), now=LATER)


def test_one_worker_learns_what_was_asked_for_and_a_dead_ones_work_is_taken_up(teach: Teach) -> None:
    teach(45)
    asked = actions.ask(TARGET, by=SYSTEM, now=LATER)
    ModelVersion.objects.filter(pk=asked.pk).update(claimed_until=LATER + timedelta(minutes=5))
    assert actions.train_due(LATER) is None
    done = actions.train_due(LATER + timedelta(minutes=5))
    assert done and (done.pk, done.state) == (asked.pk, "in_use")
    assert actions.train_due(LATER + timedelta(minutes=6)) is None


def test_a_spoilt_version_stops_nothing_and_gives_way_to_the_next(teach: Teach) -> None:
    teach(45)
    version = train()
    ModelVersion.objects.filter(pk=version.pk).update(content=bytes(version.content)[:-40])
    queries._loaded.clear()
    assert queries.propose(TARGET, "路灯不亮").version == "names"  # type: ignore[union-attr]
    assert train().state == "in_use"
    assert queries.propose(TARGET, "路灯不亮").version == "problem_type-2"  # type: ignore[union-attr]


def test_the_city_reads_how_well_its_lessons_teach_and_which_are_doubtful(teach: Teach) -> None:
    reports = teach(120, wrong=4)
    found = evaluate(TARGET)
    assert found["lessons"] == 120 and set(found["labels"]) == {"road", "school", "clinic"}
    for name in ("blocks", "random"):
        assert found[name]["tried"] == 120 and found[name]["right"] > 100
    slips = {one.number for one in reports[:4]}
    assert {one["number"] for one in found["doubtful"][:4]} == slips


def test_a_lesson_goes_with_its_report(teach: Teach) -> None:
    report = teach(1)[0]
    Lesson.objects.get(report=report)
    report.delete()
    assert not Lesson.objects.exists()
