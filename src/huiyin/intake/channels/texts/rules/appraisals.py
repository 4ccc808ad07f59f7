"""A text message as somebody typed it: a number from 5 to 1, words, or both."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from huiyin.kernel.identifiers import phone
from huiyin.kernel.lifecycle import Refused

LEVELS = {5: "very_satisfied", 4: "satisfied", 3: "mostly", 2: "dissatisfied", 1: "very_dissatisfied"}
"""The national code of the five levels (facts 1.5)."""

LOW = frozenset({1, 2})
_LEVEL = re.compile(r"\s*([1-5])(?![0-9])\s*[分星]?\s*[.,;:、，。；：\-—)）]*\s*(.*)", re.DOTALL)
_NUMERALS = str.maketrans("一二三四五①②③④⑤", "1234512345")
_STOP = frozenset({"t", "td", "n", "退订", "取消"})


@dataclass(frozen=True)
class Said:
    """`level` is None where no number was sent; `words` are what else was."""

    level: int | None
    words: str

    @property
    def nothing(self) -> bool:
        return self.level is None and self.words.casefold() in (*_STOP, "")


def said(text: str) -> Said:
    """What a message says. A numeral counts only where it stands alone: 一次 is a word."""
    plain = text.strip()
    first = unicodedata.normalize("NFKC", plain[:1]) if len(plain) != 1 else plain
    alone = plain.translate(_NUMERALS) if len(plain) <= 2 else first + plain[1:]
    alone = unicodedata.normalize("NFKC", alone) if len(alone) <= 2 else alone
    found = _LEVEL.fullmatch(alone)
    return Said(int(found[1]), found[2].strip()) if found else Said(None, text.strip())


@dataclass(frozen=True)
class Message:
    """A message with whom it came from: an E.164 number, or "" for a machine."""

    sender: str
    text: str

    def to_bytes(self) -> bytes:
        """As it is sealed while it waits."""
        return json.dumps({"phone": self.sender, "text": self.text}, ensure_ascii=False).encode()


def from_bytes(data: bytes) -> Message | None:
    """A message that was sealed; None for what is none."""
    if not data.startswith(b'{"phone"'):
        return None
    found: dict[str, Any] = json.loads(data)
    return Message(found["phone"], found["text"])


def sender(number: str) -> str:
    """The number of a person; "" for the service numbers of companies, which nobody answers."""
    found = phone(number)
    return "" if isinstance(found, Refused) else found
