"""Characters as they really come: GBK called GB2312, Big5, nothing declared, or something declared that isn't so."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

_MEANT = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "big5": "big5hkscs", "x-x-big5": "big5hkscs", "us-ascii": "utf-8", "ascii": "utf-8", "iso-8859-1": "cp1252",
    "unknown-8bit": "utf-8", "default": "utf-8", "utf8": "utf-8",
}  # fmt: skip
"""What is meant by what is declared: the older sets are parts of the newer ones."""

_TRIED = ("utf-8", "gb18030", "big5hkscs")


def text(data: bytes, declared: str = "") -> str | None:
    """`data` in the declared set where that fits, else in the first that does; None where none does."""
    name = declared.strip().strip("'\"").lower()
    for charset in dict.fromkeys((_MEANT.get(name, name), *_TRIED)):
        try:
            found = data.decode(charset) if charset else None
        except (LookupError, ValueError):
            continue
        if found is not None and "\0" not in found:
            return found
    return None


def decoded(part: Message) -> str | None:
    """The text of a leaf; None where it can't be made out."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return None
    return text(data, _charset(part)) if isinstance(data, bytes) else None


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset("") or ""
    except (ValueError, LookupError, TypeError):
        return ""


def header(value: object) -> str:
    """A header in words, on one line; raw bytes of another set, as some programs send them, are made out too."""
    if value is None:
        return ""
    pieces: list[tuple[str | bytes, str | None]]
    try:
        pieces = decode_header(value)  # type: ignore[arg-type]  # a Header, where the bytes were raw
    except (HeaderParseError, ValueError, LookupError):
        pieces = [(str(value), None)]
    said = []
    for piece, charset in pieces:
        data = piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogateescape")
        said.append(text(data, charset or "") or "")
    return " ".join("".join(said).split())
