"""A million cases more: one whole life, copied inside the database, row by row of each table that it left."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection, models

from huiyin.cases.models import Assignment, Case, Deadline, Decision, Reply, Verification
from huiyin.intake.models import Report
from huiyin.ledger.models import Event

FIRST = 10_000_000
"""Copies are numbered from here on, so that no sequence ever meets them."""
OPEN_SHARE = 20
"""Every so manieth copy is open, with a deadline that runs."""


def copied(case: Case, many: int) -> None:
    """`many` copies of a case with its report, order, report of verification, decision, answer, deadlines, events."""
    at = f"{FIRST} + n"
    numbers = {"number": "'BE-' || n"}
    _copy(Report, f"id = {case.report_id}", many, {"id": at, **numbers,
                                                   "query_code_hash": "md5(n::text) || md5('q' || n)",
                                                   "idempotency_hash": "md5(n::text) || md5('i' || n)"})  # fmt: skip
    _copy(Case, f"report_id = {case.report_id}", many, {
        "id": at, "report_id": at, **numbers,
        "state": f"CASE WHEN n % {OPEN_SHARE} = 0 THEN 'verifying' ELSE state END",
        "received_at": "received_at - n * interval '1 minute'",
    })  # fmt: skip
    for model in (Assignment, Verification, Reply):
        _copy(model, f"case_id = {case.pk}", many, {"id": at, "case_id": at})
    decided = Decision.objects.filter(verification__case=case).values_list("pk", flat=True).first()
    _copy(Decision, f"id = {decided}", many, {"id": at, "verification_id": at})
    for place, pk in enumerate(
        Deadline.objects.filter(case=case).order_by("pk").values_list("pk", flat=True)
    ):
        _copy(Deadline, f"id = {pk}", many, {"id": f"{FIRST} * {place + 1} + n", "case_id": at})
    events = Event.objects.filter(subject_kind="case", subject_id=str(case.pk)).order_by("seq")
    for place, pk in enumerate(events.values_list("pk", flat=True)):
        _copy(Event, f"id = {pk}", many, {"id": f"{FIRST} * {place + 1} + n", "subject_id": f"({at})::text"})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _copy(model: type[models.Model], where: str, many: int, changed: Mapping[str, str]) -> None:
    meta = model._meta
    columns = [field.column for field in meta.concrete_fields]
    key = meta.pk.column if meta.pk else "id"
    values = [changed.get("id", column) if column == key and "id" in changed else changed.get(column, column)
              for column in columns]  # fmt: skip
    sql = (
        f'INSERT INTO "{meta.db_table}" ({", ".join(columns)}) SELECT {", ".join(values)} '
        f'FROM (SELECT * FROM "{meta.db_table}" WHERE {where} LIMIT 1) t, generate_series(1, {many}) n'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
