"""Named by ENGINE; Django wants the class in a module of this name."""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations

MOST_PREPARED = 400
"""Of one connection; each takes some ten kilobytes of the server's memory."""


class Operations(DatabaseOperations):
    """Says also what a prepared statement was, whose values are sent apart from it."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> str:
        return super().last_executed_query(cursor, sql, params) or str(self.compose_sql(sql, params))


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, asked at the socket whether a connection survived since the last request.

    Nothing is due on an idle connection: what can be read there is the end of it, or its last words. This is seen
    without a round trip, so every request can look. Django would send a SELECT.
    """

    ops_class = Operations

    def get_connection_params(self) -> dict[str, Any]:
        """Statements of `ledger.prepared` are prepared when they come for the third time. Django's own never are."""
        return {**super().get_connection_params(), "prepare_threshold": 2}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Remembers more statements than all acts have wordings: one that falls out is planned anew each time."""
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = MOST_PREPARED
        return connection

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0)
