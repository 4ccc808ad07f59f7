"""The only writer of the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from huiyin.kernel.actor import Actor
from huiyin.ledger.models import Access, Event, Leaf, Outbox, TreeHead
from huiyin.ledger.queries import event_of, hashes_in_order
from huiyin.ledger.rules import merkle
from huiyin.ledger.rules.chain import Entry
from huiyin.ledger.signing import sign, statement


def record(
    kind: str,
    subject: str | int,
    verb: str,
    *,
    by: Actor,
    now: datetime,
    unit: int | None = None,
    data: Mapping[str, Any] | None = None,
    first: bool = False,
) -> Event:
    """Appends an event and its outbox row in the caller's transaction.

    The caller holds a lock on the subject, so that two events never claim one place in its chain.
    `data` holds ids and facts, never words for people and never personal data. `first` spares the look for an
    earlier event where the subject was made in this transaction.
    """
    last = None
    if not first:
        last = (
            Event.objects.filter(subject_kind=kind, subject_id=str(subject))
            .order_by("-seq")
            .values_list("seq", "hash")
            .first()
        )
    seq, prev = (last[0] + 1, last[1]) if last else (1, "")
    entry = Entry(kind, str(subject), seq, verb, by.account, unit, now, dict(data or {}), prev)
    appending, params = append(entry)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {appending} SELECT id FROM event", params)
        return event_of(entry, cursor.fetchone()[0])


@dataclass(frozen=True)
class Fact:
    """What one event of many says: of which subject, for which unit, its data."""

    subject: str | int
    unit: int | None
    data: Mapping[str, Any]


def record_all(kind: str, verb: str, facts: Sequence[Fact], *, by: Actor, now: datetime) -> None:
    """`record`, for one event each of many subjects, which the caller holds locked: two statements in all."""
    if not facts:
        return
    subjects = [str(fact.subject) for fact in facts]
    before = Event.objects.filter(subject_kind=kind, subject_id__in=subjects).order_by("subject_id", "-seq")
    last = {
        s: (seq, prev)
        for s, seq, prev in before.distinct("subject_id").values_list("subject_id", "seq", "hash")
    }
    rows: list[Any] = []
    for fact, subject in zip(facts, subjects, strict=True):
        seq, prev = last.get(subject, (0, ""))
        entry = Entry(kind, subject, seq + 1, verb, by.account, fact.unit, now, dict(fact.data), prev)
        rows += _row(entry)
    with connection.cursor() as cursor:
        values = ", ".join([_VALUES] * len(facts))
        cursor.execute(f"{_EVENTS} {values} RETURNING id) {_OUTBOX}", [*rows, now])


def append(entry: Entry) -> tuple[str, list[Any]]:
    """An event and its outbox row as parts of a WITH, and their parameters.

    For `record`, and for the one action so hot that it writes all its rows in one statement (a report's arrival).
    """
    return _APPEND, [*_row(entry), entry.at]


def _row(entry: Entry) -> list[Any]:
    facts = [entry.subject_kind, entry.subject_id, entry.seq, entry.verb, entry.actor, entry.unit, entry.at]
    return [*facts, Jsonb(entry.data), entry.prev, entry.hash]


_VALUES = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
_INSERT = """
INSERT INTO ledger_event (subject_kind, subject_id, seq, verb, actor, unit, at, data, prev, hash)
VALUES"""
_OUTBOX = "INSERT INTO ledger_outbox (event_id, due_at, attempts, error) SELECT id, %s, 0, '' FROM event"
_EVENTS = f"WITH event AS ({_INSERT}"
_APPEND = f"event AS ({_INSERT} {_VALUES} RETURNING id), outbox AS ({_OUTBOX})"


def put_off(row: Outbox, error: str, *, until: datetime) -> None:
    """Leaves an event on the outbox whose steps failed, to be tried again; it never falls out of it."""
    Outbox.objects.filter(pk=row.pk).update(attempts=row.attempts + 1, due_at=until, error=error[:500])


def looked(
    kind: str,
    subject: str | int,
    what: str,
    *,
    by: Actor,
    now: datetime,
    reason: str,
    unit: int | None = None,
) -> None:
    """Records that `by` opened sealed data, on a connection that no rollback of the caller reaches."""
    with transaction.atomic(using="witness"):
        Access.objects.using("witness").create(
            subject_kind=kind,
            subject_id=str(subject),
            what=what,
            actor=by.account,
            unit=unit,
            at=now,
            reason=reason,
        )


def sign_tree(now: datetime) -> TreeHead | None:
    """Gives new events their places in the tree and signs its root; None where nothing is new.

    Places follow the order in which events are found here, not their ids: commits arrive out of order.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE ledger_treehead IN EXCLUSIVE MODE")
        size = Leaf.objects.count()
        fresh = Event.objects.filter(leaf=None).order_by("pk").values_list("pk", flat=True)
        made = Leaf.objects.bulk_create(
            [Leaf(position=place, event_id=pk) for place, pk in enumerate(fresh, size)], batch_size=2000
        )
        if not made:
            return None
        leaves = [merkle.leaf(bytes.fromhex(h)) for h in hashes_in_order()]
        root = merkle.root(leaves).hex()
        return TreeHead.objects.create(
            size=len(leaves), root=root, at=now, signature=sign(statement(len(leaves), root, now))
        )
