"""The places that a text names, found by how place names end: 小区, 路, 村, 学校. No list of names is needed."""

from __future__ import annotations

import re

from huiyin.triage.index.rules.words import normal

_ENDINGS = (
    "小区|社区|花园|家园|广场|学校|中学|小学|大学|学院|医院|公寓|大厦|新城|公园|市场|工业园|公司|车站|地铁站|大道"
    "|路|街|巷|村|镇|乡|苑|府|城|湾|庄|园|桥|站"
)
_NAMED = re.compile(f"([\u4e00-\u9fff]{{1,6}}?)({_ENDINGS})")
_ADMINISTRATIVE = re.compile("[a-z]\\d{0,2}[市区县]|[\u4e00-\u9fff]{2,3}(?:省|市)")
"""Whole cities and counties: two matters may lie in one, or a writer may leave it out, so they tell nothing."""
_OPENINGS = re.compile("投诉|举报|反映|反应|咨询|请问|关于|建议|希望|请求|恳请|强烈|要求|求助|再次|严惩")
"""With these a message begins, not a name."""
_NO_NAME = frozenset("的了在是和与及我你他她这那有对从到被把将向由为于以等都也就还要会能本该各全此其某每多几")
LONGEST = 4
"""Characters of a name that are compared: what stands before them is more often a verb than part of the name."""
READ = 2_000


def places(text: str) -> frozenset[str]:
    """The names of places in a text, without their endings: "丁香路" is known as "丁香"."""
    return named(normal(text[:READ]))


def named(text: str) -> frozenset[str]:
    """The same of a text in normal form."""
    plain = _OPENINGS.sub("|", _ADMINISTRATIVE.sub("|", text))
    stems = (_after_small_words(match[1]) for match in _NAMED.finditer(plain))
    return frozenset(stem[-LONGEST:] for stem in stems if len(stem) > 1)


def _after_small_words(stem: str) -> str:
    last = max((i for i, character in enumerate(stem) if character in _NO_NAME), default=-1)
    return stem[last + 1 :]


def common(one: frozenset[str], other: frozenset[str]) -> tuple[str, ...]:
    """The places that both name, a shorter form of a name included, longest first."""
    both = {a if len(a) <= len(b) else b for a in one for b in other if a in b or b in a}
    return tuple(sorted(both, key=lambda name: (-len(name), name)))


def conflict(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both name places, and none that could be the same."""
    return bool(one and other) and not any(_may_be_one(a, b) for a in one for b in other)


def _may_be_one(a: str, b: str) -> bool:
    return a in b or b in a or a[-2:] == b[-2:] or a[:2] == b[:2]
