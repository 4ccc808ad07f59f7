"""Statements that come a hundred times a second: the server parses and plans them once per connection."""

from __future__ import annotations

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper


def prepared() -> CursorWrapper:
    """A cursor like `connection.cursor()` that sends values apart from the statement.

    A statement is prepared when it comes again and again (`site.engine` says when). Only for statements whose text
    never changes: each text stays in the server's memory while the connection lasts.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
        return connection._prepare_cursor(cursor)  # type: ignore[attr-defined, no-any-return]
