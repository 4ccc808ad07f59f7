"""Numbers of papers: 〔year〕N号, one row of them for each issuing body, kind and year, without gaps."""

from __future__ import annotations


def written(mark: str, year: int, serial: int) -> str:
    """A number as a paper writes it (GB/T 9704): corner brackets, four digits of year, no leading zeros, no 第.

    Raises ValueError for what is no number.
    """
    if not mark or not 1000 <= year <= 9999 or serial < 1:
        raise ValueError("no number of a paper")
    return f"{mark}〔{year}〕{serial}号"


def following(last: int) -> int:
    """The serial after the last one allotted; 0: none yet."""
    return last + 1
