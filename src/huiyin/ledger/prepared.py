"""Statements that come a hundred times a second: the server parses and plans them once per connection."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.postgresql.psycopg_any import mogrify
from django.db.backends.utils import CursorWrapper
from django.db.models.query import FlatValuesListIterable, get_related_populators
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
Made = TypeVar("Made", bound=models.Model)


def prepared() -> CursorWrapper:
    """A cursor like `connection.cursor()` that sends values apart from the statement.

    A statement is prepared when it comes again and again (`site.engine` says when). Only for statements whose text
    never changes: each text stays in the server's memory while the connection lasts.
    """
    here = connections["default"]
    here.close_if_health_check_failed()
    here.ensure_connection()
    with here.wrap_database_errors:
        cursor = ServerBindingCursor(here.connection)  # type: ignore[call-arg]
        return here._prepare_cursor(cursor)  # type: ignore[attr-defined, no-any-return]


def inserting(row: models.Model, without: str = "") -> tuple[str, str, list[Any]]:
    """A new row as an INSERT needs it: its columns but its own id and `without`, a mark for each, and the values."""
    fields = [f for f in _said([row]) if f.column != without]
    return (*_columns(fields), _values(row, fields))


def _said(rows: Sequence[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of new rows of one model that have a value in any of them."""
    columns = [f for f in rows[0]._meta.concrete_fields if not f.primary_key]
    return [f for f in columns if any(getattr(row, f.attname) is not None for row in rows)]


def _columns(fields: Sequence[models.Field[Any, Any]]) -> tuple[str, str]:
    return ", ".join(str(f.column) for f in fields), ", ".join(["%s"] * len(fields))


def _values(row: models.Model, fields: Sequence[models.Field[Any, Any]]) -> list[Any]:
    return [f.get_db_prep_save(getattr(row, f.attname), connections["default"]) for f in fields]


Part = tuple[str, list[Any]]
"""The words of a statement and their values: for a cursor, or as one of several under a WITH."""


def adding(*rows: models.Model) -> Part:
    """New rows of one model, in their order; names their ids."""
    fields = _said(rows)
    columns, marks = _columns(fields)
    places = ", ".join([f"({marks})"] * len(rows))
    words = f"INSERT INTO {rows[0]._meta.db_table} ({columns}) VALUES {places} RETURNING id"
    return words, [value for row in rows for value in _values(row, fields)]


def insert(row: Made) -> Made:
    """Inserts a new row and gives it its id. For what nearly every act writes; `Model.save` words each anew."""
    with prepared() as cursor:
        cursor.execute(*adding(row))
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, "default"
    return row


class Given(models.Expression):
    """Stands in a `Fixed` query or a `Change` for a value that is known when it is asked or made."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return "%s", [self]


Moment = datetime | models.Expression
"""A moment, or what stands for one in a query that is worded once."""


class Many(Given):
    """Stands behind `__in` for ids that are known when the query is asked."""

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return "(SELECT unnest(%s::bigint[]))", [self]


@dataclass(frozen=True)
class Text:
    """The words of a statement, and the names of what is `Given`, in the order of their marks."""

    sql: str
    names: tuple[str, ...]

    @classmethod
    def of(cls, sql: str, params: Sequence[Any]) -> Text:
        """What never changes is written into the words: only so do indexes of some rows serve a plan made once."""
        rest = iter(params)

        def word(mark: re.Match[str]) -> str:
            if mark[0] == "%%" or isinstance(value := next(rest), Given):
                return mark[0]
            return str(mogrify("%s", [value], connections["default"])).replace("%", "%%")

        return cls(re.sub("%[s%]", word, sql), tuple(p.name for p in params if isinstance(p, Given)))

    def filled(self, values: Mapping[str, Any]) -> Part:
        """What a cursor executes."""
        return self.sql, [values[name] for name in self.names]


class Fixed(Generic[Row]):
    """A query that Django words once in a process and the server plans once in a connection.

    `ask` makes the query, with relations by `select_related` alone and with `Given` where values will stand. In what
    every action asks, wording costs more than finding. `planned` is False where the value decides which way is best: a
    moment before which there is much, or nothing.
    """

    def __init__(self, ask: Callable[[], models.QuerySet[Any, Row]], *, planned: bool = True) -> None:
        self._ask, self._planned = ask, planned
        self._worded: tuple[Text | None, Callable[[Any], list[Row]]] | None = None

    def all(self, **values: Any) -> list[Row]:
        """Every row; `values` are what is `Given`, by name."""
        if self._worded is None:
            self._worded = self._word()
        text, made_of = self._worded
        if text is None:
            return []
        with prepared() if self._planned else connections["default"].cursor() as cursor:
            cursor.execute(*text.filled(values))
            return made_of(cursor.fetchall())

    def first(self, **values: Any) -> Row | None:
        """The first row; None where there is none."""
        return next(iter(self.all(**values)), None)

    def _word(self) -> tuple[Text | None, Callable[[Any], list[Row]]]:
        query = self._ask()
        compiler = query.query.get_compiler("default")
        try:
            text = Text.of(*compiler.as_sql())
        except EmptyResultSet:  # nothing can be found, whatever is asked
            return None, list
        columns = [expression for expression, _, _ in compiler.select]
        converters = compiler.get_converters(columns)
        made = self._maker(query, compiler)

        def made_of(rows: Any) -> list[Row]:
            return [
                made(row) for row in (compiler.apply_converters(rows, converters) if converters else rows)
            ]

        return text, made_of

    @staticmethod
    def _maker(query: models.QuerySet[Any, Row], compiler: SQLCompiler) -> Callable[[Any], Any]:
        """What a row becomes: one of the model with its relations, a tuple, or the one value of a flat list."""
        if query._fields is not None:  # type: ignore[attr-defined]
            return itemgetter(0) if issubclass(query._iterable_class, FlatValuesListIterable) else tuple
        info: Any = compiler.klass_info
        names = [compiler.select[at][0].target.attname for at in info["select_fields"]]
        related = get_related_populators(info, compiler.select, "default")  # type: ignore[call-arg]

        def one(row: Any) -> Any:
            made = query.model.from_db("default", names, row[: len(names)])
            for populator in related:
                populator.populate(row, made)
            return made

        return one


def worded(ask: Callable[..., models.QuerySet[Any, Row]]) -> Callable[..., Fixed[Row]]:
    """A query that is worded once for each of its arguments: they name all that its words depend on.

    For what is asked of many, each in words of their own: a viewer's cases. Nor is it planned once.
    """

    @lru_cache(512)
    def fixed(*of: Hashable) -> Fixed[Row]:
        return Fixed(partial(ask, *of), planned=False)

    return fixed


class Change:
    """An UPDATE that is worded and planned as seldom as a `Fixed` query: makes `changes` in the rows of `ask`."""

    def __init__(self, ask: Callable[[], models.QuerySet[Any, Any]], **changes: Any) -> None:
        self._ask, self._changes = ask, changes
        self._text: Text | None = None

    def make(self, **values: Any) -> int:
        """Changes the rows; how many there were. `values` are what is `Given`, by name."""
        with prepared() as cursor:
            cursor.execute(*self.part(**values))
            return int(cursor.rowcount)

    def part(self, **values: Any) -> Part:
        """`make`, to be written together with more."""
        if self._text is None:
            query: UpdateQuery = self._ask().query.chain(UpdateQuery)  # type: ignore[assignment]
            query.add_update_values(self._changes)
            self._text = Text.of(*query.get_compiler("default").as_sql())
        return self._text.filled(values)
