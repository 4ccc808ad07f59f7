"""Where a command finds its database: the one that DATABASE_URL names, else a server of the command's own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huiyin.site import environment as env
from huiyin.site.postgres import Server


@contextmanager
def kept() -> Iterator[None]:
    """The database in the folder `var`, which stays."""
    if env.text("DATABASE_URL"):
        ready()
        yield
        return
    with _served(Server(env.var() / "postgres")):
        yield


@contextmanager
def scratch(*, durable: bool) -> Iterator[None]:
    """An empty, migrated database that is thrown away at the end."""
    if env.text("DATABASE_URL"):
        ready()
        yield
        return
    folder = Path(tempfile.mkdtemp(prefix="huiyin-"))
    try:
        with _served(Server(folder / "postgres", durable)):
            yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _served(server: Server) -> Iterator[None]:
    server.start()
    try:
        os.environ["DATABASE_URL"] = server.create("huiyin")
        migrate()
        yield
    finally:
        os.environ.pop("DATABASE_URL", None)
        server.stop()


def ready() -> None:
    """Sets up Django against DATABASE_URL; a connection to another realm's data is refused from now on."""
    import django

    django.setup()
    from huiyin.site import realm

    realm.watch()


def migrate(verbosity: int = 0) -> None:
    """Brings the tables up to date, and writes the realm into a new database. Sets up Django."""
    ready()
    from django.core.management import call_command

    from huiyin.site import realm

    call_command("migrate", verbosity=verbosity, interactive=False)
    realm.claim()
