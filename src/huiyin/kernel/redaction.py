"""Takes out of a free text what tells who wrote it, before the unit reported on reads it.

It errs towards hiding: people put spaces and dashes between digits and Chinese numerals for them. What words
alone give away ("那天只有我一个人在") no pattern finds, so a person looks the result over, or
`selfnaming.names_reporter` is asked first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from huiyin.kernel.selfnaming import spans as self_naming

MASK = "＊＊＊"
"""The same for everything, so that not even a length is told."""

KINDS = ("phone", "id", "card", "email", "plate", "account", "name", "self")
"""What is looked for: `account` is one of WeChat or QQ, `name` one of the names given, `self` what somebody says
of who they are."""


class Redacted(NamedTuple):
    """The text with masks, and the kinds of thing that were masked (in the order of `KINDS`)."""

    text: str
    kinds: tuple[str, ...]


def redact(text: str, names: Collection[str] = (), kinds: Collection[str] = KINDS) -> Redacted:
    """Masks phones, identity and bank card numbers, e-mail addresses, plates, accounts, `names` and self-naming.

    `names` are those to hide (the reporter's), not of whom the report is about. One letter is no name.
    """
    found = [span for span in _spans(text, names) if span[2] in kinds]
    found.sort(key=lambda span: (span[0], -span[1], KINDS.index(span[2])))
    masked, end, hit = "", 0, set()
    for first, last, kind in found:
        if last <= end:
            continue  # part of what is masked already
        if first >= end:
            masked += text[end:first] + MASK
        end = last
        hit.add(kind)
    return Redacted(masked + text[end:], tuple(kind for kind in KINDS if kind in hit))


def _spans(text: str, names: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Where something is found, as (first, one past last, kind); spans may overlap.

    Every pattern runs over a copy of the text that has one plain character for each of its characters.
    """
    plain = "".join(map(_plain, text))
    for kind, pattern in (*_PATTERNS, *(("name", _name(name)) for name in names if len(_joined(name)) > 1)):
        yield from ((*match.span(1), kind) for match in pattern.finditer(plain))
    yield from ((*span, "self") for span in self_naming(plain))
    spelt = plain.translate(_SPELT)
    for kind, pattern in _SPELT_PATTERNS:
        for match in pattern.finditer(spelt):
            first, last = match.span(1)
            if (
                sum(a != b for a, b in zip(spelt[first:last], plain[first:last], strict=True))
                >= _SPELT_AT_LEAST
            ):
                yield first, last, kind


@lru_cache(maxsize=8192)
def _plain(char: str) -> str:
    """One character for one: any digit (full-width, circled ...) as 0-9, letters half-width and small."""
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    lower = unicodedata.normalize("NFKC", char).lower()
    return lower if len(lower) == 1 else char


def _joined(name: str) -> str:
    return re.sub(_GAP_CHARS, "", "".join(map(_plain, name)))


def _name(name: str) -> re.Pattern[str]:
    letters = _joined(name)
    edges = ("(?<![a-z])", "(?![a-z])") if letters.isascii() else ("", "")
    return _overlapping(_with_gaps(*map(re.escape, letters)), *edges)


def _with_gaps(*parts: str) -> str:
    """The parts in turn, each followed by the next at once or after what people put between digits."""
    return _GAP.join(parts)


def _overlapping(pattern: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """Finds `pattern` from every place in turn, as group 1, so that no match hides another."""
    return re.compile(f"{before}(?=({pattern}){after})")


_GAP_CHARS = "[\\s\\-‐-―−_./·・•()\\[\\]\u00ad\u200b-\u200f\u2060\u20e3\ufe0f\ufeff]"
_GAP = _GAP_CHARS + "{0,3}"
_D = "[0-9]"
_NUMBER = ("(?<![0-9])", "(?![0-9])")
_MOBILE = f"(?:(?:\\+|00)?{_GAP}86{_GAP})?" + _with_gaps("1", "[3-9]", *[_D] * 9)
_LANDLINE = f"0(?:10|2{_D}|[3-9]{_D}{_D}){_GAP}" + _with_gaps("[1-9]", *[_D] * 6) + f"(?:{_GAP}{_D})?"
_RESIDENT_ID = _with_gaps("[1-9]", *[_D] * 16, "[0-9x×]")
_OLD_RESIDENT_ID = f"[1-9]{_D}{{14}}"
_CARD = f"{_D}{{4}}(?:{_GAP}{_D}{{4}}){{3}}(?:{_GAP}{_D}{{1,3}})?|{_D}{{16,19}}"
_EMAIL = "[a-z0-9._%+-]+\\s*@\\s*[a-z0-9-]+(?:\\s*[.。]\\s*[a-z0-9-]+)+"
_PLATE = (
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    f"{_GAP}[a-z]{_GAP}(?=(?:[^0-9]{{0,4}}[0-9]){{3}})(?:[a-z0-9]{_GAP}){{4,5}}[a-z0-9警学挂港澳领使]"
)
_ACCOUNT = "[a-z0-9][a-z0-9_-]{4,29}"
_ACCOUNT_WORD = re.compile(
    f"(?:微信|薇信|(?<![a-z])(?:wechat|weixin|v[x信]|qq))[号码账帐是为叫:\\s]{{0,6}}({_ACCOUNT})"
)
_PATTERNS = (
    ("phone", _overlapping(f"{_MOBILE}|{_LANDLINE}", *_NUMBER)),
    ("id", _overlapping(f"{_RESIDENT_ID}|{_OLD_RESIDENT_ID}", *_NUMBER)),
    ("card", _overlapping(_CARD, *_NUMBER)),
    ("email", _overlapping(_EMAIL, "(?<![a-z0-9._%+-])")),
    ("plate", _overlapping(_PLATE)),
    ("account", _ACCOUNT_WORD),
)
_SPELT = str.maketrans("〇零○o一壹幺弌l|i二贰三叁四肆五伍六陆七柒八捌九玖", "000011111112233445566778899")
"""Digits in words, or in letters that look like them."""
_SPELT_AT_LEAST = 3
"""So many of them make a number; fewer are words beside digits, as in "2022-03-16一早"."""
_SPELT_PATTERNS = (("phone", _overlapping(_MOBILE)), ("id", _overlapping(_RESIDENT_ID)))
