"""The only writer of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
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


def append(entry: Entry) -> tuple[str, list[Any]]:
    """An event and its outbox row as parts of a WITH, and their parameters.

    For `record`, and for the one action so hot that it writes all its rows in one statement (a report's arrival).
    """
    hashed = entry.hash
    row = [entry.subject_kind, entry.subject_id, entry.seq, entry.verb, entry.actor, entry.unit, entry.at]
    return _APPEND, [*row, Jsonb(entry.data), entry.prev, hashed, entry.at]


_APPEND = """
event AS (
  INSERT INTO ledger_event (subject_kind, subject_id, seq, verb, actor, unit, at, data, prev, hash)
  VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
), outbox AS (
  INSERT INTO ledger_outbox (event_id, due_at, attempts, error) SELECT id, %s, 0, '' FROM event
)
"""


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
