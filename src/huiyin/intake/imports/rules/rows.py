"""One row of a table as a report: everything that receiving it needs, or what is wrong with it by field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from huiyin.intake.imports.rules.damage import damaged
from huiyin.intake.imports.rules.mapping import Mapping
from huiyin.intake.imports.rules.values import Cell, day, moment, text_of
from huiyin.intake.rules.submission import Checked, Submission, check
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import Refused
from huiyin.kernel.text import clean, fold

EARLIEST = date(1990, 1, 1)
"""Nothing in a table of reports is older; a date before it is a mistake of the export."""
ID_LIMIT = 48
REPLY_LIMIT = 10_000


@dataclass(frozen=True)
class Known:
    """What the city knows: words for its units (several ids: ambiguous) and problem types; units within reach."""

    units: Dict[str, frozenset[int]]
    types: Dict[str, str]
    within: frozenset[int]
    now: datetime


@dataclass(frozen=True)
class Past:
    """A row that can be received: the checked report, when it arrived there, and the answer it got."""

    checked: Checked
    received_at: datetime
    reply: str = ""
    replied_at: datetime | None = None

    @property
    def key(self) -> str:
        return self.checked.submission.key


Wrong = dict[str, Refused]


def read(headers: Sequence[str], cells: Sequence[Cell], mapping: Mapping, known: Known) -> Past | Wrong:
    """The row as a report of the past, or its mistakes. Pure: the same row gives the same answer and the same key."""
    if broken := damaged(headers, cells):
        return broken
    row = dict(zip(headers, cells, strict=False))

    def said(code: str) -> Cell:
        column = mapping.columns.get(code)
        value = row.get(column) if column else None
        return mapping.constants.get(code) if value in (None, "") else value

    wrong: Wrong = {}
    received = _when(said("received_at"), known.now, wrong)
    unit = _unit(mapping.means("unit", text_of(said("unit")).strip()), known, wrong)
    kind = _type(mapping.means("problem_type", text_of(said("problem_type")).strip()), known, wrong)
    reply, replied = _answer(said("reply"), said("replied_at"), received, known.now, wrong)
    occurred = _occurred(said("occurred_on"), wrong)
    name, phone, account = (text_of(said(code)).strip() for code in ("name", "phone", "account"))
    external = _external(text_of(said("external_id")).strip(), mapping, wrong)
    submission = Submission(
        key="",
        unit=unit or 0,
        text="\n".join(filter(None, (text_of(said(code)).strip() for code in ("title", "text")))),
        problem_type=kind,
        identity_mode="real_name" if name else "contact" if phone else "anonymous",
        officer_text=text_of(said("officer")),
        occurred_on=occurred,
        name=name,
        phone=phone,
        openid=f"{mapping.source}:{account}" if account else "",
        channel="import",
        external_id=external,
    )
    checked = _checked(submission, received, known, wrong)
    if not text_of(said("text")).strip():
        wrong["text"] = Refused("missing")
    if wrong or received is None or checked is None:
        return wrong
    return Past(_keyed(checked, mapping, received), received, reply, replied)


def _when(cell: Cell, now: datetime, wrong: Wrong) -> datetime | None:
    at = moment(cell)
    if not isinstance(at, Refused) and at > now:
        at = Refused("future_date")
    if not isinstance(at, Refused) and at.astimezone(SHANGHAI).date() < EARLIEST:
        at = Refused("not_a_moment", {"found": text_of(cell)[:30]})
    if isinstance(at, Refused):
        wrong["received_at"] = at
        return None
    return at


def _unit(word: str, known: Known, wrong: Wrong) -> int | None:
    if not word:
        wrong["unit"] = Refused("missing")
        return None
    found = known.units.get(fold(word), frozenset())
    if len(found) != 1:
        wrong["unit"] = Refused("ambiguous" if found else "unknown_word", {"word": word[:60]})
        return None
    (unit,) = found
    if unit not in known.within:
        wrong["unit"] = Refused("out_of_reach", {"word": word[:60]})
    return unit


def _type(word: str, known: Known, wrong: Wrong) -> str:
    code = known.types.get(fold(word), "")
    if not code:
        wrong["problem_type"] = Refused("unknown_word", {"word": word[:60]}) if word else Refused("missing")
    return code


def _answer(
    reply: Cell, at: Cell, received: datetime | None, now: datetime, wrong: Wrong
) -> tuple[str, datetime | None]:
    """The answer and its moment; both or none. Without a moment of its own an answer can't be put into time."""
    text = clean(text_of(reply), REPLY_LIMIT)
    if isinstance(text, Refused):
        wrong["reply"] = text
        return "", None
    if not text:
        return "", None
    when = moment(at)
    if isinstance(when, Refused):
        wrong["replied_at"] = when
    elif when > now:
        wrong["replied_at"] = Refused("future_date")
    elif received and when < received:
        wrong["replied_at"] = Refused("before_received")
    else:
        return text, when
    return "", None


def _occurred(cell: Cell, wrong: Wrong) -> date | None:
    found = None if cell in (None, "") else day(cell)
    if isinstance(found, Refused):
        wrong["occurred_on"] = found
        return None
    return found


def _external(number: str, mapping: Mapping, wrong: Wrong) -> str | None:
    if not number:
        if mapping.columns.get("external_id"):
            wrong["external_id"] = Refused("missing")
        return None
    if len(number) > ID_LIMIT:
        wrong["external_id"] = Refused("too_long", {"length": len(number), "limit": ID_LIMIT})
    return f"{mapping.source}:{number}"


def _checked(source: Submission, received: datetime | None, known: Known, wrong: Wrong) -> Checked | None:
    """The submission through the same checks as any citizen's; what was found wrong before isn't said twice."""
    today = (received or known.now).astimezone(SHANGHAI).date()
    result = check(source, types=frozenset(known.types.values()), today=today)
    if isinstance(result, Checked):
        return result
    for name, refused in result.items():
        wrong.setdefault("officer" if name == "officer_text" else name, refused)
    return None


def _keyed(checked: Checked, mapping: Mapping, received: datetime) -> Checked:
    """With the key by which the same row is known again: its number at the source, else all that it says."""
    source = checked.submission
    if source.external_id:
        key = f"import:{source.external_id}"
    else:
        facts = [dict(checked.content()), received.isoformat(), checked.name, checked.phone, source.openid]
        body = json.dumps([mapping.source, *facts], sort_keys=True, ensure_ascii=False)
        key = f"import:{hashlib.sha256(body.encode()).hexdigest()}"
    return replace(checked, submission=replace(source, key=key))
