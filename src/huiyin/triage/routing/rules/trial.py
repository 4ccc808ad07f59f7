"""A dry run: what another list of rules would have done with matters that are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.policy.rules.routing import RoutingRule
from huiyin.triage.routing.rules.deciding import Choice, Facts, decide

GREEDY, ENOUGH = 0.5, 10
"""A rule that takes more than this part of so many matters catches nearly everything."""


@dataclass(frozen=True)
class Moved:
    """A matter that would go elsewhere: units' codes, "" for nobody; `rule` decides now."""

    number: str
    was: str
    becomes: str
    rule: str


@dataclass(frozen=True)
class Trial:
    """`decided`: how many matters each rule takes, of all that were `looked` at."""

    looked: int
    moved: tuple[Moved, ...]
    decided: Mapping[str, int]

    def greedy(self, rules: Sequence[RoutingRule]) -> list[RoutingRule]:
        """Rules that would take nearly everything."""
        if self.looked < ENOUGH:
            return []
        return [rule for rule in rules if self.decided.get(rule.code, 0) > GREEDY * self.looked]

    def idle(self, rules: Sequence[RoutingRule]) -> list[RoutingRule]:
        """Rules that decide but took nothing: never reached, or about what didn't come up."""
        return [rule for rule in rules if rule.decides and not self.decided.get(rule.code)]


def compare(now: Sequence[RoutingRule], then: Sequence[RoutingRule], matters: Mapping[str, Facts]) -> Trial:
    """What would change if the rules said `then` instead of `now`; the newest number first."""
    moved, decided = [], Counter[str]()
    for number, facts in matters.items():
        before, after = decide(facts, now), decide(facts, then)
        decided[after.rule] += 1
        if _end(before) != _end(after):
            moved.append(Moved(number, before.unit, after.unit, after.rule))
    del decided[""]
    return Trial(len(matters), tuple(sorted(moved, key=lambda one: one.number, reverse=True)), decided)


def _end(choice: Choice) -> tuple[str, bool]:
    return choice.unit, choice.stop
