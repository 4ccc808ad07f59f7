"""The codes of paper ballots, and how far they have come: given, back, entered, read alike by two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from huiyin.intake.crypto import Tampered
from huiyin.kernel.ids import ALPHABET, keyed_hash
from huiyin.panels.envelopes import hash_of, key_of, opened
from huiyin.panels.models import Round, Transcript
from huiyin.panels.rules.papers import agreed, differing
from huiyin.panels.rules.terms import public_layers
from huiyin.panels.rules.voting import FEWEST, Ballot

CODE = 12
"""Characters: as long as a check number, which it is."""


@dataclass(frozen=True)
class Layer:
    """The papers of one layer. `readable`: enough have come back that none can be told from the others."""

    code: str
    given: int
    back: int
    readable: bool


def layers_on_paper(round_: Round) -> dict[str, Layer]:
    """The layers of which somebody votes on paper."""
    given, back = Counter[str](), Counter[str]()
    for layer, state in round_.members.filter(on_paper=True).values_list("layer", "state"):
        given[layer] += 1
        back[layer] += state == "voted"
    public = public_layers(round_.rule)
    return {
        layer: Layer(layer, number, back[layer], back[layer] >= FEWEST or layer in public)
        for layer, number in given.items()
    }


def codes(round_: Round) -> dict[str, str]:
    """The code of each paper with its layer: derived with the round's key, stored nowhere, gone with it."""
    key = key_of(round_)
    return {
        _code(key, layer.code, number): layer.code
        for layer in layers_on_paper(round_).values()
        for number in range(layer.given)
    }


def _code(key: bytes, layer: str, number: int) -> str:
    value = int(keyed_hash(key, "paper", f"{layer}/{number}"), 16)
    return "".join(ALPHABET[value // len(ALPHABET) ** place % len(ALPHABET)] for place in range(CODE))


@dataclass(frozen=True)
class Entered:
    """A paper that somebody entered. `differing`: objects at which the reader and somebody else read differently."""

    code: str
    layer: str
    by: Mapping[int, Ballot]
    alike: int | None

    def mine(self, account: int | None) -> Ballot | None:
        return self.by.get(account or 0)

    def differing(self, account: int | None) -> list[str]:
        own = self.mine(account)
        if own is None or self.alike is not None:
            return []
        others = [one.marking.answers for who, one in self.by.items() if who != account]
        return differing(own.marking.answers, others)


def entered(round_: Round) -> list[Entered]:
    """Every paper that was entered at least once, by its code."""
    known = {hash_of(code): code for code in codes(round_)}
    key = key_of(round_)
    read: dict[str, dict[int, Ballot]] = {}
    for one in Transcript.objects.filter(round=round_):
        with suppress(Tampered):  # then it has to be entered again
            read.setdefault(known[one.paper], {})[one.by_id] = opened(one, key)
    return [
        Entered(
            code,
            next(iter(by.values())).layer,
            by,
            agreed({who: one.marking.answers for who, one in by.items()}),
        )
        for code, by in sorted(read.items())
        if by
    ]


def read_alike(round_: Round) -> tuple[list[Ballot], int]:
    """The ballots that two people read the same, and how many papers they couldn't agree on or only one has read."""
    found = entered(round_)
    ballots = [one.by[one.alike] for one in found if one.alike is not None]
    return ballots, len(found) - len(ballots)


def not_entered(round_: Round) -> int:
    """How many papers came back and lie there unread, of layers that may be read."""
    there = Counter(one.layer for one in entered(round_))
    readable = [layer for layer in layers_on_paper(round_).values() if layer.readable]
    return sum(max(0, layer.back - there[layer.code]) for layer in readable)
