"""A message from the queue to its end, with channels that work, fail, and fail for good."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from huiyin.kernel.actor import Actor, Mandate
from huiyin.ledger.queries import events_of
from huiyin.messages import actions, channels, queries
from huiyin.messages.models import Delivery
from huiyin.messages.rules.receipts import Receipt
from huiyin.messages.rules.timing import TRIES

NOON = datetime(2022, 2, 14, 4, tzinfo=UTC)
NIGHT = datetime(2022, 2, 14, 15, tzinfo=UTC)
MORNING = datetime(2022, 2, 15, 0, tzinfo=UTC)
PHONE = "13900000000"
FAILS_FOR_GOOD = "13900000009"
COMMITTEE = 4
BLANKS = {"number": "XT-2022-000152", "day": "2022-03-16", "link": "q"}


def queue(template: str = "receipt", *, key: str = "event:1", now: datetime = NOON) -> Delivery:
    blanks = {name: BLANKS[name] for name in actions.texts.TEXTS[template].blanks}
    recipient = ("report", "XT-2022-000152")
    return actions.enqueue(template, recipient=recipient, params=blanks, key=key, now=now, unit=COMMITTEE)


def claim_one(now: datetime = NOON) -> Delivery:
    (claimed,) = actions.claim_due(now)
    return claimed


@pytest.fixture
def failing(settings) -> None:
    settings.SMS = "failing"


@pytest.mark.django_db
def test_one_event_sends_once() -> None:
    first = queue()
    actions.attempt(claim_one(), PHONE, now=NOON)
    assert queue(now=NOON + timedelta(days=1)).pk == first.pk
    assert actions.claim_due(NOON + timedelta(days=2)) == []
    assert queue("progress").pk != first.pk
    assert queue(key="event:2").pk != first.pk
    assert Delivery.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("recipient", "channel"),
    [
        (("report", PHONE), "sms"),
        (("account", PHONE), "sms"),
        (("account", "张三"), "sms"),
        (("account", 7), "post"),
    ],
)
def test_a_phone_or_a_name_is_no_recipient(recipient: tuple[str, str | int], channel: str) -> None:
    with pytest.raises(ValueError, match="shape"):
        actions.enqueue("receipt", recipient=recipient, params=BLANKS, key="k", now=NOON, channel=channel)


@pytest.mark.django_db
def test_sent_then_reported_delivered() -> None:
    queue()
    claimed = claim_one()
    sent = actions.attempt(claimed, PHONE, now=NOON, signature="邢台政法")
    assert (sent.state, sent.sent_at, sent.claimed_until) == ("sent", NOON, None)
    later = NOON + timedelta(seconds=5)
    for receipt in (Receipt.ACCEPTED, Receipt.BUFFERED):
        assert actions.report_delivery(sent.provider_ref, receipt, later).state == "sent"
    done = actions.report_delivery(sent.provider_ref, Receipt.DELIVERED, later)
    assert (done.state, done.settled_at) == ("delivered", later)
    again = actions.report_delivery(sent.provider_ref, Receipt.DELIVERED, later + timedelta(hours=1))
    assert again.settled_at == later
    assert actions.report_delivery(sent.provider_ref, Receipt.FAILED, later).state == "delivered"
    assert [event.verb for event in events_of("delivery", sent.pk)] == ["delivered"]


@pytest.mark.django_db
def test_report_on_a_message_we_do_not_know() -> None:
    assert actions.report_delivery("nobody", Receipt.DELIVERED, NOON) is None


@pytest.mark.django_db
def test_failures_are_retried_on_schedule_then_shown_to_the_committee(failing: None) -> None:
    queue()
    now, waits = NOON, []
    for number in range(1, TRIES + 1):
        row = actions.attempt(claim_one(now), PHONE, now=now)
        assert (row.attempts, row.last_error, row.claimed_until) == (number, "always_fails", None)
        if row.state == "failed":
            assert actions.claim_due(row.due_at - timedelta(seconds=1)) == []
            waits.append(row.due_at - now)
            now = row.due_at
    assert waits == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2)]
    assert (row.state, row.settled_at) == ("undelivered", now)
    assert actions.claim_due(now + timedelta(days=9)) == []
    assert [event.verb for event in events_of("delivery", row.pk)] == ["undelivered"]


@pytest.mark.django_db
def test_who_sees_what_was_not_delivered(failing: None) -> None:
    lost = queue()
    actions.attempt(claim_one(), FAILS_FOR_GOOD, now=NOON)
    queue(key="event:2")

    def holding(role: str, unit: int) -> Actor:
        return Actor("account:1", mandates=(Mandate(role, unit),))

    assert [row.pk for row in queries.undelivered(holding("reviewer", COMMITTEE))] == [lost.pk]
    assert queries.deliveries_to(holding("clerk", COMMITTEE), "XT-2022-000152").count() == 2
    for nobody in (holding("reviewer", 5), holding("handler", COMMITTEE), Actor("public")):
        assert not queries.undelivered(nobody).exists()
        assert not queries.deliveries_to(nobody, "XT-2022-000152").exists()


@pytest.mark.django_db
def test_permanent_failure_and_missing_address_are_not_retried(failing: None) -> None:
    queue()
    queue(key="event:2")
    one, two = actions.claim_due(NOON)
    assert actions.attempt(one, FAILS_FOR_GOOD, now=NOON).state == "undelivered"
    without = actions.attempt(two, "", now=NOON)
    assert (without.state, without.last_error) == ("undelivered", "no_address")


@pytest.mark.django_db
def test_reported_failure_is_retried_once_per_attempt_and_arriving_late_still_counts() -> None:
    queue()
    ref = actions.attempt(claim_one(), PHONE, now=NOON).provider_ref
    failed = actions.report_delivery(ref, Receipt.REJECTED, NOON)
    assert (failed.state, failed.last_error, failed.due_at) == (
        "failed",
        "rejected",
        NOON + timedelta(minutes=1),
    )
    later = NOON + timedelta(seconds=30)
    assert actions.report_delivery(ref, Receipt.REJECTED, later).due_at == failed.due_at
    assert actions.report_delivery(ref, Receipt.DELIVERED, later).state == "delivered"
    assert actions.claim_due(NOON + timedelta(days=1)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("receipt", "state"), [(Receipt.DELIVERED, "delivered"), (Receipt.FAILED, "failed")])
def test_a_report_quicker_than_our_own_writing_is_not_overwritten(monkeypatch, receipt, state) -> None:
    def reported_at_once(to: str, text: str, ref: str) -> str:
        actions.report_delivery(ref, receipt, NOON)
        return ref

    monkeypatch.setitem(channels.CHANNELS, "console", reported_at_once)
    queue()
    assert actions.attempt(claim_one(), PHONE, now=NOON).state == state


@pytest.mark.django_db
def test_a_stalled_lease_is_retaken_and_the_late_worker_changes_nothing(settings) -> None:
    queue()
    stalled = claim_one()
    assert actions.claim_due(NOON + actions.LEASE - timedelta(seconds=1)) == []
    later = NOON + actions.LEASE
    retaken = claim_one(later)
    assert (retaken.pk, retaken.attempts) == (stalled.pk, 2)
    settings.SMS = "failing"
    after = actions.attempt(stalled, FAILS_FOR_GOOD, now=later)
    assert (after.state, after.claimed_until) == ("queued", later + actions.LEASE)
    settings.SMS = "console"
    assert actions.attempt(retaken, PHONE, now=later).state == "sent"


@pytest.mark.django_db
def test_a_message_that_kills_its_worker_is_given_up() -> None:
    row, now = queue(), NOON
    for _ in range(TRIES):
        claim_one(now)
        now += actions.LEASE
    assert actions.claim_due(now) == []
    row.refresh_from_db()
    assert (row.state, row.last_error) == ("undelivered", "worker_lost")


@pytest.mark.django_db
def test_at_night_only_the_receipt_goes_out() -> None:
    late = queue("progress", now=NIGHT)
    assert late.due_at == MORNING
    backlog = queue("answered", now=NOON)
    receipt = queue("receipt", now=NIGHT)
    claimed = claim_one(NIGHT)
    assert claimed.pk == receipt.pk
    actions.attempt(claimed, PHONE, now=NIGHT)
    assert {row.pk for row in actions.claim_due(MORNING)} == {late.pk, backlog.pk}


@pytest.mark.django_db(transaction=True)
def test_no_two_workers_get_one_delivery() -> None:
    everything = {queue(key=f"event:{number}").pk for number in range(40)}
    barrier, taken = Barrier(4), []

    def work() -> None:
        barrier.wait()
        while rows := actions.claim_due(NOON, limit=3):
            taken.extend(row.pk for row in rows)
        connections.close_all()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert len(taken) == len(everything) and set(taken) == everything


@pytest.mark.django_db(transaction=True)
def test_two_events_at_once_make_one_row() -> None:
    barrier, made = Barrier(4), []

    def work() -> None:
        barrier.wait()
        made.append(queue().pk)
        connections.close_all()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert len(made) == 4 and len(set(made)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("sms", ["console", "failing", "kannel"])
def test_no_phone_number_in_any_column_or_log_line(settings, caplog, sms: str) -> None:
    settings.SMS, settings.KANNEL_URL = sms, "http://127.0.0.1:9/cgi-bin/sendsms"
    caplog.set_level(logging.DEBUG)
    for event, address in enumerate((PHONE, FAILS_FOR_GOOD)):
        queue(key=f"event:{event}")
        actions.attempt(claim_one(), address, now=NOON)
    with connection.cursor() as cursor:
        stored = ""
        for table in ("deliveries_delivery", "deliveries_notice", "ledger_event", "ledger_outbox"):
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
            stored += "".join(row[0] for row in cursor.fetchall())
    assert "XT-2022-000152" in stored
    assert f"{sms} " in caplog.text
    assert "1390000" not in stored + caplog.text
