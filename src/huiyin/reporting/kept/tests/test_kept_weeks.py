"""Figures are the same whether weeks are kept or every case is read, for everybody, whatever changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections, transaction
from tests.cast import DAN, MORNING, Cast, populate

from huiyin.cases.models import Case, Talk
from huiyin.intake.models import Report
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Account, Unit
from huiyin.ratings.models import Rating, Revisit
from huiyin.reporting.kept.actions import keep_weeks
from huiyin.reporting.kept.models import KeptWeek, Touch
from huiyin.reporting.kept.queries import weeks
from huiyin.reporting.queries import automation, cubes, on_the_platform, weekly
from huiyin.reporting.queries.conditions import any_of, definition, moments
from huiyin.reporting.queries.counting import WITHIN
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import CALLED, HERE, MEASURES
from huiyin.triage.models import RoutingDecision

BEGIN = date(2022, 2, 14)
NOW = MORNING + timedelta(weeks=8)
KEPT = (MORNING - timedelta(weeks=2), MORNING + timedelta(weeks=5))  # surely in weeks that are kept
PERIODS = (
    Period(BEGIN, NOW.date()),
    Period(BEGIN + timedelta(days=3), NOW.date() + timedelta(days=40)),
    Period(date(2022, 3, 15), date(2022, 4, 14)),
    Period(date(2022, 3, 7), date(2022, 3, 13)),
    Period(date(2021, 11, 1), date(2022, 3, 15)),
)
PEOPLE = ("carol", "henry", "dan", "mia", "bob", "lee")
TYPES = ("A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4")
HOUSES = ("xt-court-filing", "xt-court", "xt-police", "xiangdu-court-filing")


def a_case(chance: Random, number: int, people: dict[str, int], dan: int) -> Case:
    houses = {u.code: u for u in Unit.objects.all()}
    reported = houses[chance.choice(HOUSES)]
    organ = houses[reported.code.removesuffix("-filing")]
    committee = houses["xiangdu-committee" if reported.code.startswith("xiangdu") else "xt-committee"]
    came = a_moment(chance)
    answered = min(came + timedelta(days=chance.randint(-3, 30)), NOW) if chance.random() < 0.6 else None
    report = Report.objects.create(
        number=f"XT-2022-{number:06}", unit=reported, channel="web", problem_type="B2", text="。",
        identity_mode="anonymous", language="zh", received_at=came, promised_at=came, promised_how={},
        query_code_hash=f"q{number}", idempotency_hash=f"i{number}", salt="", digest="",
    )  # fmt: skip
    return Case.objects.create(
        report=report, number=report.number, title="。", reported=reported, organ=organ, system=reported.system,
        level=reported.level, problem_type=chance.choice(TYPES), identity_mode="anonymous", channel="web",
        received_at=came, opened_at=came, promised_at=came + timedelta(days=chance.randint(0, 30)),
        state=chance.choice(["answered", "closed"] if answered else ["received", "referred", "verifying"]),
        answered_at=answered, committee=committee, acceptor=committee, unit=organ,
        team=houses["xt-team-litigation"], handlers=[people[chance.choice(["bob", "dan"])]],
        accused=[dan] if chance.random() < 0.3 else [],
        recused=[people["henry"]] if chance.random() < 0.2 else [], held_back=chance.random() < 0.1,
    )  # fmt: skip


def called(case: Case, level: int, at: datetime) -> None:
    clerk = Account.objects.get(username="city.reviewer2")
    Revisit.objects.create(report=case.report, result="reached", level=level, by=clerk, at=at)


def talked(case: Case, at: datetime, *, days: int) -> None:
    clerk = Account.objects.get(username="city.reviewer2")
    Talk.objects.create(
        case=case, kind="reason", held=True, held_at=at - timedelta(days=days), at=at, text="。", by=clerk
    )


def a_moment(chance: Random) -> datetime:
    return MORNING - timedelta(weeks=4) + timedelta(seconds=chance.randint(0, 12 * 7 * 24 * 3600))


@pytest.fixture
def chance(city: Cast) -> Random:
    chance = Random(20220307)
    people = {name: city.account(name).pk for name in ("bob", "dan", "henry")}
    dan = city.officer(DAN).pk
    for number in range(1, 121):
        a_case(chance, number, people, dan)
    for case in Case.objects.exclude(answered_at=None).order_by("pk"):
        if chance.random() < 0.6:
            Rating.objects.create(report=case.report, level=chance.randint(1, 5), at=a_moment(chance))
        for at in sorted(min(a_moment(chance), NOW) for _ in range(chance.randint(0, 2))):
            called(case, chance.randint(1, 5), at)
    for case in Case.objects.order_by("pk"):
        RoutingDecision.objects.create(
            report=case.report, decided_at=case.received_at, given_at=case.received_at + timedelta(hours=3),
            rule=chance.choice(["", "courts"]), by_machine=chance.random() < 0.7,
        )  # fmt: skip
        if chance.random() < 0.3:
            talked(case, a_moment(chance), days=chance.randint(0, 3))
    return chance


def seen(viewer: Actor, periods: Sequence[Period] = PERIODS) -> list[Any]:
    """All that somebody reads of some periods."""
    asked = {str(period): (period, (*MEASURES, HERE, "badly_rated", *CALLED)) for period in periods}
    found, _ = cubes(viewer, asked, now=NOW)
    return [
        *((cube.all, cube.lines) for cube in found.values()),
        *(count(viewer, period) for count in (weekly, automation, on_the_platform) for period in periods),
    ]


def in_use(city: Cast) -> int:
    """Of how many weeks since the launch what is kept of the city's committee can be read."""
    committee = Unit.objects.get(code="xt-committee").pk
    return len(weeks([committee], definition()))


def live(viewer: Actor, periods: Sequence[Period] = PERIODS) -> list[Any]:
    """What somebody reads where nothing is kept."""
    with transaction.atomic():
        KeptWeek.objects.all().delete()
        found = seen(viewer, periods)
        transaction.set_rollback(True)
    return found


def in_the_city(chance: Random, *, answered: bool) -> Case:
    """A case of the city's committee, of the weeks that are kept."""
    rows = Case.objects.filter(
        committee__code="xt-committee", held_back=False, answered_at__isnull=not answered
    )
    inside = rows.filter(
        received_at__gte=MORNING - timedelta(weeks=2), received_at__lt=MORNING + timedelta(weeks=3)
    )
    return chance.choice(list(inside.order_by("pk")))


def answered_again(chance: Random) -> None:
    case = in_the_city(chance, answered=True)
    Case.objects.filter(pk=case.pk).update(answered_at=NOW - timedelta(hours=1))


def answered_late(chance: Random) -> None:
    """It was due in a week that is kept, and is answered in one that runs."""
    case = in_the_city(chance, answered=False)
    case.promised_at = MORNING + timedelta(days=3)
    case.save()
    Case.objects.filter(pk=case.pk).update(answered_at=NOW - timedelta(minutes=5), state="answered")


def promised_later(chance: Random) -> None:
    case = in_the_city(chance, answered=True)
    Case.objects.filter(pk=case.pk).update(promised_at=case.promised_at + timedelta(days=9))


def held(chance: Random) -> None:
    """Its rating, too, lies in a week that is kept."""
    case = in_the_city(chance, answered=True)
    Rating.objects.filter(report=case.report).delete()
    Rating.objects.create(report=case.report, level=2, at=MORNING + timedelta(days=10))
    Case.objects.filter(pk=case.pk).update(held_back=True)


def let_go(chance: Random) -> None:
    Case.objects.filter(committee__code="xt-committee", held_back=True).update(held_back=False)


def came_late(chance: Random) -> None:
    """A letter of an earlier week is entered, with the answer that it was given."""
    at = MORNING + timedelta(days=2)
    case = in_the_city(chance, answered=True)
    report = case.report
    report.pk, report.number, report.query_code_hash, report.idempotency_hash = None, "XT-2022-999", "q", "i"
    report.save()
    case.pk, case.report, case.number = None, report, report.number
    case.received_at = case.opened_at = at
    case.save()


def a_rating() -> Rating:
    """One of a week that is kept."""
    rows = Rating.objects.filter(report__case__committee__code="xt-committee", report__case__held_back=False)
    return rows.filter(at__range=KEPT).order_by("pk")[0]


def rated_otherwise(chance: Random) -> None:
    rating = a_rating()
    Rating.objects.filter(pk=rating.pk).update(level=1 if rating.level > 3 else 5)


def rating_gone(chance: Random) -> None:
    a_rating().delete()


def called_again(chance: Random) -> None:
    """By then an earlier call isn't the last one."""
    reports = Revisit.objects.filter(
        report__case__committee__code="xt-committee", report__case__held_back=False
    )
    [first] = reports.filter(at__range=KEPT).order_by("at")[:1]
    called(first.report.case, 5 if (first.level or 0) < 3 else 1, NOW - timedelta(minutes=1))


def put_right(chance: Random) -> None:
    decision = RoutingDecision.objects.get(report=in_the_city(chance, answered=True).report)
    RoutingDecision.objects.filter(pk=decision.pk).update(by_machine=True, overridden_at=NOW)


def written_down_late(chance: Random) -> None:
    case = in_the_city(chance, answered=True)
    Talk.objects.filter(case=case).delete()
    talked(case, NOW, days=20)


CHANGES = (
    called_again,
    put_right,
    written_down_late,
    answered_again, answered_late, promised_later, held, let_go, came_late, rated_otherwise, rating_gone,
)  # fmt: skip


def test_figures_are_the_same_for_everybody(city: Cast, chance: Random) -> None:
    assert keep_weeks(BEGIN, NOW) == 2 * 11 and in_use(city) == 11
    for name in PEOPLE:
        viewer = city.actor(name)
        assert seen(viewer) == live(viewer), name


def test_whatever_changes_in_a_week_that_is_kept(city: Cast, chance: Random) -> None:
    keep_weeks(BEGIN, NOW)
    henry, periods = city.actor("henry"), (PERIODS[0], PERIODS[3])
    for change in CHANGES:
        change(chance)
        assert in_use(city) < 11, change.__name__
        now = live(henry, periods)
        assert seen(henry, periods) == now, change.__name__
        keep_weeks(BEGIN, NOW)
        assert in_use(city) == 11 and not Touch.objects.exists()
        assert seen(henry, periods) == now, change.__name__


def test_a_measure_counted_within_another_has_no_case_beside_it(city: Cast, chance: Random) -> None:
    for part, wider in WITHIN.items():
        for period in PERIODS:
            inside, held = (any_of([moments(period)], one, NOW) for one in (part, wider))
            assert not Case.objects.filter(inside).exclude(pk__in=Case.objects.filter(held)).exists(), part


def test_what_isn_t_over_or_was_counted_otherwise_is_read_case_by_case(
    city: Cast, chance: Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_weeks(BEGIN, NOW)
    assert max(KeptWeek.objects.values_list("first", flat=True)) == date(2022, 4, 25)  # on Monday 2 May
    assert keep_weeks(BEGIN, NOW) == 0
    KeptWeek.objects.update(definition="of an older program")
    assert in_use(city) == 0
    assert keep_weeks(BEGIN, NOW) == 22 and in_use(city) == 11


@pytest.mark.django_db(transaction=True)
def test_no_week_is_counted_while_a_change_in_it_is_on_its_way(transactional_db: None) -> None:
    city = populate()
    dan, people = city.officer(DAN).pk, {name: city.account(name).pk for name in ("bob", "dan", "henry")}
    case = next(case for n in range(9) if not (case := a_case(Random(n), n, people, dan)).held_back)
    counted = Thread(target=count)
    with transaction.atomic():
        Case.objects.filter(pk=case.pk).update(answered_at=MORNING)
        counted.start()
        while counted.is_alive() and not somebody_waits():
            pass  # without the lock it would be done here, and wrong for ever
    counted.join(30)
    [week] = KeptWeek.objects.filter(committee=case.committee, first=date(2022, 3, 7))
    assert week.counts[""][""]["answered"] >= 1


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
        return bool(cursor.fetchone()[0])


def count() -> None:
    keep_weeks(BEGIN, NOW)
    connections.close_all()
