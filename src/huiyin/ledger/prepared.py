"""Statements that come a hundred times a second: the server parses and plans them once per connection."""

from __future__ import annotations

from django.db import connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper


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
