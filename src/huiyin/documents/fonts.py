"""Which typefaces this machine has, and which of them can draw a given text.

Typst replaces an unknown family without a word, so families are looked for here first, by name.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN")
SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN")
ROLES = {
    "sans": SANS,
    "serif": SERIF,
    "fangsong": ("FandolFang", "FandolFang R", "Zhuque Fangsong (technical preview)", *SERIF),
    "kai": ("LXGW WenKai", "FandolKai", "AR PL UKai CN", *SERIF),
    "mono": ("Noto Sans Mono CJK SC", "DejaVu Sans Mono"),
}
"""The families of each role, best first. GB/T 9704 asks for 仿宋; where there is none, a serif stands in."""

NEEDED = {"sans": "Noto Sans CJK SC", "serif": "Noto Serif CJK SC"}
ADVICE = "install Debian's package fonts-noto-cjk, or the Python package mplfonts"
OPTIONAL_WHEEL = "mplfonts"


class MissingFont(RuntimeError):
    """A family without which no Chinese paper can be set. The message says what to install."""


@dataclass(frozen=True)
class FontReport:
    """What was looked for: the family `found` for each role, and the families `missing` altogether."""

    found: dict[str, str]
    missing: tuple[str, ...]
    stand_ins: dict[str, str]
    """Roles that another kind of type has to play: {"fangsong": "Noto Serif CJK SC"}."""

    @property
    def advice(self) -> str:
        """What to do, or nothing."""
        return f"{', '.join(self.missing)} not found: {ADVICE}." if self.missing else ""


@dataclass(frozen=True)
class Library:
    """The typefaces that may be used: those of the system, and those in further folders."""

    faces: tuple[typst.FontInfo, ...]
    folders: tuple[Path, ...]

    @classmethod
    def opened(cls, folders: Iterable[Path], *, system: bool = True) -> Library:
        """Look through the system's font folders (fontconfig's among them) and `folders`."""
        folders = tuple(folders)
        paths = [str(folder) for folder in folders]
        fonts = typst.Fonts(include_system_fonts=system, include_embedded_fonts=True, font_paths=paths)
        return cls(tuple(face for face in fonts.fonts() if _permitted(face)), folders)

    def families(self) -> set[str]:
        """Names of all families."""
        return {face.family for face in self.faces}

    def chain(self, role: str) -> tuple[str, ...]:
        """The families of a role that are here, best first."""
        here = self.families()
        return tuple(family for family in ROLES[role] if family in here)

    def bold(self, family: str) -> bool:
        """Whether the family has a bold face of its own."""
        return any(face.family == family and face.weight >= 600 for face in self.faces)

    def check(self) -> FontReport:
        """Which roles are filled, by which family, and what is missing."""
        found = {role: chain[0] for role in ROLES if (chain := self.chain(role))}
        missing = tuple(family for role, family in NEEDED.items() if role not in found)
        stand_ins = {role: found[role] for role in ("fangsong", "kai") if found.get(role) in SERIF}
        return FontReport(found, missing, stand_ins)

    def uncovered(self, text: str, families: Iterable[str]) -> set[str]:
        """The characters of `text` that none of `families` can draw."""
        left = {character for character in text if character not in "\n\t "}
        for family in families:
            if not left:
                break
            left -= {character for character in left if ord(character) in self._drawn_by(family)}
        return left

    def rescuers(self, characters: set[str]) -> tuple[tuple[str, ...], set[str]]:
        """Further families that draw what is left over, and the characters that nobody here can draw."""
        chosen, left = [], set(characters)
        for family in sorted(self.families()):
            if left and (drawn := left - self.uncovered("".join(left), [family])):
                chosen.append(family)
                left -= drawn
        return tuple(chosen), left

    def _drawn_by(self, family: str) -> frozenset[int]:
        faces = [face for face in self.faces if face.family == family and face.path]
        upright = sorted(faces, key=lambda face: (face.style != "normal", abs(face.weight - 400)))
        return _characters(str(upright[0].path), upright[0].index) if upright else frozenset()


@cache
def library() -> Library:
    """The typefaces of this machine, looked up once. Raises MissingFont, naming what to install."""
    opened = Library.opened(_optional_folders())
    if opened.check().missing:
        raise MissingFont(opened.check().advice)
    return opened


def check() -> FontReport:
    """What this machine has and lacks now; never raises, for whoever wants to tell the administrator."""
    return Library.opened(_optional_folders()).check()


def uncovered(text: str, families: Iterable[str]) -> set[str]:
    """The characters of `text` that none of `families` on this machine can draw."""
    return library().uncovered(text, families)


def _optional_folders() -> tuple[Path, ...]:
    spec = importlib.util.find_spec(OPTIONAL_WHEEL)
    places = spec.submodule_search_locations if spec else None
    return tuple(folder for place in places or () if (folder := Path(place, "fonts")).is_dir())


def _permitted(face: typst.FontInfo) -> bool:
    # The optional wheel also carries SimHei, which is not free.
    path = Path(face.path or "")
    return OPTIONAL_WHEEL not in path.parts or path.name.startswith(("Noto", "SourceHan"))


@cache
def _characters(path: str, index: int) -> frozenset[int]:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())
