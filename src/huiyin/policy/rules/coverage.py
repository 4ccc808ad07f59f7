"""What is wrong with a list of routing rules, seen from the rules alone: no report is read for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from huiyin.kernel.identifiers import is_inside
from huiyin.kernel.text import fold
from huiyin.policy.rules.routing import CONDITIONS, EFFECTS, NAMED, PLACE, RoutingRule

Parents = Mapping[str, str]
"""Code -> code of what stands above it."""


@dataclass(frozen=True)
class Finding:
    """What is wrong with a rule, seen from the rules alone: `kind` of `KINDS`, `other` the rule it clashes with."""

    rule: int
    kind: str
    other: int | None = None


KINDS = ("catches_all", "does_nothing", "never_fits", "contradicts", "never_reached")


def findings(rules: Sequence[RoutingRule], types: Parents, units: Parents) -> list[Finding]:
    """Rules that catch everything, do nothing, can't fit, contradict an earlier one or are never reached.

    What it says is certain; a rule that is unreachable in a subtler way is found by the dry run.
    """
    found: list[Finding] = []
    for at, rule in enumerate(rules):
        if not rule.enabled:
            continue
        alone = _alone(rule)
        if alone:
            found.append(Finding(at, alone))
            continue
        before = (i for i, other in enumerate(rules[:at]) if other.decides and not _alone(other))
        hides = next((i for i in before if covers(rules[i], rule, types, units)), None)
        if hides is not None:
            same = covers(rule, rules[hides], types, units)
            clash = same and _effects(rule) != _effects(rules[hides])
            found.append(Finding(at, "contradicts" if clash else "never_reached", hides))
    return found


def _alone(rule: RoutingRule) -> str:
    """What is wrong with a rule whatever stands beside it; "" for nothing."""
    if not any(getattr(rule, name) for name in CONDITIONS):
        return "catches_all"
    if not any(getattr(rule, name) for name in EFFECTS if name != "within"):
        return "does_nothing"
    barred = [fold(word) for word in rule.none]
    needed, chosen = [fold(word) for word in rule.all], [fold(word) for word in rule.any]
    hopeless = any(_holds_one(word, barred) for word in needed)
    if hopeless or (chosen and all(_holds_one(word, barred) for word in chosen)):
        return "never_fits"
    return ""


def _effects(rule: RoutingRule) -> tuple[object, ...]:
    return tuple(getattr(rule, name) for name in EFFECTS)


def covers(first: RoutingRule, second: RoutingRule, types: Parents, units: Parents) -> bool:
    """Whether whatever fits `second` certainly fits `first`, too."""
    for name in ("levels", "matters", "channels", "acceptors"):
        if not _listed(getattr(first, name), getattr(second, name)):
            return False
    below = (
        (first.types, second.types, lambda one, top: _under(one, top, types)),
        (first.named, second.named, lambda one, top: _under(one, top, units)),
        (first.regions, second.regions, is_inside),
    )
    for wide, narrow, inside in below:
        if wide and not (narrow and all(any(inside(one, top) for top in wide) for one in narrow)):
            return False
    return _words_cover(first, second)


def _listed(wide: Sequence[str], narrow: Sequence[str]) -> bool:
    return not wide or (bool(narrow) and set(narrow) <= set(wide))


def _under(one: str, top: str, parents: Parents) -> bool:
    return top in above(one, parents)


def above(code: str, parents: Parents) -> tuple[str, ...]:
    """The code itself and everything above it, nearest first."""
    way: list[str] = []
    while code and code not in way:
        way.append(code)
        code = parents.get(code, "")
    return tuple(way)


def _words_cover(first: RoutingRule, second: RoutingRule) -> bool:
    has = [fold(word) for word in second.all]
    one_of = [fold(word) for word in second.any]
    lacks = [fold(word) for word in second.none]

    def certain(word: str) -> bool:
        return any(word in held for held in has) or (bool(one_of) and all(word in held for held in one_of))

    wanted = [fold(word) for word in first.any]
    chosen = (
        not wanted
        or any(certain(word) for word in wanted)
        or (bool(one_of) and all(_holds_one(held, wanted) for held in one_of))
    )
    absent = all(_holds_one(fold(word), lacks) for word in first.none)
    return chosen and absent and all(certain(fold(word)) for word in first.all)


def _holds_one(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)


def wrong_rules(
    rules: Mapping[int, RoutingRule], types: Parents, units: Parents, limits: Iterable[str]
) -> Iterator[tuple[int, str, str]]:
    """(place, key, what) of every mistake of a blueprint's rules."""
    known = set(limits)
    for at, rule in rules.items():
        if rule.unit and rule.unit not in (NAMED, PLACE) and rule.unit not in units:
            yield at, "unit", f"{rule.unit!r} isn't in units, nor {NAMED} or {PLACE}"
        if rule.limit and rule.limit not in known:
            yield at, "limit", f"{rule.limit!r} isn't in limits"
        if rule.unit and rule.stop:
            yield at, "stop", "a rule that stops gives the matter to nobody: leave out unit or stop"
        if rule.priority > 3:
            yield at, "priority", "must be 3 or less: 0 usual, 3 most urgent"
    places = list(rules)
    for found in findings(list(rules.values()), types, units):
        other = rules[places[found.other]].code if found.other is not None else ""
        yield places[found.rule], "", SAID[found.kind].format(other=other)


SAID: Mapping[str, str] = {
    "catches_all": "has no condition: it would catch everything and leave nothing to anybody",
    "does_nothing": "sets nothing: neither unit nor stop, supervisor, limit or priority",
    "never_fits": "can't ever fit: what it asks for is what it forbids",
    "contradicts": "contradicts {other}: the same conditions, another result",
    "never_reached": "is never reached: whatever fits it fits {other} before",
}
"""The findings as `huiyin check` says them; pages have words of their own."""
