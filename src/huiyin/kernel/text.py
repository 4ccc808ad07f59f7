"""What people type, made safe to store, to compare, to put into a sheet, to show to the unit reported on."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Literal

from huiyin.kernel.lifecycle import Refused
from huiyin.kernel.redaction import KINDS, Redacted, redact

__all__ = ["KINDS", "Redacted", "clean", "fold", "neutral_cell", "redact"]

_LINE_END = re.compile("\r\n?|[\u0085\u2028\u2029]")
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but tab and newline
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks, which show a text as another than it is
    "\u200b\u2060\ufeff"  # invisible spaces; the joiners that emoji and some scripts need stay
    "\ud800-\udfff\ufffe\uffff"  # can't be encoded, or not in XML and so not in DOCX and XLSX
    "]"
)
_INVISIBLE = re.compile("[\\s\u00ad\u034f\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_MOST_MARKS = 30
"""Combining marks kept on one character, as in Unicode's Stream-Safe Text Format (UAX 15)."""


def _combining() -> str:
    """All combining characters as a character class; U+FF9E and U+FF9F decompose to such."""
    found = [c for c in range(0x300, 0x1E94B) if unicodedata.combining(chr(c))]
    return f"[{''.join(map(chr, [*found, 0xFF9E, 0xFF9F]))}]"


_MARK = re.compile(_combining())
_TOO_MANY = re.compile(f"({_MARK.pattern}{{{_MOST_MARKS}}}){_MARK.pattern}+")
_ILLEGAL_IN_SHEETS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORMULA = re.compile("\\s*[=+\\-@＝＋－＠]|[\t\r\n]")


def clean(text: str, limit: int) -> str | Refused:
    """`text` fit for storage: NFC, "\\n" as line end, no control, direction or invisible characters, trimmed.

    Emoji, rare characters and private-use ones stay. Longer than `limit` code points: Refused("too_long")
    with `length` and `limit`.
    """
    kept = _UNWANTED.sub("", _LINE_END.sub("\n", text)).strip()
    if len(kept) <= 4 * limit:  # no character composes from more than four
        kept = _composed(kept, "NFC")
    return kept if len(kept) <= limit else Refused("too_long", {"length": len(kept), "limit": limit})


def fold(text: str) -> str:
    """A form for comparing: NFKC (full-width becomes half-width), no case, no space, nothing invisible."""
    return _composed(_INVISIBLE.sub("", _composed(text).casefold()))


def _composed(text: str, form: Literal["NFC", "NFKC"] = "NFKC") -> str:
    """Normalised in time that grows with the length: it sorts a run of marks, which a hostile text makes endless."""
    # Every longer run shows at one of these characters; to look at each takes a hundred times longer.
    if _MARK.search(text[::_MOST_MARKS]):
        text = _TOO_MANY.sub(r"\1", text)
    return unicodedata.normalize(form, text)


def neutral_cell(value: Any) -> Any:
    """`value` as a spreadsheet may have it: text that would run as a formula gets an apostrophe in front.

    Full-width signs count, since Chinese and Japanese editions read them as formulas too. Other types pass.
    """
    if not isinstance(value, str):
        return value
    text = _ILLEGAL_IN_SHEETS.sub("", value)
    return f"'{text}" if _FORMULA.match(text) else text
