"""What is compared with: bare loops that take one due row, write one event and commit, as fast as the driver goes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import psycopg
from django.db import connection

ROWS = 3_000
_TAKE = """
WITH taken AS (
  UPDATE bare_due SET overdue = true WHERE id = (
    SELECT id FROM bare_due WHERE due_at < now() AND NOT overdue ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
  ) RETURNING id
)
INSERT INTO bare_event (subject, verb, at) SELECT id, 'overdue', now() FROM taken
"""


def bare_rate(loops: int) -> float:
    """Rows a second of so many loops beside each other."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_due (id bigint PRIMARY KEY, due_at timestamptz, overdue bool)")
        cursor.execute("CREATE INDEX ON bare_due (due_at) WHERE NOT overdue")
        cursor.execute(
            "CREATE TABLE bare_event (id bigserial PRIMARY KEY, subject bigint, verb text, at timestamptz)"
        )
        cursor.execute(
            "INSERT INTO bare_due SELECT g, now() - g * interval '1 s', false FROM generate_series(1, %s) g",
            [ROWS],
        )
    parameters = connection.get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port")
    where = {key: parameters[key] for key in wanted if parameters.get(key)}
    began = perf_counter()
    with ThreadPoolExecutor(loops) as pool:
        taken = sum(pool.map(lambda _: _loop(where), range(loops)))
    took = perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bare_due, bare_event")
    return taken / took


def _loop(where: dict[str, str]) -> int:
    done = 0
    with psycopg.connect(**where, autocommit=True) as own:  # type: ignore[arg-type]
        while own.execute(_TAKE).rowcount:
            done += 1
    return done
