"""Turning the pages of a list that is too long to be counted: each page says where the next one begins."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from huiyin.cases.search.pages import Page, Start

PLACES = ("after", "before", "page")
"""What of an address says where in the list one is; the rest says what the list was asked."""


def start_of(address: QueryDict) -> Start | None:
    """Where the page of this address begins; None for the first."""
    if number := address.get("after"):
        return Start(number)
    return Start(number, back=True) if (number := address.get("before")) else None


@dataclass(frozen=True)
class Paging:
    """`first` to `last` of `all` (`more`: of more than that; None: not counted), and the addresses on both sides."""

    first: int
    last: int
    all: int | None
    more: bool
    asked: str
    back: str
    on: str

    @classmethod
    def of(cls, found: Page, address: QueryDict, size: int) -> Paging:
        asked = address.copy()
        for name in PLACES:
            asked.pop(name, None)
        number = _number(address) if start_of(address) else 1
        skipped = (number - 1) * size
        left = found.left
        return cls(
            first=skipped + 1,
            last=skipped + len(found.cases),
            all=None if left is None else skipped + left,
            more=found.more,
            asked=asked.urlencode(),
            back=_back(found, asked, number),
            on=_address(asked, after=found.cases[-1].number, page=number + 1) if found.further else "",
        )


def _number(address: QueryDict) -> int:
    given = address.get("page", "")
    return int(given) if given.isdecimal() and len(given) < 7 and int(given) else 1


def _back(found: Page, asked: QueryDict, number: int) -> str:
    if number <= 1 or not found.cases:
        return ""
    if number == 2:
        return _address(asked)
    return _address(asked, before=found.cases[0].number, page=number - 1)


def _address(asked: QueryDict, **place: object) -> str:
    full = asked.copy()
    for name, value in place.items():
        full[name] = str(value)
    return "?" + full.urlencode()
