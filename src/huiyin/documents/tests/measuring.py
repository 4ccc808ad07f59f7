"""Measures of a printed page in millimetres, from the words and the pixels of a PDF."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

DPI = 200
MM = DPI / 25.4
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>')


@dataclass(frozen=True)
class Word:
    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True)
class Rule:
    """A horizontal run of one colour: `top` and `thick` down the sheet, `left` and `right` across."""

    top: float
    thick: float
    left: float
    right: float


@dataclass
class Sheet:
    """One page: its words, and its picture."""

    words: list[Word]
    picture: Image.Image

    def lines(self) -> list[list[Word]]:
        """The words by line, from top to bottom, each from left to right."""
        found: list[list[Word]] = []
        for word in sorted(self.words, key=lambda w: ((w.top + w.bottom) / 2, w.left)):
            middle = (word.top + word.bottom) / 2
            if found and abs(middle - (found[-1][0].top + found[-1][0].bottom) / 2) < 3:
                found[-1].append(word)
            else:
                found.append([word])
        return [sorted(line, key=lambda w: w.left) for line in found]

    def ink(self, top: float, bottom: float, *, red: bool = False) -> tuple[float, float, float, float]:
        """The box around whatever is printed between two heights: left, top, right, bottom."""
        part = self.picture.crop((0, round(top * MM), self.picture.width, round(bottom * MM)))
        mask = part.convert("L").point(lambda v: 255 if v < 170 else 0)
        if red:
            red_, *others = part.split()
            mask = red_.point(lambda v: 255 if v > 150 else 0)
            for other in others:
                pale = other.point(lambda v: 255 if v >= 120 else 0)
                mask.paste(0, mask=pale)
        box = mask.getbbox()
        assert box, "nothing is printed there"
        left, up, right, down = box
        return left / MM, top + up / MM, right / MM, top + down / MM

    def rules(self, *, red: bool, at_least: float = 100) -> list[Rule]:
        """The rules at least so long, from top to bottom."""
        found: list[Rule] = []
        for y in range(self.picture.height):
            left, right = self._run(y, red)
            if right - left < at_least * MM:
                continue
            if found and abs(found[-1].top + found[-1].thick - y / MM) < 1.5 / MM:
                last = found.pop()
                found.append(Rule(last.top, y / MM + 1 / MM - last.top, last.left, last.right))
            else:
                found.append(Rule(y / MM, 1 / MM, left / MM, right / MM))
        return found

    def _run(self, y: int, red: bool) -> tuple[int, int]:
        row = self.picture.crop((0, y, self.picture.width, y + 1)).tobytes()
        hits = [
            x
            for x in range(len(row) // 3)
            if (row[3 * x] > 150 and row[3 * x + 1] < 140 if red else row[3 * x] < 130)
        ]
        whole = hits and len(hits) > 0.98 * (hits[-1] - hits[0])
        return (hits[0], hits[-1]) if whole else (0, 0)


def sheets(pdf: bytes, folder: Path) -> list[Sheet]:
    """Every page of a PDF."""
    path = folder / "measured.pdf"
    path.write_bytes(pdf)
    said = _said("pdftotext", "-bbox", str(path), "-").decode()
    pages = [
        [Word(*(float(v) / 72 * 25.4 for v in found[:4]), found[4]) for found in _WORD.findall(page)]
        for page in said.split("<page ")[1:]
    ]
    return [
        Sheet(
            words,
            Image.open(
                BytesIO(_said("pdftoppm", "-r", str(DPI), "-f", str(n), "-l", str(n), "-png", str(path)))
            ).convert("RGB"),
        )
        for n, words in enumerate(pages, 1)
    ]


def converted(docx: bytes, folder: Path) -> bytes:
    """A DOCX as LibreOffice prints it."""
    (folder / "paper.docx").write_bytes(docx)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    _said(
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "paper.docx"),
    )
    return (folder / "paper.pdf").read_bytes()


def _said(*command: str) -> bytes:
    return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout
