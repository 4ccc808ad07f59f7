"""What a citizen may send, checked field by field; nothing here knows a database or a page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from huiyin.kernel.identifiers import mail_address, phone
from huiyin.kernel.lifecycle import Refused
from huiyin.kernel.text import clean

IdentityMode = Literal["anonymous", "contact", "real_name"]
IDENTITY_MODES: tuple[IdentityMode, ...] = ("anonymous", "contact", "real_name")

PAST: frozenset[str] = frozenset({"import"})
"""Channels of reports that were taken elsewhere: a name may stand there without a telephone."""

TEXT_LIMIT = 5000
LETTER_LIMIT = 300_000
"""What comes on paper or by post is as long as it is; what is typed on our own pages has its field's measure."""

_LETTERS: frozenset[str] = frozenset(
    {"counter", "phone", "letter", "visit", "hotline", "mail", "instruction", "proposal"}
)

SEE_FILES = "见附件"
"""The text of a report that says everything in its files: a photo of a letter, a scan."""

NAME_LIMIT = 40
POSTAL_LIMIT = 200
OFFICER_LIMIT = 60
OLDEST = timedelta(days=366 * 20)
"""How far back an event may lie: older ones are told to staff in words."""


@dataclass(frozen=True)
class Submission:
    """A report as it came in, before it is checked. `key` is the form's idempotency key, drawn by the sender."""

    key: str
    unit: int
    text: str
    problem_type: str
    identity_mode: str
    place: int | None = None
    officer_text: str = ""
    officer: int | None = None
    occurred_on: date | None = None
    name: str = ""
    phone: str = ""
    openid: str = ""
    channel: str = "web"
    language: str = "zh-hans"
    uploads: tuple[str, ...] = ()
    external_id: str | None = None
    mail: str = ""
    postal: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    """(question, option), where the type of problem asks more."""


@dataclass(frozen=True)
class Checked:
    """A submission whose every field is clean; `phone` is E.164 or empty, `mail` an address or empty."""

    submission: Submission
    text: str
    officer_text: str
    name: str
    phone: str
    mail: str = ""
    postal: str = ""

    def content(self) -> Mapping[str, str | int | None]:
        """What the receipt's digest covers: the report, never the reporter."""
        source = self.submission
        return {
            "unit": source.unit,
            "text": self.text,
            "problem_type": source.problem_type,
            "officer": self.officer_text,
            "occurred_on": source.occurred_on.isoformat() if source.occurred_on else None,
            **answered(source.answers),
        }


def answered(answers: Iterable[tuple[str, str]]) -> dict[str, str | int | None]:
    """Answers as the digest covers them; nothing where nothing was asked, so that older digests still hold."""
    given = sorted(answers)
    return {"answers": ";".join(f"{question}={option}" for question, option in given)} if given else {}


def digest(content: Mapping[str, str | int | None], salt: str) -> str:
    """SHA-256 over salt and canonical JSON, as hex. The salt keeps a short text from being guessed from it."""
    body = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def text_limit(way: str) -> int:
    """How long a report may be that came this way."""
    return LETTER_LIMIT if way in _LETTERS else TEXT_LIMIT


def check(
    source: Submission, *, types: frozenset[str], today: date, limit: int = TEXT_LIMIT
) -> Checked | dict[str, Refused]:
    """The clean submission, or what is wrong by field name. `limit` is how long its text may be."""
    wrong: dict[str, Refused] = {}

    def tidy(field: str, value: str, limit: int) -> str:
        result = clean(value, limit)
        if isinstance(result, Refused):
            wrong[field] = result
            return ""
        return result.strip()

    text = tidy("text", source.text, limit) or (SEE_FILES if source.uploads and "text" not in wrong else "")
    officer_text = tidy("officer_text", source.officer_text, OFFICER_LIMIT)
    name = tidy("name", source.name, NAME_LIMIT) if source.identity_mode == "real_name" else ""
    known = source.identity_mode in ("contact", "real_name")
    postal = tidy("postal", source.postal, POSTAL_LIMIT) if known else ""
    number, mail = _reached(source, wrong) if known else ("", "")
    wrong.update(_missing(source, text, name, types, wrong))
    if source.occurred_on and not today - OLDEST <= source.occurred_on <= today:
        wrong["occurred_on"] = Refused("future_date" if source.occurred_on > today else "too_long_ago")
    return wrong or Checked(source, text, officer_text, name, number, mail, postal)


def _reached(source: Submission, wrong: dict[str, Refused]) -> tuple[str, str]:
    """Telephone and e-mail of who says who they are. One way to reach them is needed, and any given must be right."""
    found = {"phone": "", "mail": ""}
    reachable = source.mail or source.postal or source.channel in PAST
    for field, value, parse in (("phone", source.phone, phone), ("mail", source.mail, mail_address)):
        if value.strip() or (field == "phone" and not reachable):
            parsed = parse(value)
            if isinstance(parsed, Refused):
                wrong[field] = parsed
            else:
                found[field] = parsed
    return found["phone"], found["mail"]


def _missing(
    source: Submission, text: str, name: str, types: frozenset[str], wrong: Mapping[str, Refused]
) -> dict[str, Refused]:
    """The fields that are needed and empty, or hold what isn't on offer."""
    found: dict[str, Refused] = {}
    if not text and "text" not in wrong:
        found["text"] = Refused("missing")
    if source.problem_type not in types:
        found["problem_type"] = Refused("missing" if not source.problem_type else "unknown_choice")
    if source.identity_mode not in IDENTITY_MODES:
        found["identity_mode"] = Refused("missing")
    if source.identity_mode == "real_name" and not name and "name" not in wrong:
        found["name"] = Refused("missing")
    return found
