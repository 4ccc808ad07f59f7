"""The loop that keeps things moving: reads the outbox, passes deadlines, sends messages, tidies up.

Everything it does is taken by compare-and-set or under a row lock, so that any number of workers may run and any
may be killed: what one had begun is rolled back and taken by the next.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import structlog
from django.conf import settings
from django.db import OperationalError, close_old_connections, connection, transaction
from django.db.models import QuerySet

from huiyin.cases.actions import (
    lapse,
    lapse_all,
    pass_all_due,
    pass_due,
    pass_over,
    recount_some,
    stand_in,
    warn,
    warn_all,
)
from huiyin.cases.queries import past_due, past_promises, to_warn, waiting, waiting_for_absent
from huiyin.cases.times.queries import recount_waits
from huiyin.intake.attachments.actions import discard_expired
from huiyin.intake.channels.actions import path_for
from huiyin.intake.imports import actions as imports
from huiyin.intake.vault import hash_names, mail_for_message, phone_for_message
from huiyin.journey.aside import Aside
from huiyin.journey.assessing import assess
from huiyin.journey.climbing import climb_ladders
from huiyin.journey.finding import build_index, compare, group_matters, index_missing
from huiyin.journey.hotline import hand_over, keep_in_step
from huiyin.journey.mailbox import read_mailbox
from huiyin.journey.papers import draft_papers, keep_figures
from huiyin.journey.people import alarm
from huiyin.journey.reporting_daily import report_leads
from huiyin.journey.steps import STEPS
from huiyin.journey.studying import ask_where_due, study_asked
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.actions import put_off, sign_tree
from huiyin.ledger.models import Event, Outbox
from huiyin.ledger.prepared import Fixed, Given
from huiyin.messages.actions import attempt, claim_due
from huiyin.messages.models import Delivery
from huiyin.organisations.queries import text_number, unit_mail
from huiyin.panels.queries import link_for, phone_of_member
from huiyin.policy.queries import city, said
from huiyin.ratings.spot.actions import close_days
from huiyin.supervision.letters.actions import pass_late as pass_letter_late
from huiyin.supervision.letters.queries import past_due as letters_past_due
from huiyin.triage.secrecy.actions import pass_late
from huiyin.triage.secrecy.queries import past_due as secrecy_past_due

log = structlog.get_logger(__name__)
Done = TypeVar("Done")

IDLE_SECONDS = 0.5
EVENTS_A_ROUND = 100
TIDY_EVERY = timedelta(minutes=10)
LOOK_EVERY = timedelta(minutes=1)
"""How often the mailbox is looked into."""
LONGEST_WAIT = timedelta(hours=1)
ALARM_AFTER = 6
"""Failures of one event after which the administrators hear of it: about a minute."""


def run(stop: threading.Event) -> None:
    """Works until `stop` is set. A database that is away is waited for."""
    tidied = looked = None
    mailbox, grouper = Aside("mailbox"), Aside("hot_issues")
    while not stop.is_set():
        try:
            close_old_connections()
            now = settings.CLOCK.now()
            busy = everything(now)
            if looked is None or now - looked > LOOK_EVERY:
                looked = now
                mailbox.begin(read_mailbox, now, _alone)
            _alone("study_failed", "", study_asked, now)
            if tidied is None or now - tidied > TIDY_EVERY:
                tidied = now
                tidy(now)
                grouper.begin(group_matters, now)
        except OperationalError as error:
            log.warning("database_away", error=type(error).__name__)
            busy = 0
        if not busy:
            stop.wait(IDLE_SECONDS)


def run_until_idle(now: datetime) -> None:
    """Does everything that is due at `now`: for the replay and for tests, which have a clock of their own."""
    while everything(now):
        pass


def everything(now: datetime) -> int:
    """One round of work; how many things were done. An import has what is left: each of its rows makes events."""
    busy = read_outbox(now) + pass_deadlines(now) + send_messages(now) + index_words()
    busy += _alone("comparing_failed", "", compare, now) or 0
    busy += count_anew(now)
    busy += _alone("hotline_failed", "parcels", hand_over, now) or 0
    return busy if busy >= EVENTS_A_ROUND else busy + import_rows(now)


def tidy(now: datetime) -> None:
    """What is done every now and then. One that fails is tried at the next turn and keeps nothing else waiting."""
    _alone("chore_failed", "uploads", discard_expired, now)
    _alone("chore_failed", "tree", sign_tree, now)
    _alone("chore_failed", "ratings", close_days, now=now)
    _alone("chore_failed", "daily leads", report_leads, now)
    _alone("chore_failed", "scores", assess, now)
    _alone("chore_failed", "absences", pass_on, now)
    _alone("chore_failed", "papers", draft_papers, now)
    _alone("chore_failed", "figures", keep_figures, now)
    _alone("chore_failed", "hotline", keep_in_step, now)
    _alone("chore_failed", "index", index_missing, now)
    _alone("chore_failed", "names", hash_names)
    _alone("chore_failed", "lessons", ask_where_due, now)


def read_outbox(now: datetime, most: int = EVENTS_A_ROUND) -> int:
    """Takes up to `most` due events, oldest first, and calls what follows them; how many were taken."""
    for done in range(most):
        if not _next_event(now):
            return done
    return most


_NEXT = Fixed(
    lambda: Outbox.objects.select_for_update(skip_locked=True)
    .filter(due_at__lte=Given("now")).order_by("due_at", "pk")[:1],
    planned=False,
)  # fmt: skip
_EVENT = Fixed(lambda: Event.objects.filter(pk=Given("event")))


def _next_event(now: datetime) -> bool:
    """One event in one transaction: its steps and its leaving the outbox, or neither."""
    row: Outbox | None = None
    try:
        with transaction.atomic():
            row = _NEXT.first(now=now)
            if row is None:
                return False
            event = _EVENT.all(event=row.event_id)[0]
            for step in STEPS.get((event.subject_kind, event.verb), ()):
                step(event, now)
            row.delete()
    except Exception as error:  # the worker's loop: one broken event must not stop the others
        if row is None or _away(error):
            raise
        _put_off(row, error, now)
    return True


def _put_off(row: Outbox, error: Exception, now: datetime) -> None:
    """Tries a failed event again later, each time after a longer wait; it never falls out of the outbox.

    What is kept of the error is its kind and place: its words may hold a whole row of what somebody wrote.
    """
    wait = LONGEST_WAIT if row.attempts > 11 else min(timedelta(seconds=2**row.attempts), LONGEST_WAIT)
    put_off(row, failure(error), until=now + wait)
    log.error("step_failed", event_id=row.event_id, verb=row.event.verb, error=failure(error))
    if row.attempts + 1 == ALARM_AFTER:
        alarm("stuck", key=f"event:{row.event_id}", now=now)


def failure(error: Exception) -> str:
    """An error as it may be kept and logged: "ValueError at people.py:41", never its text."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "huiyin" in Path(frame.filename).parts] or frames
    return f"{type(error).__name__} at {Path(own[-1].filename).name}:{own[-1].lineno}"


def _away(error: Exception) -> bool:
    """Whether the database is gone, rather than that this one statement went wrong."""
    return isinstance(error, OperationalError) and not connection.is_usable()


def _alone(failed: str, what: object, do: Callable[..., Done], *args: Any, **kwargs: Any) -> Done | None:
    """Does one thing of many; None where it fails, which is logged and stops nothing else."""
    try:
        return do(*args, **kwargs)
    except Exception as error:  # the worker's loop
        if _away(error):
            raise
        log.error(failed, what=what, error=failure(error))
        return None


def pass_deadlines(now: datetime, most: int = 500) -> int:
    """Passes the deadlines that are over, warns of those that soon will be; how many it touched."""
    cases, promises, warnings = waiting(now)
    touched = _batch(pass_all_due, past_due, "deadline_failed", pass_due, now, most) if cases else 0
    touched += _batch(lapse_all, past_promises, "lapse_failed", lapse, now, most) if promises else 0
    touched += _batch(warn_all, to_warn, "warning_failed", warn, now, most) if warnings else 0
    touched += climb_ladders(now, _alone, most)
    for served in letters_past_due(now)[:most]:
        touched += bool(_alone("letter_failed", served, pass_letter_late, served, now=now))
    for held in secrecy_past_due(now)[:most]:
        touched += bool(_alone("secrecy_failed", held, pass_late, held, now=now))
    return touched


def _batch(
    many: Callable[[datetime, int], int],
    rows: Callable[[datetime], QuerySet[Any, Any]],
    failed: str,
    one: Callable[..., object],
    now: datetime,
    most: int,
) -> int:
    """A batch at once; where one of it breaks, one by one, so that it keeps nothing else waiting."""
    done = _alone("batch_failed", failed, many, now, most)
    if done is not None:
        return done
    return sum(_alone(failed, row, one, row, now=now) is not None for row in rows(now)[:most])


def count_anew(now: datetime) -> int:
    """A batch of what a change of the calendar moves. Where one case breaks it, that one is found and left out."""
    if not recount_waits():
        return 0
    done = _alone("batch_failed", "recount", recount_some, now)
    if done is None and _alone("recount_failed", "", recount_some, now, most=1) is None:
        done = _alone("recount_failed", "pass over", pass_over, now)
    return 1 if done is None else done


def pass_on(now: datetime) -> None:
    """What waits for a signer who is away goes to whoever signs in their place."""
    for number in waiting_for_absent(now.astimezone(SHANGHAI).date()):
        _alone("stand_in_failed", number, stand_in, number, now=now)


def import_rows(now: datetime) -> int:
    """A slice of an import that waits. One that breaks keeps its lease, so that it is tried again after a while."""
    return _alone("import_failed", "", imports.run_due, now) or 0


def index_words() -> int:
    """A slice of the index of words. One that fails stands as before and is tried at the next round."""
    return _alone("indexing_failed", "", build_index) or 0


def send_messages(now: datetime) -> int:
    """Sends what is due; the address is opened for the moment of sending only."""
    claimed = claim_due(now)
    for delivery in claimed:
        _alone("delivery_failed", delivery.pk, _send, delivery, now)
    return len(claimed)


def _send(delivery: Delivery, now: datetime) -> None:
    attempt(
        delivery,
        _address(delivery),
        now=now,
        signature=said(city(), "platform", delivery.language),
        late=_late(delivery),
    )


def _late(delivery: Delivery) -> dict[str, str]:
    """Secret addresses, known for the moment of sending only."""
    if delivery.recipient_kind == "report":
        return {"pickup": path_for(delivery.recipient_id)}
    if delivery.recipient_kind == "member":
        return {"ballot": f"bench/{link_for(int(delivery.recipient_id))}"}
    return {}


def _address(delivery: Delivery) -> str:
    """Where it goes, known for the moment of sending only; "" where nobody left one."""
    if delivery.recipient_kind == "account":
        return text_number(int(delivery.recipient_id))
    if delivery.recipient_kind == "unit":
        return unit_mail(int(delivery.recipient_id))
    if delivery.recipient_kind == "member":
        return phone_of_member(int(delivery.recipient_id))
    resolve = phone_for_message if delivery.channel == "sms" else mail_for_message
    return resolve(delivery.recipient_id)
