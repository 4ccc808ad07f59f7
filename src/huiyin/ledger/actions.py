"""The only writer of the ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from huiyin.kernel.actor import Actor
from huiyin.ledger.models import Access, Event, Leaf, Outbox, TreeHead
from huiyin.ledger.prepared import Part, prepared
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
    also: Mapping[str, Part] | None = None,
) -> Event:
    """Appends an event and its outbox row in the caller's transaction.

    The caller holds a lock on the subject, so that two events never claim one place in its chain.
    `data` holds ids and facts, never words for people and never personal data. `also`: see `write`.
    """
    entry = Entry(kind, str(subject), 0, verb, by.account, unit, now, dict(data or {}), "")
    return write(entry, also or {})


def write(entry: Entry, also: Mapping[str, Part]) -> Event:
    """Appends an event and, in the same statement, what else its act changes: all or nothing, in one round trip.

    `also`: each part by a name of its own. None sees what another writes, but by that name; no two change one row.
    """
    appending, params = append(entry)
    parts = [f"{name} AS ({words})" for name, (words, _) in also.items()]
    values = [value for _, given in also.values() for value in given]
    with prepared() as cursor:
        cursor.execute(
            f"WITH {', '.join([*parts, appending])} SELECT {APPENDED} FROM event", [*values, *params]
        )
        return appended(entry, cursor.fetchone())


@dataclass(frozen=True)
class Fact:
    """What one event of many says: of which subject, for which unit, its data."""

    subject: str | int
    unit: int | None
    data: Mapping[str, Any]


def record_all(kind: str, verb: str, facts: Sequence[Fact], *, by: Actor, now: datetime) -> None:
    """`record`, for one event each of many subjects, which the caller holds locked: one statement in all."""
    entries = [Entry(kind, str(f.subject), 0, verb, by.account, f.unit, now, dict(f.data), "") for f in facts]
    if not entries:
        return
    of = {entry.subject_id: entry for entry in entries}
    rows = [
        {"subject": e.subject_id, "unit": e.unit, "data": e.data, "before": e.around[0], "after": e.around[1]}
        for e in entries
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MANY, [json.dumps(rows), kind, kind, verb, by.account, now, now])
        for subject, *row in cursor.fetchall():
            _check(of[subject], row)


def append(entry: Entry) -> tuple[str, list[Any]]:
    """An event and its outbox row as parts of a WITH, and their parameters.

    Its place in the chain is found in the statement itself, which therefore begins after the subject was locked; `seq`
    and `prev` of `entry` don't count. Select APPENDED of `event`, and give that to `appended`.
    """
    before, after = entry.around
    subject = [entry.subject_kind, entry.subject_id]
    said = [entry.verb, entry.actor, entry.unit, entry.at, Jsonb(entry.data)]
    return _APPEND, [*subject, *subject, *said, before, after, entry.at]


def appended(entry: Entry, row: Sequence[Any]) -> Event:
    """The event as it was stored. Raises RuntimeError where the database hashed it otherwise than the rule does."""
    _check(entry, row)
    pk, seq, prev, _ = row
    return event_of(replace(entry, seq=seq, prev=prev), pk, row[3])


def _check(entry: Entry, row: Sequence[Any]) -> None:
    pk, seq, prev, hashed = row
    if entry.hash_at(seq, prev) != hashed:
        raise RuntimeError(f"event {pk} was hashed otherwise than its chain asks")


APPENDED = "event.id, event.seq, event.prev, event.hash"
_INSERT = """
INSERT INTO ledger_event (subject_kind, subject_id, seq, verb, actor, unit, at, data, prev, hash)"""
_OUTBOX = "INSERT INTO ledger_outbox (event_id, due_at, attempts, error) SELECT id, %s, 0, '' FROM event"
_LAST = """SELECT seq, hash FROM ledger_event
WHERE subject_kind = %s AND subject_id = {subject} ORDER BY seq DESC LIMIT 1"""
_HASH = "encode(sha256(convert_to({before} || prev || '\",\"seq\":' || seq || {after}, 'UTF8')), 'hex')"
_APPEND = f"""
place AS (
SELECT coalesce(max(seq), 0) + 1 AS seq, coalesce(max(hash), '') AS prev FROM ({_LAST.format(subject="%s")}) last
), event AS ({_INSERT}
SELECT %s, %s, seq, %s, %s, %s, %s, %s, prev, {_HASH.format(before="%s::text", after="%s::text")}
FROM place RETURNING id, seq, prev, hash
), outbox AS ({_OUTBOX})"""
_MANY = f"""
WITH fact AS (
SELECT * FROM json_to_recordset(%s) AS f(subject text, unit bigint, data jsonb, before text, after text)
), place AS (
SELECT fact.*, coalesce(seq, 0) + 1 AS seq, coalesce(hash, '') AS prev
FROM fact LEFT JOIN LATERAL ({_LAST.format(subject="fact.subject")}) last ON true
), event AS ({_INSERT}
SELECT %s, subject, seq, %s, %s, unit, %s, data, prev, {_HASH.format(before="before", after="after")}
FROM place RETURNING id, subject_id, seq, prev, hash
), outbox AS ({_OUTBOX})
SELECT subject_id, {APPENDED} FROM event"""


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
