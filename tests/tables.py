"""The empty tables that tests begin with: migrated once for each state of the migrations, copied from then on."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

from huiyin.site import postgres
from huiyin.site.postgres import Server

ROOT = Path(__file__).parent.parent
KEPT = ROOT / ".tools" / "tables"


def server(folder: Path) -> Server:
    """A server in `folder`, started, with the empty tables in it."""
    copied(folder)
    return Server(folder, durable=False).start()


def copied(folder: Path) -> None:
    """The files of a server with the empty tables in it; whoever comes first makes them for all."""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / _state()
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _make(kept)
    subprocess.run(["cp", "-a", "--reflink=auto", kept, folder], check=True)


def lay(url: str, name: str) -> None:
    """A new database `name` on the server at `url`, its tables empty."""
    with psycopg.connect(url, autocommit=True) as connection:
        empty = _empty(url, connection)
        for command in ("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {} TEMPLATE {}"):
            words = [Identifier(name), Identifier(empty)][: command.count("{}")]
            connection.execute(SQL(command).format(*words))


def drop(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _make(kept: Path) -> None:
    for old in KEPT.glob("tables-*"):
        shutil.rmtree(old)
    making = Server(Path(tempfile.mkdtemp(prefix="making-", dir=KEPT)), durable=False).start()
    with psycopg.connect(making.url(), autocommit=True) as connection:
        _empty(making.url(), connection)
    making.stop()
    making.folder.rename(kept)


def _empty(url: str, connection: psycopg.Connection) -> str:
    """The database on this server that is only ever copied; made now if it isn't there."""
    name = f"huiyin_{_state()}"
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return name
    half = f"{name}_half"
    connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(half)))
    connection.execute(SQL("CREATE DATABASE {}").format(Identifier(half)))
    address = urlsplit(url)._replace(path=f"/{half}").geturl()
    # A database named as a test's own allows what tests do between them: emptying the ledger.
    given = {
        "DATABASE_URL": address,
        "HUIYIN_TEST_DATABASE": half,
        "DJANGO_SETTINGS_MODULE": "huiyin.site.settings",
    }
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=os.environ | given, check=True)
    connection.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(half), Identifier(name)))
    return name


def _state() -> str:
    """Another name for each state of the migrations, of the libraries that bring some, and of the server."""
    lock = ROOT / "requirements" / "run.txt"
    files = [*sorted((ROOT / "src").rglob("migrations/*.py")), lock, Path(postgres.__file__)]
    said = hashlib.sha256()
    for file in files:
        said.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return f"tables-{said.hexdigest()[:12]}"
