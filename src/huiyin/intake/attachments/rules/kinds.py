"""Which files are taken, how large and how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from huiyin.kernel.lifecycle import Refused

MB = 1_000_000


class Kind(StrEnum):
    PHOTO = "photo"
    AUDIO = "audio"
    VIDEO = "video"
    PAPER = "paper"
    DOCUMENT = "document"


STREAMED = frozenset({Kind.AUDIO, Kind.VIDEO})
"""Kinds that are never held in memory whole. They are kept as sent and may carry metadata."""


@dataclass(frozen=True)
class Format:
    """`suffix` is only for the name under which staff download the file."""

    name: str
    kind: Kind
    media_type: str
    suffix: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
FORMATS: Mapping[str, Format] = {
    f.name: f
    for f in (
        Format("jpeg", Kind.PHOTO, "image/jpeg", ".jpg"),
        Format("png", Kind.PHOTO, "image/png", ".png"),
        Format("webp", Kind.PHOTO, "image/webp", ".webp"),
        Format("mp3", Kind.AUDIO, "audio/mpeg", ".mp3"),
        Format("m4a", Kind.AUDIO, "audio/mp4", ".m4a"),
        Format("aac", Kind.AUDIO, "audio/aac", ".aac"),
        Format("ogg", Kind.AUDIO, "audio/ogg", ".ogg"),
        Format("wav", Kind.AUDIO, "audio/wav", ".wav"),
        Format("amr", Kind.AUDIO, "audio/amr", ".amr"),
        Format("mp4", Kind.VIDEO, "video/mp4", ".mp4"),
        Format("mov", Kind.VIDEO, "video/quicktime", ".mov"),
        Format("webm", Kind.VIDEO, "video/webm", ".webm"),
        Format("3gp", Kind.VIDEO, "video/3gpp", ".3gp"),
        Format("pdf", Kind.PAPER, "application/pdf", ".pdf"),
        Format("office", Kind.DOCUMENT, "application/zip", ".zip"),  # until its table of contents is here
        Format("docx", Kind.DOCUMENT, _OFFICE + "wordprocessingml.document", ".docx"),
        Format("xlsx", Kind.DOCUMENT, _OFFICE + "spreadsheetml.sheet", ".xlsx"),
    )
}

SUFFIXES: Mapping[str, str] = {f.media_type: f.suffix for f in FORMATS.values()}


def _file_bytes() -> Mapping[Kind, int]:
    return {
        Kind.PHOTO: 20 * MB,
        Kind.AUDIO: 50 * MB,
        Kind.VIDEO: 200 * MB,
        Kind.PAPER: 20 * MB,
        Kind.DOCUMENT: 20 * MB,
    }


@dataclass(frozen=True)
class Limits:
    """A city's limits. Sizes are in bytes, `free_bytes` is what must stay free on the disk for texts."""

    file_bytes: Mapping[Kind, int] = field(default_factory=_file_bytes)
    files: int = 9
    total_bytes: int = 400 * MB
    chunk_bytes: int = 1_048_576
    free_bytes: int = 1_000 * MB
    kept_unsent: timedelta = timedelta(hours=24)


def admit(size: int, *, files: int, total: int, free: int, limits: Limits) -> Refused | None:
    """Whether a file announced with `size` may begin, beside `files` files of `total` bytes of the same form.

    `free` is what is free on the disk, in bytes. Refusals: disk_low, empty, too_many_files, too_large,
    too_large_together.
    """
    if free - size < limits.free_bytes:
        return Refused("disk_low")
    if size <= 0:
        return Refused("empty")
    if files >= limits.files:
        return Refused("too_many_files", {"limit": limits.files})
    if size > (largest := max(limits.file_bytes.values())):
        return Refused("too_large", {"kind": "any", "limit_mb": largest // MB})
    if total + size > limits.total_bytes:
        return Refused("too_large_together", {"limit_mb": limits.total_bytes // MB})
    return None


def admit_format(found: Format, size: int, limits: Limits) -> Refused | None:
    """Whether a file of this format may be `size` bytes large: asked as soon as the first bytes are here."""
    limit = limits.file_bytes[found.kind]
    if size > limit:
        return Refused("too_large", {"kind": found.kind.value, "limit_mb": limit // MB})
    return None


def may_release(kind: str) -> Refused | None:
    """Whether a file may be shown to the unit at all: only repainted pictures hold no voice or metadata."""
    return None if kind == Kind.PHOTO else Refused("kept_from_unit", {"kind": kind})
