"""PDF, DOCX and XLSX: kept as sent and only ever downloaded, so that nothing in them may run or explode."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from huiyin.intake.attachments.rules.kinds import FORMATS, Format
from huiyin.kernel.lifecycle import Refused

_ACTIVE_PDF = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia|XFA)[\s/<(\[\]>]")
_ACTIVE_OFFICE = re.compile(r"vbaproject|activex|macrosheets", re.IGNORECASE)
_ENTRIES = 5_000
_UNPACKED = 200_000_000
_RATIO = 200


def check_pdf(data: bytes) -> Refused | None:
    """Refusals: broken (no end), active_content. What hides inside compressed objects isn't looked for."""
    if b"%%EOF" not in data[-2048:]:
        return Refused("broken")
    if _ACTIVE_PDF.search(data):
        return Refused("active_content")
    return None


def check_office(data: bytes) -> Format | Refused:
    """DOCX or XLSX by the archive's own table of contents.

    Refusals: broken, bomb, wrong_type (another archive), active_content (macros), polyglot (more behind it).
    """
    end = data.rfind(b"PK\x05\x06") + 22
    if end != len(data):
        return Refused("polyglot", {"found": "other"}) if 22 <= end < len(data) else Refused("broken")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _explodes(archive) or _office(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        return Refused("broken")


def _explodes(archive: zipfile.ZipFile) -> Refused | None:
    """Unpacks every entry as far as its announced size: one that announces too little fails its checksum."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    dense = unpacked > 1_000_000 and unpacked / packed > _RATIO
    if dense or unpacked > _UNPACKED or len(entries) > _ENTRIES:
        return Refused("bomb")
    for entry in entries:
        with archive.open(entry) as content:
            while content.read(65_536):
                pass
    return None


def _office(archive: zipfile.ZipFile) -> Format | Refused:
    names = set(archive.namelist())
    if any(_ACTIVE_OFFICE.search(name) for name in names):
        return Refused("active_content")
    if "[Content_Types].xml" in names and b"macroEnabled" in archive.read("[Content_Types].xml"):
        return Refused("active_content")
    for name, main in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")):
        if main in names and "[Content_Types].xml" in names:
            return FORMATS[name]
    return Refused("wrong_type", {"found": "archive"})
