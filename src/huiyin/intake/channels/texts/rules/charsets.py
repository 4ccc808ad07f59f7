"""The characters of a text message, as the gateway passes them on."""

from __future__ import annotations

_WIDE = frozenset({"utf-16be", "ucs-2", "iso-10646-ucs-2", "utf-16"})


def decoded(data: bytes, charset: str) -> str | None:
    """The message in the set that the gateway names; None where it isn't in any that a telephone uses."""
    name = charset.strip().lower()
    tried = ["utf-16-be"] if name in _WIDE else ["utf-8", "gb18030", "cp1252"]
    for codec in tried:
        try:
            text = data.decode(codec)
        except ValueError:
            continue
        return None if "\0" in text else text
    return None
