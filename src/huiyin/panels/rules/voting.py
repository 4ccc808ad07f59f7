"""What a ballot may say, and when a layer's judges are too few to vote in secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from huiyin.kernel.lifecycle import Refused
from huiyin.panels.rules.scoring import BLANK, Layer, ScoreRule
from huiyin.panels.rules.verify_draw import digest

FEWEST = 5
"""Of fewer ballots it could be guessed whose is whose."""
LONGEST = 1_000
"""Characters of an opinion on one object (S4-23)."""


@dataclass(frozen=True)
class Marking:
    """What a judge said: for each object an answer an axis (`BLANK`: none), and in words what they had to say."""

    answers: Mapping[str, Sequence[str]]
    opinions: Mapping[str, str]


@dataclass(frozen=True)
class Ballot:
    """A ballot out of its envelope. `check` is the number by which its judge, nobody else, finds it in the count."""

    check: str
    layer: str
    marking: Marking


def unfit(marking: Marking, rule: ScoreRule, objects: Sequence[str]) -> Refused | None:
    """Why a ballot can't be taken: objects, answers or numbers of them that the form doesn't have. None: it can.

    Refused: `unknown_choice` with the field; `too_long`.
    """
    for one, answers in marking.answers.items():
        if one not in objects or len(answers) != len(rule.axes):
            return Refused("unknown_choice", {"field": one})
        for axis, answer in zip(rule.axes, answers, strict=True):
            if answer != BLANK and answer not in rule.scale:
                return Refused("unknown_choice", {"field": f"{one}-{axis.code}"})
    for one, words in marking.opinions.items():
        if one not in objects:
            return Refused("unknown_choice", {"field": one})
        if len(words) > LONGEST:
            return Refused("too_long", {"limit": LONGEST, "field": one})
    return None


def too_few(layers: Sequence[Layer], judges: Mapping[str, int], public: Sequence[str]) -> Refused | None:
    """A layer of so few judges votes in public, under their names, or not at all: `public` says which do."""
    for layer in layers:
        if layer.code not in public and judges.get(layer.code, 0) < FEWEST:
            return Refused("layer_too_small", {"layer": layer.code, "least": FEWEST})
    return None


def counting(rule: ScoreRule, returned: Mapping[str, int], public: Sequence[str]) -> ScoreRule:
    """The rule with a quorum that also keeps secret who came: of fewer than `FEWEST` ballots none counts."""
    layers = tuple(
        layer
        if layer.code in public or returned.get(layer.code, 0) >= FEWEST
        else Layer(layer.code, layer.weight, Fraction(2))
        for layer in rule.layers
    )
    return replace(rule, layers=layers)


def digest_of(ballots: Sequence[Ballot]) -> str:
    """The hash of the whole count, which the ledger keeps: a ballot changed, added or taken out afterwards shows."""
    return digest(
        [
            [
                ballot.check,
                ballot.layer,
                {one: list(said) for one, said in sorted(ballot.marking.answers.items())},
            ]
            for ballot in sorted(ballots, key=lambda ballot: ballot.check)
        ]
    )
