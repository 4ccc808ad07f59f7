"""A million cases more: one whole life, copied inside the database, table by table; each goes on where it ended."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection, models

from huiyin.cases.models import Assignment, Case, Deadline, Reply
from huiyin.intake.models import Report
from huiyin.ledger.models import Event

FIRST = 10_000_000
"""Copies are numbered from here on, so that no sequence ever meets them."""
OPEN_SHARE = 20
"""Every so manieth copy is open, with a deadline that runs."""


def fill(case: Case, upto: int) -> None:
    """Copies of a case with its report, order, answer, promise and first event, until there are `upto`."""
    at = f"{FIRST} + n"
    numbers = {"number": "'BE-' || n"}
    _copy(Report, f"id = {case.report_id}", upto, {"id": at, **numbers,
                                                   "query_code_hash": "md5(n::text) || md5('q' || n)",
                                                   "idempotency_hash": "md5(n::text) || md5('i' || n)"})  # fmt: skip
    _copy(Case, f"report_id = {case.report_id}", upto, {
        "id": at, "report_id": at, **numbers,
        "state": f"CASE WHEN n % {OPEN_SHARE} = 0 THEN 'verifying' ELSE state END",
        "received_at": "received_at - n * interval '1 minute'",
    })  # fmt: skip
    for model in (Assignment, Reply):
        _copy(model, f"case_id = {case.pk}", upto, {"id": at, "case_id": at})
    whole = Deadline.objects.filter(case=case, kind="whole").values_list("pk", flat=True).get()
    _copy(Deadline, f"id = {whole}", upto, {"id": at, "case_id": at})
    opened = Event.objects.get(subject_kind="case", subject_id=str(case.pk), seq=1).pk
    _copy(Event, f"id = {opened}", upto, {"id": at, "subject_id": f"({at})::text"})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _copy(model: type[models.Model], where: str, upto: int, changed: Mapping[str, str]) -> None:
    meta = model._meta
    done = model._default_manager.filter(pk__gt=FIRST).count()
    columns = [str(field.column) for field in meta.concrete_fields]
    values = [changed.get(column, column) for column in columns]
    sql = (
        f'INSERT INTO "{meta.db_table}" ({", ".join(columns)}) SELECT {", ".join(values)} '
        f'FROM (SELECT * FROM "{meta.db_table}" WHERE {where} LIMIT 1) t, generate_series({done + 1}, {upto}) n'
    )
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no look-up of foreign keys, row by row
        cursor.execute(sql)
        cursor.execute("SET session_replication_role = DEFAULT")
