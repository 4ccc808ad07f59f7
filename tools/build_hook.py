"""Compiles every translation (.po) beside it into the .mo that gettext reads, when the package is built."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_all(root: Path) -> list[Path]:
    """Writes a .mo beside each .po under `root`; returns what was written."""
    written = []
    for source in sorted(root.rglob("*.po")):
        target = source.with_suffix(".mo")
        with source.open("rb") as text:
            catalog = read_po(text)
        with target.open("wb") as binary:
            write_mo(binary, catalog)
        written.append(target)
    return written


class CompileTranslations(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_all(Path(self.root) / "src")
