"""Rows that many tests begin with, made once by the real actions and laid again for each test that wants them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import connection, transaction


class Laid:
    """What `make` writes into empty tables, kept as PostgreSQL copies it, and put there again in a few milliseconds.

    A table that already held something before is left alone, so whatever migrations write isn't kept twice.
    """

    def __init__(self, make: Callable[[], None]) -> None:
        self.make = make
        self.kept: dict[str, bytes] = {}
        self.past = ""

    def lay(self) -> None:
        """The rows, in the database that Django is connected to. Its tables must be empty of them."""
        if self.kept:
            self._put()
            return
        empty = _tables() - _filled(_tables())
        self.make()
        self.kept = {table: _copied(table) for table in sorted(_filled(empty))}
        numbered = [one for one in connection.introspection.sequence_list() if one["table"] in self.kept]
        self.past = "; ".join(map(_past, numbered))

    def _put(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:  # foreign keys are held at its end
            for table, rows in self.kept.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copying:
                    copying.write(rows)
            if self.past:
                cursor.execute(self.past)


def _tables() -> set[str]:
    return set(connection.introspection.django_table_names(only_existing=True))


def _filled(tables: Iterable[str]) -> set[str]:
    """Those of the tables that hold at least one row."""
    asked = " UNION ALL ".join(f"(SELECT '{t}' FROM \"{t}\" LIMIT 1)" for t in sorted(tables))
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {name for (name,) in cursor.fetchall()}


def _copied(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copying:
        return b"".join(bytes(part) for part in copying)


def _past(sequence: dict[str, str]) -> str:
    """Moves a sequence past the rows that were laid; never back, for a rolled-back test leaves it ahead."""
    table, column = sequence["table"], sequence["column"]
    name = f"pg_get_serial_sequence('\"{table}\"', '{column}')"
    return f'SELECT setval({name}, GREATEST(nextval({name}), (SELECT max({column}) FROM "{table}")))'
