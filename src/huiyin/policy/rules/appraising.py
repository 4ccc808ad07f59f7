"""How a city has its houses appraised, as rows: who is drawn, what is asked, how answers become a score (facts 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from huiyin.policy.rules.fields import CODE, must
from huiyin.policy.rules.locate import Path
from huiyin.policy.rules.shape import Wrong

KINDS = ("month", "quarter", "half")
FRACTION = r"\d+(/[1-9]\d*)?"


@dataclass(frozen=True, kw_only=True)
class Value:
    """Of all seats at least `least`, at most `most` go to people with this value; 0 and 0: they sit by office only."""

    code: str = must(pattern=CODE)
    name: str
    name_en: str
    least: int
    most: int


@dataclass(frozen=True, kw_only=True)
class Trait:
    """What judges differ in: group, town, gender, age."""

    code: str = must(pattern=CODE)
    name: str
    name_en: str
    values: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A level of the ballot; without `points` it is counted and has no part in the score ("don't know")."""

    code: str = must(pattern=CODE)
    name: str
    name_en: str
    points: str = must("", pattern=FRACTION)


@dataclass(frozen=True, kw_only=True)
class Duty:
    """What is judged about each unit: an axis of the ballot."""

    code: str = must(pattern=CODE)
    name: str
    name_en: str
    weight: int = must(1, least=1)


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A layer of judges. `quorum`: the share of ballots that must come back; `public`: they vote under their names."""

    code: str = must(pattern=CODE)
    name: str
    name_en: str
    weight: int = must(1, least=1)
    quorum: str = must("0", pattern=FRACTION)
    public: bool = False


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What earlier rounds hand on: the mean of the last `number` published rounds of `kind`, with a layer's weight."""

    kind: str = must(one_of=KINDS)
    number: int = must(least=1)
    weight: int = must(least=1)


@dataclass(frozen=True, kw_only=True)
class Appraisal:
    """One kind of round. `like` names the appraisal whose traits, scale and axes it shares where it has none.

    `seats` 0: nobody is drawn, judges sit by office. `systems`: whose sections are judged. `cooldown`: for how many
    rounds after serving somebody isn't drawn again.
    """

    code: str = must(unique=True, pattern=CODE)
    kind: str = must(one_of=KINDS)
    name: str
    name_en: str
    seats: int = 0
    cooldown: int = 0
    like: str = must("", refers="appraisals")
    traits: tuple[Trait, ...] = ()
    scale: tuple[Answer, ...] = ()
    axes: tuple[Duty, ...] = ()
    layers: tuple[Bench, ...]
    sums: str = must("ballots", one_of=("ballots", "answers"))
    trim: str = must("0", pattern=FRACTION)
    decimals: int = 2
    carried: tuple[Carried, ...] = ()
    systems: tuple[str, ...] = ()


SHARED = ("traits", "scale", "axes")


def terms_of(row: Any, others: Mapping[str, Any]) -> dict[str, Any]:
    """An appraisal as the plan and score rule of a round, as `huiyin.panels.rules.terms` reads them.

    `row` and `others` (by code) have the columns of `Appraisal`, nested rows as dicts.
    """
    traits, scale, axes = (getattr(row, name) or _of(others, row.like, name) for name in SHARED)
    plan = {
        "seats": row.seats,
        "features": {
            trait["code"]: {value["code"]: [value["least"], value["most"]] for value in trait["values"]}
            for trait in (traits if row.seats else ())
        },
    }
    rule = {
        "scale": [{key: said for key, said in answer.items() if said != ""} for answer in scale],
        "axes": list(axes),
        "layers": list(row.layers),
        "sums": row.sums,
        "trim": {"share": row.trim},
        "decimals": row.decimals,
    }
    if row.carried:
        rule["carried"] = row.carried[0]
    return {"plan": plan, "rule": rule, "cooldown": row.cooldown}


def _of(others: Mapping[str, Any], code: str, name: str) -> Any:
    return getattr(others[code], name) if code in others else ()


def wrong_appraisals(rows: Mapping[str, Mapping[int, Any]]) -> Iterator[Wrong]:
    """Nothing to ask, quotas that can't be, and a carried kind that no appraisal has."""
    known = {row.code: row for row in rows["appraisals"].values()}
    kinds = {row.kind for row in known.values()}
    for at, row in rows["appraisals"].items():
        here = ("appraisals", at)
        missing = [name for name in SHARED[1:] if not (getattr(row, name) or _of(known, row.like, name))]
        yield from ((here, f"has no {name}, and no `like` that has") for name in missing)
        yield from _too_many_or_few(row, here)
        for i, carried in enumerate(row.carried):
            if carried.kind not in kinds:
                yield (*here, "carried", i, "kind"), f"no appraisal is of kind {carried.kind}"
        if not 0 <= Fraction(row.trim) < Fraction(1, 2):
            yield (*here, "trim"), "must be less than 1/2: something has to remain"


def _too_many_or_few(row: Any, here: Path) -> Iterator[Wrong]:
    for i, trait in enumerate(row.traits):
        least, most = (sum(getattr(v, end) for v in trait.values) for end in ("least", "most"))
        if row.seats and not least <= row.seats <= most:
            yield (*here, "traits", i), f"{row.seats} seats don't lie between {least} and {most}"
