"""The loop that keeps things moving: reads the outbox, passes deadlines, sends messages, tidies up.

Everything it does is taken by compare-and-set or under a row lock, so that any number of workers may run and any
may be killed: what one had begun is rolled back and taken by the next.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import OperationalError, close_old_connections, transaction

from huiyin.cases.actions import pass_due
from huiyin.cases.models import Case
from huiyin.intake.attachments.actions import discard_expired
from huiyin.intake.imports import actions as imports
from huiyin.intake.vault import phone_for_message
from huiyin.journey.steps import STEPS
from huiyin.ledger.actions import put_off, sign_tree
from huiyin.ledger.models import Outbox
from huiyin.messages.actions import attempt, claim_due

log = structlog.get_logger(__name__)

IDLE_SECONDS = 0.5
TIDY_EVERY = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=1)


def run(stop: threading.Event) -> None:
    """Works until `stop` is set. A database that is away is waited for."""
    tidied: datetime | None = None
    while not stop.is_set():
        try:
            close_old_connections()
            now = settings.CLOCK.now()
            busy = read_outbox(now) + pass_deadlines(now) + send_messages(now) + import_rows(now)
            if tidied is None or now - tidied > TIDY_EVERY:
                discard_expired(now)
                sign_tree(now)
                tidied = now
        except OperationalError as error:
            log.warning("database_away", error=type(error).__name__)
            busy = 0
        if not busy:
            stop.wait(IDLE_SECONDS)


def run_until_idle(now: datetime) -> None:
    """Does everything that is due at `now`: for the replay and for tests, which have a clock of their own."""
    while read_outbox(now) + pass_deadlines(now) + send_messages(now) + import_rows(now):
        pass


def read_outbox(now: datetime, most: int = 100) -> int:
    """Takes up to `most` due events, oldest first, and calls what follows them; how many were taken."""
    for done in range(most):
        if not _next_event(now):
            return done
    return most


def _next_event(now: datetime) -> bool:
    """One event in one transaction: its steps and its leaving the outbox, or neither."""
    row: Outbox | None = None
    try:
        with transaction.atomic():
            row = (
                Outbox.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("event")
                .filter(due_at__lte=now)
                .order_by("due_at", "pk")
                .first()
            )
            if row is None:
                return False
            for step in STEPS.get((row.event.subject_kind, row.event.verb), ()):
                step(row.event, now)
            row.delete()
    except OperationalError:
        raise
    except Exception as error:  # the worker's loop: one broken event must not stop the others
        if row is not None:
            _put_off(row, error, now)
    return True


def _put_off(row: Outbox, error: Exception, now: datetime) -> None:
    """Tries a failed event again later, each time after a longer wait; it never falls out of the outbox."""
    wait = min(timedelta(seconds=2**row.attempts), LONGEST_WAIT)
    put_off(row, f"{type(error).__name__}: {error}", until=now + wait)
    log.error("step_failed", event_id=row.event_id, verb=row.event.verb, error=type(error).__name__)


def pass_deadlines(now: datetime, most: int = 200) -> int:
    """Passes the deadlines that are over: a lock or a mark. How many cases it touched."""
    due = (
        Case.objects.filter(due_at__lte=now, overdue=False)
        .order_by("due_at")
        .values_list("number", flat=True)
    )
    return sum(pass_due(number, now=now) is not None for number in due[:most])


def import_rows(now: datetime) -> int:
    """A slice of an import that waits. One that breaks keeps its lease, so that it is tried again after a while."""
    try:
        return imports.run_due(now)
    except OperationalError:
        raise
    except Exception as error:  # the worker's loop: one broken file must not stop everything else
        log.error("import_failed", error=type(error).__name__)
        return 0


def send_messages(now: datetime) -> int:
    """Sends what is due; the address is opened for the moment of sending only."""
    claimed = claim_due(now)
    for delivery in claimed:
        address = phone_for_message(delivery.recipient_id) if delivery.recipient_kind == "report" else ""
        attempt(delivery, address, now=now)
    return len(claimed)
