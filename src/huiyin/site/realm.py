"""Which world a database belongs to: live, training or demo (S0-12). It says so itself and refuses another.

The word is the comment on Django's own table of migrations: it is there before any data, it travels with a
dump, and nothing in the program deletes it. Every new connection reads it, whatever started the connection.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created

from huiyin.site.environment import Misconfigured


class WrongRealm(Misconfigured):
    """This database holds data of another realm; nothing was read or written."""


def watch() -> None:
    """From now on every connection of this process is checked as it opens."""
    connection_created.connect(_check, dispatch_uid="realm")


def claim() -> None:
    """Writes the realm into a database that has none yet; after `migrate`, which makes the table."""
    if of(connection) is None:
        with connection.cursor() as cursor:
            cursor.execute(f"COMMENT ON TABLE django_migrations IS 'realm: {settings.REALM}'")


def _check(connection: Any, **_: Any) -> None:
    realm = of(connection)
    if realm not in (None, settings.REALM):
        connection.close()
        raise WrongRealm(
            f"this database holds {realm} data, and HUIYIN_REALM is {settings.REALM}. "
            f"Use another database, or HUIYIN_REALM={realm}."
        )


def of(connection: Any) -> str | None:
    """The realm that the connected database belongs to; None where it has none yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass('django_migrations'), 'pg_class')")
        comment: str | None = cursor.fetchone()[0]
    return comment.removeprefix("realm: ") if comment else None
