"""An e-mail as bytes, read as a letter: whose, what about, what it says, what is enclosed. Any bytes give an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from huiyin.intake.channels.mail.rules.charsets import decoded, header
from huiyin.intake.channels.mail.rules.pages import text_of
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.identifiers import mail_address
from huiyin.kernel.lifecycle import Refused
from huiyin.kernel.text import clean

SUBJECT_LIMIT = 300
DEEPEST, MOST_PARTS = 20, 200
"""Beyond this a message is built to be a trouble, not to be read."""

_TINY = 2_048
"""Bytes: pictures inside the text that are smaller are logos and marks of being read."""


@dataclass(frozen=True)
class Letter:
    """`sender` is a clean address or "". `files` are what is enclosed, pictures inside the text among them."""

    sender: str
    subject: str
    body: str
    files: tuple[bytes, ...]
    message_id: str
    answers: tuple[str, ...]
    sent_at: datetime | None

    @property
    def text(self) -> str:
        """As a report says it: the subject first, unless it only says what the letter begins with."""
        again = not self.subject or self.body.startswith(self.subject)
        return self.body if again else f"{self.subject}\n{self.body}".strip()

    @property
    def mark(self) -> str:
        """What is the same whenever this letter comes again. Not the id alone: anyone may set that."""
        files = "".join(hashlib.sha256(file).hexdigest() for file in self.files)
        said = "\n".join((self.message_id, self.sender, self.subject, self.body, files))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def read(raw: bytes) -> Letter | Refused:
    """The letter in `raw`. Refused: unreadable_mail, where neither text nor enclosures can be made out."""
    message = message_from_bytes(raw, policy=compat32)
    parts = list(_parts(message))
    if parts and parts[-1] is None:
        return Refused("unreadable_mail", {"why": "parts"})
    leaves = [part for part in parts if part is not None]
    body = _body(leaves)
    files = tuple(data for part in leaves if (data := _file(part)))
    if body is None and not files:
        return Refused("unreadable_mail", {"why": "text"})
    cut = clean(body or "", len(raw) + 1)
    subject = clean(header(message.get("Subject")), SUBJECT_LIMIT)
    return Letter(
        sender=sender_of(message),
        subject="" if isinstance(subject, Refused) else " ".join(subject.split()),
        body="" if isinstance(cut, Refused) else cut,
        files=files,
        message_id=str(message.get("Message-ID") or "").strip()[:400],
        answers=_ids(message),
        sent_at=_sent(message),
    )


def sender_of(message: Message) -> str:
    """The one address in From; "" where there is none, or several."""
    said = header(message.get("From"))
    found = [mail_address(address) if address in said else "" for _name, address in getaddresses([said])]
    good = [address for address in found if isinstance(address, str) and address]
    return good[0] if len(good) == len(found) == 1 else ""


def _ids(message: Message) -> tuple[str, ...]:
    """The messages that this one answers, latest first."""
    said = f"{message.get('References') or ''} {message.get('In-Reply-To') or ''}"
    return tuple(dict.fromkeys(reversed(said.split())))[:20]


def _sent(message: Message) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(message.get("Date") or ""))
    except (TypeError, ValueError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def _parts(message: Message) -> Iterator[Message | None]:
    """The leaves, in order; a last None where there are too many or they lie too deep. Forwarded mail is a file."""
    waiting: list[tuple[Any, int]] = [(message, 0)]
    count = 0
    while waiting:
        part, depth = waiting.pop(0)
        count += 1
        if depth > DEEPEST or count > MOST_PARTS:
            yield None
            return
        inside = part.get_payload()
        if isinstance(inside, list) and part.get_content_maintype() == "multipart":
            waiting[:0] = [(one, depth + 1) for one in inside]
        else:
            yield part


def _body(leaves: list[Message]) -> str | None:
    """What is written: the plain text, else the page as text; None where there is none that can be read."""
    plain = [said for part in leaves if _is_text(part, "plain") and (said := decoded(part)) is not None]
    if any(said.strip() for said in plain):
        return "\n".join(plain)
    pages = [
        text_of(said) for part in leaves if _is_text(part, "html") and (said := decoded(part)) is not None
    ]
    return "\n".join(pages or plain) if pages or plain else None


def _is_text(part: Message, kind: str) -> bool:
    return part.get_content_type() == f"text/{kind}" and part.get_content_disposition() != "attachment"


def _file(part: Message) -> bytes:
    """What is enclosed; b"" where the part is text to be read here, or a logo."""
    if (
        part.get_content_type() in ("text/plain", "text/html")
        and part.get_content_disposition() != "attachment"
    ):
        return b""
    if isinstance(part.get_payload(), list):  # a forwarded message: its text is in the file
        return b"".join(one.as_bytes() for one in part.get_payload() if isinstance(one, Message))
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    inline = part.get_content_disposition() != "attachment" and part.get_content_maintype() == "image"
    return data if isinstance(data, bytes) and not (inline and len(data) < _TINY) else b""
