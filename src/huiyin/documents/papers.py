"""The papers: pure functions from what is to be said to the bytes of a PDF or a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import urlsplit

from huiyin.documents import qr, typesetting
from huiyin.documents.wording import LOCAL, day, moment, words
from huiyin.kernel.ids import spaced

RECEIPT_WIDTH = 750
"""Pixels: the width of a phone's screen."""
_RECEIPT_WIDTH_INCHES = 375 / 72

STEPS = 3
"""As many steps as can be read from two metres."""

Conclusion = Literal["true", "partly", "untrue", "unclear"]
"""属实, 部分属实, 不属实, 无法查实: what a verification may conclude about an allegation (facts 4.3)."""


@dataclass(frozen=True)
class Poster:
    """One place's poster. `url` is what the QR code opens; `token` is the short code for whoever has to type."""

    unit: str
    place: str
    platform: str
    url: str
    token: str
    languages: tuple[str, ...] = ("zh",)
    """The first is printed big, a second one small."""
    paper: Literal["a4", "a3"] = "a4"
    how: tuple[tuple[str, str], ...] = ()
    """Other steps than scan, say, get an answer: (what, explanation), three at most."""


@dataclass(frozen=True)
class Receipt:
    """What a citizen keeps. `url` is the query page's address and must not contain the query code."""

    number: str
    query_code: str
    promised: date
    how: tuple[str, ...]
    hash: str
    url: str
    platform: str
    language: str = "zh"


@dataclass(frozen=True)
class Member:
    """One of the checking team, and whether they have declared to have no interest in the matter."""

    name: str
    post: str
    declared: bool


@dataclass(frozen=True)
class Finding:
    """What was alleged, what was found (paragraphs), and what follows."""

    allegation: str
    facts: tuple[str, ...]
    conclusion: Conclusion


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence; `hash` is the SHA-256 of the file, in hex."""

    name: str
    source: str
    hash: str = ""


@dataclass(frozen=True)
class VerificationReport:
    """核查报告 (facts 4.3), in the form of GB/T 9704-2012."""

    number: str
    unit: str
    """Who verified and signs."""
    addressee: str
    about: str
    """The unit reported on."""
    team: tuple[Member, ...]
    method: tuple[str, ...]
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    persons: tuple[str, ...]
    matters: tuple[str, ...]
    answer: tuple[str, ...]
    signed_on: date
    language: str = "zh"


@dataclass(frozen=True)
class Entry:
    """One event of a closed case: when, what, who for which unit, and its hash in the ledger."""

    at: datetime
    what: str
    who: str
    hash: str
    note: str = ""
    late: bool = False


@dataclass(frozen=True)
class CaseTimeline:
    """The closed file's record for the archive. `facts` are pairs of label and value."""

    number: str
    title: str
    platform: str
    facts: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    drawn_at: datetime
    language: str = "zh"


@dataclass(frozen=True)
class Ballots:
    """Ballots on paper, alike but for their `codes`. `scale`: (digit, answer); `objects`: (unit, house)."""

    title: str
    codes: tuple[str, ...]
    closes: datetime
    axes: tuple[str, ...]
    scale: tuple[tuple[str, str], ...]
    objects: tuple[tuple[str, str], ...]
    language: str = "zh"


def poster(one: Poster) -> bytes:
    """One poster as PDF, A4 or A3."""
    return posters([one])


def posters(many: Sequence[Poster]) -> bytes:
    """Posters for many places in one PDF, a page each, in the order given.

    Raises ValueError for none, and for more steps than a poster can hold.
    """
    if not many:
        raise ValueError("no place, no poster")
    if any(len(one.how) > STEPS for one in many):
        raise ValueError(f"a poster holds {STEPS} steps")
    return typesetting.pdf("poster", _posters(many), standards=typesetting.READABLE)


def receipt(kept: Receipt) -> bytes:
    """A PNG picture to save on a phone, RECEIPT_WIDTH pixels wide.

    Raises ValueError if the address in its QR code would give the query code away.
    """
    if kept.query_code in kept.url:
        raise ValueError("the query code doesn't belong into the address")
    return typesetting.png("receipt", _receipt(kept), ppi=RECEIPT_WIDTH / _RECEIPT_WIDTH_INCHES)


def verification_report(report: VerificationReport) -> bytes:
    """The verification report as PDF. Whoever hasn't declared to have no interest is named as such."""
    data = asdict(report) | _said("verification", report.language)
    data |= {"date": _date(report.signed_on), "signed_on": day(report.signed_on, report.language)}
    data["undeclared"] = [member.name for member in report.team if not member.declared]
    return typesetting.pdf("verification", data)


def case_timeline(file: CaseTimeline) -> bytes:
    """The closed file's facts and entries with their hashes, as PDF. Raises ValueError without an entry."""
    if not file.entries:
        raise ValueError("a closed file has entries")
    data = asdict(file) | _said("timeline", file.language)
    for entry, kept in zip(data["entries"], file.entries, strict=True):
        entry["at"] = moment(kept.at, file.language)
    data |= {"date": _date(file.drawn_at.astimezone(LOCAL)), "drawn_at": moment(file.drawn_at, file.language)}
    return typesetting.pdf("timeline", data)


def ballots(papers: Ballots) -> bytes:
    """All of them in one PDF, each from a page of its own. Raises ValueError for none."""
    if not papers.codes:
        raise ValueError("no code, no ballot")
    data = asdict(papers) | _said("ballot", papers.language)
    data |= {
        "codes": [spaced(code) for code in papers.codes],
        "closes": moment(papers.closes, papers.language),
    }
    return typesetting.pdf("ballot", data)


def _posters(many: Sequence[Poster]) -> dict[str, Any]:
    pages = [asdict(one) | {"qr": qr.svg(one.url), "address": urlsplit(one.url).netloc} for one in many]
    languages = {language for one in many for language in one.languages}
    spoken = {language: words(language) for language in sorted(languages)}
    return {"pages": pages, "words": {name: own | own["poster"] for name, own in spoken.items()}}


def _receipt(kept: Receipt) -> dict[str, Any]:
    data = asdict(kept) | _said("receipt", kept.language)
    return data | {
        "promised": day(kept.promised, kept.language, weekday=True),
        "query_code": spaced(kept.query_code),
        "address": kept.url.split("://", maxsplit=1)[-1],
        "qr": qr.svg(kept.url),
    }


def _said(paper: str, language: str) -> dict[str, Any]:
    own = words(language)
    return {"words": own[paper], "language": own["language"], "region": own["region"]}


def _date(when: date) -> list[int]:
    return [when.year, when.month, when.day]
