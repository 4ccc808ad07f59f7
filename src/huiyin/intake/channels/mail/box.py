"""A mailbox on a real server, by IMAP: what lies in it, and where it goes once it was read. Nothing is ever deleted."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from time import mktime
from typing import Any
from urllib.parse import unquote, urlsplit

TIMEOUT = 20.0
"""Seconds: a server that hangs must not keep the worker from its other work for long."""

_SIZE, _DATE = re.compile(rb"RFC822\.SIZE (\d+)"), re.compile(rb'INTERNALDATE "[^"]+"')


class MailboxError(Exception):
    """The mailbox can't be read now. `reason` is a code without address or password in it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Place:
    """Where a mailbox is: `imaps://user@host:993/INBOX`, or `imap://` with STARTTLS where the server has it."""

    url: str
    password: str
    done: str = "Processed"
    failed: str = "Failed"


class Mailbox:
    """An open mailbox. UIDs are valid while it is open."""

    def __init__(self, connection: imaplib.IMAP4, place: Place) -> None:
        self.imap, self.place = connection, place
        (able,) = self._asked(
            "CAPABILITY", connection.capability()
        )  # most say more once somebody has logged in
        self.moves, self.picks = b"MOVE" in able.upper().split(), b"UIDPLUS" in able.upper().split()

    def waiting(self) -> list[str]:
        """The UIDs of what lies in the mailbox, oldest first."""
        (found,) = self._asked("UID SEARCH", self.imap.uid("SEARCH", "UNDELETED"))
        return [uid.decode() for uid in found.split()] if isinstance(found, bytes) else []

    def look(self, uid: str) -> tuple[int, datetime] | None:
        """How large a message is, in bytes, and when it came; None where somebody took it away meanwhile."""
        answer = self._asked("UID FETCH", self.imap.uid("FETCH", uid, "(RFC822.SIZE INTERNALDATE)"))
        said = b" ".join(part for part in answer if isinstance(part, bytes))
        size, when = _SIZE.search(said), _DATE.search(said)
        if size is None or when is None:
            return None
        at = imaplib.Internaldate2tuple(when[0])
        return int(size[1]), datetime.fromtimestamp(mktime(at), UTC) if at else datetime.min.replace(
            tzinfo=UTC
        )

    def read(self, uid: str) -> bytes:
        """The whole message; b"" where it is gone. It is not marked as seen."""
        answer = self._asked("UID FETCH", self.imap.uid("FETCH", uid, "(BODY.PEEK[])"))
        return next((part[1] for part in answer if isinstance(part, tuple)), b"")

    def put_away(self, uid: str, *, failed: bool) -> None:
        """Moves a message to the folder of those that were taken in, or of those that weren't."""
        folder = self.place.failed if failed else self.place.done
        with suppress(imaplib.IMAP4.error):
            self.imap.create(folder)  # it may be there
        if self.moves:
            self._asked("UID MOVE", self.imap.uid("MOVE", uid, folder))
            return
        self._asked("UID COPY", self.imap.uid("COPY", uid, folder))
        self._asked("UID STORE", self.imap.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
        if self.picks:
            self._asked("UID EXPUNGE", self.imap.uid("EXPUNGE", uid))

    def _asked(self, what: str, answer: tuple[str, list[Any]]) -> list[Any]:
        if answer[0] != "OK":
            raise MailboxError(f"refused_{what.replace(' ', '_').lower()}")
        return answer[1]


@contextmanager
def opened(place: Place) -> Iterator[Mailbox]:
    """The mailbox, for as long as the block takes. Raises MailboxError: unreachable, log_in_refused, no_such_folder."""
    connection = _connected(place)
    try:
        yield Mailbox(connection, place)
    except (OSError, imaplib.IMAP4.abort) as error:
        raise MailboxError("connection_lost") from error
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            connection.logout()


def _connected(place: Place) -> imaplib.IMAP4:
    parts = urlsplit(place.url)
    host, secure = parts.hostname or "localhost", parts.scheme == "imaps"
    try:
        context = ssl.create_default_context()
        if secure:
            connection: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                host, parts.port or 993, ssl_context=context, timeout=TIMEOUT
            )
        else:
            connection = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT)
            if "STARTTLS" in connection.capabilities:
                connection.starttls(context)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxError("unreachable") from error
    try:
        connection.login(unquote(parts.username or ""), place.password)
    except (OSError, imaplib.IMAP4.error):
        raise MailboxError("log_in_refused") from None  # the error repeats what was said
    if connection.select(unquote(parts.path.lstrip("/")) or "INBOX")[0] != "OK":
        raise MailboxError("no_such_folder")
    return connection
