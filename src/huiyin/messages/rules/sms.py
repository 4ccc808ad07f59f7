"""How long a text message is. Chinese goes as UCS-2: 70 units in one part, 67 in each of several."""

from __future__ import annotations

SINGLE, JOINED = 70, 67


def units(text: str) -> int:
    """Length in UTF-16 units: a rare character outside the basic plane takes two."""
    return len(text.encode("utf-16-be")) // 2


def parts(text: str) -> int:
    """How many text messages the operator sends, and charges, for `text` (signature included)."""
    length = units(text)
    return 1 if length <= SINGLE else -(-length // JOINED)


def signed(text: str, signature: str) -> str:
    """`text` under its sender's signature, as carriers demand it; unsigned where the gateway adds its own."""
    return f"【{signature}】{text}" if signature else text
