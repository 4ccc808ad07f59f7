"""A report's rows in one statement: the one act that a whole city may do at once.

Report, sealed identity, event and outbox row are four inserts of one WITH: all or nothing, in one round trip to the
database. Everything else in the program is written row by row.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, models

from huiyin.intake.models import Identity, Report
from huiyin.ledger.actions import append
from huiyin.ledger.prepared import prepared
from huiyin.ledger.rules.chain import Entry


def write(report: Report, identity: Identity | None, entry: Entry) -> int:
    """Inserts a new report with its identity and first event; the report's id.

    Raises IntegrityError where the idempotency key was used before.
    """
    columns, values = _row(report)
    parts = [f"report AS (INSERT INTO intake_report ({columns}) VALUES ({_marks(values)}) RETURNING id)"]
    params = values
    if identity is not None:
        columns, values = _row(identity, without="report_id")
        sealed = f"INSERT INTO intake_identity (report_id, {columns}) SELECT id, {_marks(values)} FROM report"
        parts.append(f"identity AS ({sealed})")
        params = params + values
    appending, more = append(entry)
    with prepared() as cursor:
        cursor.execute(f"WITH {', '.join(parts)}, {appending} SELECT id FROM report", params + more)
        return int(cursor.fetchone()[0])


def _row(row: models.Model, without: str = "") -> tuple[str, list[Any]]:
    """The columns of a new row, but its own id and `without`, and what Django would write into them."""
    fields = [f for f in row._meta.concrete_fields if not f.primary_key and f.column != without]
    values = [f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields]
    return ", ".join(str(f.column) for f in fields), values


def _marks(values: list[Any]) -> str:
    return ", ".join(["%s"] * len(values))
