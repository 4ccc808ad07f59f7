"""Rows that many tests begin with, made once by the real actions and laid again for each test that wants them."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django.conf import UserSettingsHolder, settings
from django.db import connection, transaction


class Laid:
    """What `make` writes, kept as PostgreSQL copies it, and put there again in a few milliseconds.

    Whatever it begins with must be the same each time: empty tables, or what another of these has laid.
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make
        self.made: Any = None
        self.added: dict[str, bytes] = {}
        self.changed: set[str] = set()
        self.past = ""

    def lay(self) -> Any:
        """Puts the rows into the database that Django is connected to, and says what `make` returned."""
        if self.added:
            self._put()
        else:
            self._keep()
        return self.made

    def _keep(self) -> None:
        before = _rows()
        self.made = self.make()
        for table, rows in _rows().items():
            there = set(before.get(table, ()))
            if not there <= set(rows):  # some were changed or taken away: the table is laid whole
                self.changed.add(table)
                there = set()
            if new := [row for row in rows if row not in there]:
                self.added[table] = b"".join(new)
        numbered = [one for one in connection.introspection.sequence_list() if one["table"] in self.added]
        self.past = "; ".join(map(_past, numbered))

    def _put(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for table in self.changed:
                cursor.execute(f'DELETE FROM "{table}"')
            for table, rows in self.added.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copying:
                    copying.write(rows)
            if self.past:
                cursor.execute(self.past)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


_stages: dict[Hashable, Laid] = {}


def once(name: Hashable, make: Callable[[], Any]) -> Any:
    """Does `make` for the first test that asks under this name, and lays its rows for all others.

    What it returns must hold without the objects it was made with: numbers, codes, moments.
    """
    return _stages.setdefault(name, Laid(make)).lay()


READS = re.compile(r"\s*(SELECT|WITH|SAVEPOINT|RELEASE|ROLLBACK|SET|SHOW)\b", re.IGNORECASE)
CHANGES = re.compile(r"\b(INSERT INTO|DELETE FROM|(?<!FOR )(?<!KEY )UPDATE)\b", re.IGNORECASE)
"""Acts write what they change under a WITH; a lock says UPDATE, too."""
APART = {"CLOCK", "MEDIA_ROOT"}
"""Settings that are another in each test and say nothing about what a step writes; steps name their own moments."""


class Trail:
    """What one test has done so far by named steps: what another did by the same steps from the beginning is laid.

    It ends with the first thing the test writes in another way, and where the program itself is `patched`.
    A step's name holds all that it depends on.
    """

    def __init__(self, *, ended: bool = False, patched: Callable[[], bool] = lambda: False) -> None:
        self.steps: tuple[Hashable, ...] | None = None if ended else ()
        self._patched = patched
        self._stepping = False

    def watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Around every statement, as Django's `execute_wrapper` asks it."""
        if not self._stepping and (CHANGES.search(sql) or not READS.match(sql)):
            self.steps = None
        return execute(sql, params, many, context)

    def step(self, name: Hashable, do: Callable[[], Any]) -> Any:
        """Does it, or lays what it wrote when another test did it; what it returns must hold without objects."""
        if self.steps is None or self._stepping or self._patched() or not _hashable(name):
            return do()
        steps, self.steps, self._stepping = (*self.steps, name, _given()), None, True
        try:
            made = once(steps, do)
        finally:
            self._stepping = False
        self.steps = steps
        return made


def _hashable(name: Hashable) -> bool:
    try:
        hash(name)
    except TypeError:
        return False
    return True


def _given() -> str:
    """The settings that this test has changed."""
    changed: dict[str, Any] = {}
    holder = settings._wrapped  # type: ignore[misc]
    while isinstance(holder, UserSettingsHolder):
        changed = {key: value for key, value in vars(holder).items() if key.isupper()} | changed
        holder = holder.default_settings
    return repr(sorted((key, value) for key, value in changed.items() if key not in APART))


def _rows() -> dict[str, list[bytes]]:
    """The rows of every table that holds any, in the words of COPY."""
    return {
        table: _copied(table)
        for table in _filled(connection.introspection.django_table_names(only_existing=True))
    }


def _filled(tables: Iterable[str]) -> list[str]:
    """Those of the tables that hold at least one row."""
    asked = " UNION ALL ".join(f"(SELECT '{t}' FROM \"{t}\" LIMIT 1)" for t in sorted(tables))
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return sorted(name for (name,) in cursor.fetchall())


def _copied(table: str) -> list[bytes]:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copying:
        return b"".join(bytes(part) for part in copying).splitlines(keepends=True)


def _past(sequence: dict[str, str]) -> str:
    """Moves a sequence past the rows that were laid; never back, for a rolled-back test leaves it ahead."""
    table, column = sequence["table"], sequence["column"]
    name = f"pg_get_serial_sequence('\"{table}\"', '{column}')"
    return f'SELECT setval({name}, GREATEST(nextval({name}), (SELECT max({column}) FROM "{table}")))'
