"""Compiles translations: every .po into the .mo beside it that gettext reads. Needs Babel only."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_all(root: Path) -> list[Path]:
    """Writes a .mo beside each .po under `root` that is newer than it; returns what was written."""
    written = []
    for source in sorted(root.rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        with source.open("rb") as text:
            catalog = read_po(text)
        with target.open("wb") as binary:
            write_mo(binary, catalog)
        written.append(target)
    return written
