"""A report's rows in one statement: the one act that a whole city may do at once.

Report, sealed identity, event and outbox row are four inserts of one WITH: all or nothing, in one round trip to the
database. Everything else in the program is written row by row.
"""

from __future__ import annotations

from huiyin.intake.models import Identity, Report
from huiyin.ledger.actions import APPENDED, append, appended
from huiyin.ledger.models import Event
from huiyin.ledger.prepared import inserting, prepared
from huiyin.ledger.rules.chain import Entry


def write(report: Report, identity: Identity | None, entry: Entry) -> tuple[int, Event]:
    """Inserts a new report with its identity and first event; the report's id, and the event.

    Raises IntegrityError where the idempotency key was used before.
    """
    columns, marks, params = inserting(report)
    parts = [f"report AS (INSERT INTO intake_report ({columns}) VALUES ({marks}) RETURNING id)"]
    if identity is not None:
        columns, marks, values = inserting(identity, without="report_id")
        sealed = f"INSERT INTO intake_identity (report_id, {columns}) SELECT id, {marks} FROM report"
        parts.append(f"identity AS ({sealed})")
        params += values
    appending, more = append(entry)
    with prepared() as cursor:
        written = f"WITH {', '.join(parts)}, {appending} SELECT report.id, {APPENDED} FROM report, event"
        cursor.execute(written, params + more)
        pk, *event = cursor.fetchone()
    return pk, appended(entry, event)
