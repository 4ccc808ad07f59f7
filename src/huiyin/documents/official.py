"""Official papers in the form of GB/T 9704-2012: a document with a red head, or a letter (信函格式)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from huiyin.documents import qr, typesetting
from huiyin.documents.wording import day

Form = Literal["document", "letter"]
SEAL_MM = 42
"""The diameter of a seal, also of one that was uploaded."""
SEAL_PPI = 300

_LEVELS = (
    ("first", re.compile(r"[一二三四五六七八九十]{1,3}、")),
    ("second", re.compile(r"（[一二三四五六七八九十]{1,3}）")),
)


_BAR = re.compile(r"(?P<label>.+)：(?P<count>\d+件) (?P<squares>■+)")
"""A line of a chart as people read and edit it: what, how many, a bar of squares."""


@dataclass(frozen=True)
class Enclosure:
    """An annex, on a page of its own."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Official:
    """What is printed. `seal` and `proof_url` are left out of a draft, which is marked as one; so is its number.

    `body` and `lines` are paragraphs; one that begins with 一、 or （一） is a heading, one that ends in ■ a bar of a
    chart. `copies` are told (抄送).
    """

    form: Form
    issuer: str
    head: str
    number: str
    title: str
    to: tuple[str, ...]
    body: tuple[str, ...]
    signed_on: date
    enclosures: tuple[Enclosure, ...] = ()
    copies: tuple[str, ...] = ()
    urgency: str = ""
    note: str = ""
    proof: str = ""
    proof_url: str = ""
    seal: bytes = b""

    @property
    def mark(self) -> str:
        """What stands in red: a letter's head has no 文件."""
        return self.head + "文件" if self.form == "document" else self.head


def pdf(paper: Official) -> bytes:
    """The paper as PDF/A. The same paper is always the same bytes."""
    data = asdict(paper) | {
        "language": "zh",
        "region": "cn",
        "mark": paper.mark,
        "date": [paper.signed_on.year, paper.signed_on.month, paper.signed_on.day],
        "signed_on": day(paper.signed_on, "zh"),
        "to": "、".join(paper.to),
        "copies": "，".join(paper.copies),
        "body": list(levelled(paper.body)),
        "enclosures": [{"title": e.title, "lines": list(levelled(e.lines))} for e in paper.enclosures],
        "qr": qr.svg(paper.proof_url) if paper.proof_url else "",
        "proof": spaced(paper.proof),
        "seal": list(paper.seal),
        "seal_mm": SEAL_MM,
    }
    return typesetting.pdf("official", data)


def system_seal(name: str) -> bytes:
    """A seal drawn from a body's name, as a PNG without background; says that the program set it."""
    return typesetting.png("seal", {"name": name, "mm": SEAL_MM}, ppi=SEAL_PPI)


def proof_stamp(url: str, proof: str) -> bytes:
    """The code that opens the page of proof, with its words, as a PNG: for papers that can't draw."""
    return typesetting.png("proof", {"qr": qr.svg(url), "proof": spaced(proof)}, ppi=SEAL_PPI)


def levelled(lines: Iterable[str]) -> Iterable[dict[str, Any]]:
    """Each paragraph with its level: first (黑体), second (楷体), plain; a line of a chart as `bar` with its parts."""
    for line in lines:
        said = line.strip()
        if bar := _BAR.fullmatch(said):
            yield {"level": "bar", "text": said, **bar.groupdict(), "squares": len(bar["squares"])}
        elif said:
            found = (name for name, pattern in _LEVELS if pattern.match(said))
            yield {"level": next(found, "plain"), "text": said}


def spaced(proof: str) -> str:
    """A verification code in groups of four, as it is printed."""
    return " ".join(proof[i : i + 4] for i in range(0, len(proof), 4))
