"""A city as data: the folder of TOML files that its administrator reads and changes, and the same as frozen rows."""

from __future__ import annotations

import hashlib
from pathlib import Path

from huiyin.policy.check import Mistake, read
from huiyin.policy.rules.layout import Blueprint

__all__ = ["Blueprint", "Invalid", "digest", "folder", "load"]


class Invalid(Exception):
    """A blueprint that can't be used; `mistakes` says where and why."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


def folder(name_or_path: str | Path) -> Path:
    """The folder of a blueprint: a path as it is, else a name among the shipped ones.

    Those lie beside `src` in a checkout and inside the package once installed.
    """
    path = Path(name_or_path)
    if path.is_dir():
        return path
    package = Path(__file__).resolve().parent.parent
    shipped = [package / "_blueprints" / path, package.parent.parent / "blueprints" / path]
    return next((place for place in shipped if place.is_dir()), path)


def digest(path: Path) -> str:
    """SHA-256, as hex, over the names and contents of the folder's files: which edition this is."""
    total = hashlib.sha256()
    for file in sorted(path.glob("*.toml")):
        content = file.read_bytes()
        total.update(f"{file.name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def load(name_or_path: str | Path) -> Blueprint:
    """The blueprint of that name or in that folder. Raises Invalid with every mistake found in it."""
    path = folder(name_or_path)
    rows, mistakes = read(path)
    if mistakes:
        raise Invalid(mistakes)
    lists = {name: tuple(found.values()) for name, found in rows.items() if name != "city"}
    return Blueprint(path.resolve().name, digest(path), rows["city"][0], **lists)
