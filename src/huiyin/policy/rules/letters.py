"""The papers that a city sends to those whom it supervises, as rows: who writes them, who signs, what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from huiyin.policy.rules.fields import CODE, must
from huiyin.policy.rules.shape import Wrong

BLANKS = frozenset({
    "unit", "issuer", "number", "matter", "summary", "demand", "received", "assigned", "due", "days_late",
    "earlier", "reply_days", "period", "list", "figures", "by_type", "by_system", "by_unit", "scores",
    "by_channel", "by_handler", "problems", "items", "measures",
})  # fmt: skip
"""What a template may leave open. What the program doesn't know when a letter is drafted, its writer fills in."""


@dataclass(frozen=True, kw_only=True)
class LetterIssuer:
    """A body that sends letters. `mark` begins their numbers (机关代字); `head` is printed in red, else its name.

    `enquiries`: whom to ask.
    """

    unit: str = must(unique=True, refers="units")
    mark: str = must(unique=True)
    head: str = ""
    enquiries: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterKind:
    """A kind of paper (facts 4.3). `form` after GB/T 9704: a document with a red head, or a letter (信函格式).

    `mark` follows the issuer's in its number. `writers` draft and judge replies, `levels` approve one after the other,
    `signers` sign: roles held for the issuer. `reply` names the limit within which it is answered; without, it isn't.
    """

    code: str = must(unique=True, pattern=CODE)
    name: str
    name_en: str
    form: str = must(one_of=("document", "letter"))
    mark: str = must(unique=True)
    title: str
    body: str
    writers: tuple[str, ...] = must(refers="roles")
    levels: tuple[str, ...] = must((), refers="roles")
    signers: tuple[str, ...] = must(refers="roles")
    reply: str = ""
    urgency: str = must("", one_of=("特急", "加急"))
    note: str = ""


def wrong_letters(rows: Mapping[str, Mapping[int, Any]]) -> Iterator[Wrong]:
    """Letters that ask for unknown limits or blanks, and a city whose committee can't write any."""
    limits = {limit.name for limit in rows["limits"].values() if not limit.region}
    for at, kind in rows["letter_kinds"].items():
        if kind.reply and limits and kind.reply not in limits:
            yield ("letter_kinds", at, "reply"), f"there is no limit {kind.reply} that holds everywhere"
        if not kind.writers or not kind.signers:
            yield ("letter_kinds", at), "somebody has to write it, and somebody to sign it"
        for key in ("title", "body"):
            yield from _wrong_blanks(at, key, getattr(kind, key))
    issuing = {row.unit for row in rows["letter_issuers"].values()}
    if (city := rows["city"].get(0)) and city.committee not in issuing:
        yield ("letter_issuers",), f"{city.committee} is missing: the city's committee sends letters"


def _wrong_blanks(at: int, key: str, text: str) -> Iterator[Wrong]:
    try:
        blanks = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        yield ("letter_kinds", at, key), f"can't be read: {error}"
        return
    for name in sorted(blanks - BLANKS):
        yield ("letter_kinds", at, key), f"{{{name}}} is unknown; known are {', '.join(sorted(BLANKS))}"
