"""What of the look a machine can check: contrast, weight, what old browsers can't do, what the policy forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOOR = Path(__file__).resolve().parent.parent
DOORS = DOOR.parent
CSS = DOOR / "static" / "shared" / "css"
SCRIPTS = sorted(DOORS.glob("*/static/**/*.js"))
SHEETS = sorted(DOORS.glob("*/static/**/*.css"))
TEMPLATES = sorted(DOORS.glob("*/templates/**/*.html"))

LONGEST = {"upload.js": 80, "draw.js": 120}
"""A resumable upload and a draw repeated don't fit into the 60 lines of the others."""
ON_PAPER = ("paper", "surface", "sunk")
PAIRS = [
    *[("ink", ground, 7.0) for ground in ON_PAPER],
    *[(ink, ground, 4.5) for ink in ("muted", "jade", "cinnabar", "amber") for ground in ON_PAPER],
    ("on-jade", "jade", 4.5),
    ("on-jade", "jade-ink", 4.5),
    ("jade-ink", "jade-soft", 4.5),
    ("cinnabar", "cinnabar-soft", 4.5),
    ("jade", "cinnabar-soft", 4.5),
    ("amber", "amber-soft", 4.5),
    ("muted", "jade-faint", 4.5),
    ("edge", "surface", 3.0),
    ("edge", "paper", 3.0),
    ("jade", "paper", 3.0),
]


def themes() -> dict[str, dict[str, str]]:
    """The colours of both themes; the dark one is laid over the light one."""
    light, dark = re.findall(r":root\{(.*?)\}", (CSS / "base.css").read_text(), re.S)[:2]
    colours = [dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", part)) for part in (light, dark)]
    return {"light": colours[0], "dark": colours[0] | colours[1]}


def luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_what_is_read_stands_out(theme: str, ink: str, ground: str, least: float) -> None:
    colours = themes()[theme]
    one, other = sorted((luminance(colours[ink]), luminance(colours[ground])))
    assert (other + 0.05) / (one + 0.05) >= least


def test_the_dark_theme_changes_every_colour_that_is_not_the_same_by_intent() -> None:
    light, dark = themes().values()
    assert not {name for name in light if light[name] == dark[name]}


def test_a_citizen_loads_little() -> None:
    assert sum(len((CSS / name).read_bytes()) for name in ("base.css", "citizen.css")) <= 12 * 1024


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_small_and_old_browsers_read_them(script: Path) -> None:
    text = script.read_text()
    code = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    assert len(text.splitlines()) <= LONGEST.get(script.name, 60)
    assert not re.findall(r"=>|`|\b(?:let|const|class|async|await)\s|\.\.\.|\?\.|\?\?", code)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_ask_for_nothing_that_old_browsers_lack(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
    assert not re.findall(
        r":has\(|@container|@layer|(?:^|[{;])\s*&|(?:^|[^-])gap:|\binset:|clamp\(|:is\(", text
    )


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: "/".join(path.parts[-3:]))
def test_pages_hold_nothing_that_the_policy_forbids(template: Path) -> None:
    text = template.read_text()
    assert not re.findall(r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<style|javascript:", text)
    assert not re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", text)
