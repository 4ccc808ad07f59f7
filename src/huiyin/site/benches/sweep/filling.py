"""A million cases with an open deadline each, from one real case, by the database itself in about a minute."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from huiyin.cases.models import Case

NOW = datetime(2022, 6, 1, 2, tzinfo=UTC)
OPEN, DUE = 1_000_000, 10_000
EACH = OPEN // DUE
_STAGES = "ARRAY['received','assigned','verifying','submitted','approved']"
_KINDS = "ARRAY['review','acceptance','verification','approval','reply']"
_STAGE = f"(g / {EACH} %% 5 + 1)"
_PAST, _AHEAD = "%(now)s - g * interval '1 ms'", "%(now)s + (g %% 60 + 3) * interval '1 day'"
_ENDS = f"CASE WHEN g %% {EACH} = 0 THEN {_PAST} ELSE {_AHEAD} END"


def fill(first: Case) -> None:
    """Reports and events for those that are due, cases and deadlines for all. The first case's own is ended."""
    Case.objects.filter(pk=first.pk).update(due_at=None)
    first.deadlines.update(ended_at=NOW)
    due = f"generate_series({EACH}, {OPEN}, {EACH}) g"
    every = f"generate_series(1, {OPEN}) g"
    ends: dict[str, str] = {
        "id": "g + 1000", "report_id": "g + 1000", "number": "'SW-2022-' || lpad(g::text, 7, '0')",
        "state": f"({_STAGES})[{_STAGE}]", "due_kind": f"({_KINDS})[{_STAGE}]", "due_at": _ENDS,
        "unit_id": f"CASE WHEN {_STAGE} > 1 THEN reported_id END",
    }  # fmt: skip
    mark = {"query_code_hash": "lpad(g::text, 64, '0')", "idempotency_hash": "lpad(g::text, 64, '0')"}
    _copy("intake_report", due, {"id": "g + 1000", "number": ends["number"], **mark}, first.report_id)
    _copy("cases_case", every, ends, first.pk)
    row = first.deadlines.order_by("pk").first()
    deadline = {"id": "g + 1000", "case_id": "g + 1000", "kind": ends["due_kind"], "due_at": _ENDS,
                "ended_at": "NULL", "warn_at": "NULL", "missed": "false"}  # fmt: skip
    _copy("cases_deadline", every, deadline, row.pk if row else 0)
    event = {"id": "g + 1000000", "subject_id": "(g + 1000)::text", "seq": "1"}
    opened = _one("SELECT id FROM ledger_event WHERE subject_kind = 'case' AND seq = 1", {})
    _copy("ledger_event", due, event, opened)
    with connection.cursor() as cursor:
        for table in ("cases_deadline", "ledger_event"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 3000000)")
        cursor.execute("VACUUM ANALYZE")


def _copy(table: str, series: str, changed: dict[str, str], first: int) -> None:
    print(f"filling {table}", file=sys.stderr)
    names = "SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns"
    columns = str(_one(f"{names} WHERE table_name = %(table)s", {"table": table})).split(",")
    picked = ", ".join(changed.get(name, f't."{name}"') for name in columns)
    listed = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no look-up of foreign keys, row by row
        cursor.execute(
            f"INSERT INTO {table} ({listed}) SELECT {picked} FROM {table} t, {series} WHERE t.id = %(first)s",
            {"now": NOW, "first": first},
        )
        cursor.execute("SET session_replication_role = DEFAULT")


def _one(sql: str, params: dict[str, Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return (cursor.fetchone() or [None])[0]
