"""Data and a template in, a PDF or a picture out.

What people wrote travels as data and is never read as markup.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from huiyin.documents.fonts import ROLES, Library, library

TEMPLATES = Path(__file__).parent / "templates"
READABLE = ("ua-1",)
"""PDF/UA-1: can be read aloud; refuses a character without a glyph."""
LASTING = ("a-2a", "ua-1")
"""PDF/A-2a besides: everything needed is inside and will open in decades; wants a date of the paper itself."""

_one_at_a_time = Lock()  # typst's compiler may not be entered twice


def pdf(template: str, data: Mapping[str, Any], *, standards: Sequence[str] = LASTING) -> bytes:
    """Set `template` with `data` as a PDF whose fonts are embedded. The same input gives the same bytes."""
    return _compiled(template, data, format="pdf", pdf_standards=list(standards))


def png(template: str, data: Mapping[str, Any], *, ppi: float) -> bytes:
    """Set the one page of `template` with `data` as a picture of `ppi` pixels an inch."""
    return _compiled(template, data, format="png", ppi=ppi)


def _compiled(template: str, data: Mapping[str, Any], **options: Any) -> bytes:
    fonts = library()
    legible, further = make_legible(fonts, data)
    chains = {role: [*fonts.chain(role), *fonts.chain("sans"), *further] for role in ROLES}
    solid = [role for role in ROLES if fonts.bold(chains[role][0])]
    inputs = {"data": json.dumps({**legible, "fonts": chains, "solid": solid})}
    with _one_at_a_time:
        made = _compiler().compile(input=str(TEMPLATES / f"{template}.typ"), sys_inputs=inputs, **options)
    if not isinstance(made, bytes):
        raise ValueError(f"{template} has more than one page and cannot be one picture")
    return made


@cache
def _compiler() -> typst.Compiler:
    # Kept, because reading every font takes ten times as long as setting a page.
    return typst.Compiler(root=str(TEMPLATES), font_paths=[str(folder) for folder in library().folders])


def make_legible(fonts: Library, data: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """`data` with only characters that can be drawn, and the further families needed to draw them.

    What no typeface here can draw is spelled out, 〔U+1F600〕, so that nothing disappears unseen; what has no
    shape at all (control characters, joiners, changes of direction) goes.
    """
    characters = set("".join(_texts(data)))
    shapeless = {c for c in characters if _is_shapeless(c)}
    nameless = {c for c in characters if unicodedata.category(c) in ("Cs", "Co", "Cn")}
    rare = fonts.uncovered("".join(characters - nameless - shapeless), fonts.chain("sans"))
    # A mark must come from the typeface of the letter under it, so none is taken from elsewhere.
    marks = {c for c in rare if unicodedata.category(c).startswith("M")}
    further, lost = fonts.rescuers(rare - marks)
    spelled = {c: f"〔U+{ord(c):04X}〕" for c in nameless | marks | lost}
    table = str.maketrans({c: "" for c in shapeless} | spelled)
    translated: dict[str, Any] = _translated(dict(data), table)
    return translated, further


def _is_shapeless(character: str) -> bool:
    if character in "\n\t":
        return False
    if unicodedata.category(character) in ("Cc", "Cf"):
        return True
    return "VARIATION SELECTOR" in unicodedata.name(character, "")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _translated(value: Any, table: Mapping[int, str]) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").translate(table)
    if isinstance(value, Mapping):
        return {key: _translated(inner, table) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_translated(inner, table) for inner in value]
    return value
