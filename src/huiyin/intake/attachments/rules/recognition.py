"""What a file is, by its first bytes. Its name and the type that the sender claims are never asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import puremagic

from huiyin.intake.attachments.rules.kinds import FORMATS, Format
from huiyin.kernel.lifecycle import Refused

HEAD_BYTES = 4096
"""How much of the beginning is needed (less only where the file itself is shorter)."""

_SIGNATURES: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("jpeg", re.compile(rb"\xff\xd8\xff[\xc0-\xfe]", re.DOTALL)),
    ("png", re.compile(rb"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")),
    ("webp", re.compile(rb"RIFF....WEBPVP8[ LX]", re.DOTALL)),
    ("wav", re.compile(rb"RIFF....WAVE", re.DOTALL)),
    ("ogg", re.compile(rb"OggS\0.{22,280}?(OpusHead|\x01vorbis|Speex   )", re.DOTALL)),
    ("amr", re.compile(rb"#!AMR(-WB)?\n")),
    ("webm", re.compile(rb"\x1a\x45\xdf\xa3.{0,60}?\x42\x82.webm", re.DOTALL)),
    ("mov", re.compile(rb"....(moov|mdat|wide|free|skip)", re.DOTALL)),
    ("pdf", re.compile(rb"%PDF-[12]\.\d")),
    ("office", re.compile(rb"PK\x03\x04")),
)
_BRANDS: Mapping[bytes, str] = {
    b"M4A ": "m4a", b"M4B ": "m4a", b"qt  ": "mov", b"3gp": "3gp", b"3g2": "3gp", b"3ge": "3gp",
    b"iso": "mp4", b"mp4": "mp4", b"avc1": "mp4", b"MSNV": "mp4", b"M4V": "mp4", b"dash": "mp4",
}  # fmt: skip
_HEIF = (b"hei", b"hev", b"mif1", b"msf1", b"avif", b"avis")
_REFUSED: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("program", re.compile(rb"MZ|\x7fELF|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|\xfe\xed\xfa|dex\n|\0asm")),
    ("page", re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")),
    ("script", re.compile(rb"#!|[\s]*(@echo|import |function|var |\$|rem )", re.IGNORECASE)),
    ("archive", re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ")),
    ("old_office", re.compile(rb"\xd0\xcf\x11\xe0")),
)


def recognise(head: bytes) -> Format | Refused:
    """The format of a file that begins with `head` (HEAD_BYTES of it, or all).

    Refusals: empty; heic (iPhone pictures that can't be read here); wrong_type with what was found.
    """
    if not head:
        return Refused("empty")
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    for name, signature in _SIGNATURES:
        if signature.match(head):
            return FORMATS[name]
    for name, matches in _FRAMED.items():
        if matches(head):
            return FORMATS[name]
    return Refused("wrong_type", _found(head))


def _by_brand(head: bytes) -> Format | Refused:
    brand = head[8:12]
    if brand.startswith(_HEIF):
        return Refused("heic")
    for start, name in _BRANDS.items():
        if brand.startswith(start):
            return FORMATS[name]
    return Refused("wrong_type", {"found": "other", "name": brand.decode("ascii", "replace").strip()})


def _mp3(head: bytes) -> bool:
    """An ID3v2 tag (its size has four bytes of seven bits each) or two MPEG layer III frames in a row."""
    if re.match(rb"ID3[\x02-\x04][^\xff].[\x00-\x7f]{4}", head, re.DOTALL):
        return True
    length = _mp3_frame(head)
    return bool(length) and (len(head) < length + 4 or bool(_mp3_frame(head[length:])))


def _mp3_frame(data: bytes) -> int:
    """The length in bytes of the layer III frame at the beginning of `data`; 0 where there is none."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE6 != 0xE2:
        return 0
    version, rate, sampling = (data[1] >> 3) & 3, data[2] >> 4, (data[2] >> 2) & 3
    if version == 1 or rate in (0, 15) or sampling == 3:
        return 0
    first = version == 3
    kbit = ((32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320) if first else
            (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160))[rate - 1]  # fmt: skip
    hertz = (44100, 48000, 32000)[sampling] // {3: 1, 2: 2, 0: 4}[version]
    return (144 if first else 72) * kbit * 1000 // hertz + ((data[2] >> 1) & 1)


def _aac(head: bytes) -> bool:
    """Two ADTS frames in a row."""
    length = _aac_frame(head)
    return bool(length) and (len(head) < length + 7 or bool(_aac_frame(head[length:])))


def _aac_frame(data: bytes) -> int:
    if len(data) < 7 or data[0] != 0xFF or data[1] & 0xF6 != 0xF0 or (data[2] >> 2) & 15 > 12:
        return 0
    length = (data[3] & 3) << 11 | data[4] << 3 | data[5] >> 5
    return length if length >= 7 else 0


_FRAMED: Mapping[str, Callable[[bytes], bool]] = {"mp3": _mp3, "aac": _aac}


def _found(head: bytes) -> dict[str, str]:
    """A name for what was refused, for the message: a class of ours, and an extension where one is known."""
    for name, signature in _REFUSED:
        if signature.match(head):
            return {"found": name}
    try:
        return {"found": "other", "name": puremagic.from_string(head).lstrip(".")}
    except (puremagic.PureError, ValueError):
        return {"found": "other"}
