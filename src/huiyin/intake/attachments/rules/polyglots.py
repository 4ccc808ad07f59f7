"""Files that are two things at once: a picture that is also an archive, a recording that is also a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from huiyin.kernel.lifecycle import Refused

_SECOND = re.compile(
    rb"<script[\s>/]|<html[\s>]|<!doctype\s|<iframe[\s>]|<\?php\s|<svg\s[^>]{0,200}?xmlns"
    rb"|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|This program (cannot be run|must be run)",
    re.IGNORECASE,
)
_CARRY = 256
_TAIL = 65_557
"""An archive's table of contents ends with a record of 22 bytes and a comment of at most 65,535."""


def second_nature(blocks: Iterable[bytes], *, paper: bool = False, archive: bool = False) -> Refused | None:
    """Refused("polyglot", what else it is) for a file read block by block; None where it is one thing only.

    The patterns are long enough that 200 MB of noise practically never hold one by chance. Pictures are
    re-encoded anyway; audio and video are kept as sent, so that this is what protects whoever downloads them.
    """
    carry = tail = b""
    first = True
    for block in blocks:
        if first and not paper and b"%PDF-" in block[:1024]:
            return Refused("polyglot", {"found": "paper"})
        first = False
        if match := _SECOND.search(carry + block):
            return Refused("polyglot", {"found": _name(match.group())})
        carry, tail = (carry + block)[-_CARRY:], (tail + block)[-_TAIL:]
    if not archive and _ends_as_archive(tail):
        return Refused("polyglot", {"found": "archive"})
    return None


def _ends_as_archive(tail: bytes) -> bool:
    at = tail.rfind(b"PK\x05\x06")
    return (
        at >= 0
        and at + 22 <= len(tail)
        and at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") <= len(tail)
    )


def _name(found: bytes) -> str:
    if found.startswith(b"<"):
        return "page"
    return "program" if found.lower().startswith(b"this") else "archive"
