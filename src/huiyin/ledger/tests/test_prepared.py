"""Queries and changes that are worded once answer as Django's own do, asked again with other values."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.actions import record
from huiyin.ledger.models import Access, Event, Outbox
from huiyin.ledger.prepared import Change, Fixed, Given, Many, insert, prepared, worded

NOW = datetime(2022, 3, 7, 2, 42, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_a_fixed_query_answers_each_time_for_what_is_given() -> None:
    wanted = Fixed(lambda: Event.objects.filter(verb=Given("verb"), subject_kind="thing").order_by("pk"))
    flat = Fixed(lambda: Event.objects.filter(verb=Given("verb")).values_list("data", flat=True))
    pairs = Fixed(lambda: Event.objects.filter(verb=Given("verb")).values_list("seq", "at"))
    for verb in ("a", "b", "a"):
        record("thing", 1, verb, by=SYSTEM, now=NOW, data={"n": [verb]})
    assert [wanted.all(verb=v) for v in "abcab"] == [
        list(Event.objects.filter(verb=v).order_by("pk")) for v in "abcab"
    ]
    first = wanted.first(verb="b")
    assert first and first.data == {"n": ["b"]} and not first._state.adding
    assert wanted.first(verb="c") is None
    assert flat.all(verb="b") == [{"n": ["b"]}]
    assert pairs.all(verb="b") == [(2, NOW)]


def test_relations_come_along_and_are_not_asked_for_again() -> None:
    made = record("thing", 1, "a", by=SYSTEM, now=NOW, data={"n": 1})
    rows = Fixed(lambda: Outbox.objects.select_related("event").filter(event=Given("event"))).all(
        event=made.pk
    )
    with CaptureQueriesContext(connection) as seen:
        assert [(row.event.pk, row.event.data) for row in rows] == [(made.pk, {"n": 1})]
    assert not len(seen)


def test_what_never_changes_stands_in_the_words_unharmed() -> None:
    odd = "50 % of 'it' %s"
    record("thing", odd, "a", by=SYSTEM, now=NOW)
    mine = Fixed(lambda: Event.objects.filter(subject_id__contains=odd, verb=Given("verb")))
    assert [len(mine.all(verb=v)) for v in "ab"] == [1, 0]


def test_a_change_touches_what_is_given_and_nothing_else() -> None:
    put_off = Change(lambda: Outbox.objects.filter(event=Given("event")), attempts=Given("n"), error="x")
    one, other = (record("thing", n, "a", by=SYSTEM, now=NOW) for n in (1, 2))
    assert [put_off.make(event=one.pk, n=3), put_off.make(event=0, n=4)] == [1, 0]
    assert Outbox.objects.get(event=one).attempts == 3
    assert Outbox.objects.get(event=other).attempts == 0


def test_a_connection_remembers_the_statements_of_all_acts() -> None:
    for n in [*range(150)] * 3:
        with prepared() as cursor:
            cursor.execute(f"SELECT {n} + %s", [1])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement ~ '^SELECT \\d+ \\+'")
        assert cursor.fetchone() == (150,)


def test_what_is_inserted_is_there_and_knows_its_id() -> None:
    made = insert(
        Access(subject_kind="a", subject_id="1", what="b", actor="c", at=NOW, reason="d", unit=None)
    )
    kept = Access.objects.get()
    assert (kept.pk, kept.reason, kept.unit) == (made.pk, "d", None)
    made.reason = "e"
    assert not made._state.adding, "saved again it would be changed, not made twice"


def test_many_ids_are_given_as_one_value() -> None:
    made = [record("thing", n, "a", by=SYSTEM, now=NOW).pk for n in (1, 2, 3)]
    some = Fixed(lambda: Event.objects.filter(pk__in=Many("ids")).order_by("pk").values_list("pk", flat=True))
    assert [some.all(ids=made[:n]) for n in (2, 0, 1)] == [made[:2], [], made[:1]]


def test_a_query_of_many_wordings_is_worded_once_for_each() -> None:
    made = []

    @worded
    def wanted(kind: str) -> QuerySet[Event, int]:
        made.append(kind)
        rows = Event.objects.filter(subject_kind=kind) if kind else Event.objects.none()
        return rows.filter(verb=Given("verb")).order_by("pk").values_list("subject_id", flat=True)

    for n, (kind, verb) in enumerate([("thing", "a"), ("thing", "b"), ("case", "a")]):
        record(kind, n, verb, by=SYSTEM, now=NOW)
    asked = [("thing", "a"), ("case", "a"), ("thing", "b"), ("", "a"), ("", "b"), ("case", "b")]
    assert [wanted(kind).all(verb=verb) for kind, verb in asked] == [["0"], ["2"], ["1"], [], [], []]
    assert made == ["thing", "case", ""]
