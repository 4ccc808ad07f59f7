"""Whose a matter is, by the city's ordered rules: the first that fits and says where decides, and why in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from huiyin.kernel.identifiers import is_inside
from huiyin.policy.rules.routing import NAMED, PLACE, RoutingRule
from huiyin.triage.index.rules.words import normal

Reason = tuple[str, str]
"""A kind of condition and what met it: ("any", "红绿灯"), ("channel", "hotline"). Pages put it into words."""


@dataclass(frozen=True)
class Mention:
    """A word of the text that says which unit is in charge of the place; `inside`: its code and those above it."""

    word: str
    unit: str
    inside: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """A matter as rules see it. `text` is in normal form; `named` and `types` are codes, nearest first."""

    text: str
    named: tuple[str, ...]
    region: str
    level: str
    types: tuple[str, ...]
    matter: str
    channel: str
    acceptor: str = ""
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True)
class Choice:
    """What the rules say: `rule` decided (its code, "" for none) and the `reasons` why it fits.

    `unit` "" with `stop`: a person decides. Supervisor, limit and priority may come from rules above that only add.
    """

    rule: str = ""
    unit: str = ""
    stop: bool = False
    supervisor: str = ""
    limit: str = ""
    priority: int = 0
    reasons: tuple[Reason, ...] = ()
    added_by: tuple[str, ...] = ()


def decide(facts: Facts, rules: Sequence[RoutingRule]) -> Choice:
    """Reads the rules from top to bottom. One whose place isn't clear doesn't decide: the next one is asked."""
    added = Choice()
    for rule in rules:
        reasons = fits(rule, facts) if rule.enabled else None
        if reasons is None:
            continue
        unit, where = _where(rule, facts)
        if rule.stop or unit:
            return _decided(added, rule, unit, (*reasons, *where))
        if not rule.unit:
            added = replace(_merged(added, rule), added_by=(*added.added_by, rule.code))
    return added


def _decided(added: Choice, rule: RoutingRule, unit: str, reasons: tuple[Reason, ...]) -> Choice:
    whole = _merged(added, rule)
    return replace(whole, rule=rule.code, unit=unit, stop=rule.stop, reasons=reasons)


def _merged(added: Choice, rule: RoutingRule) -> Choice:
    """What a rule above set stays; the most urgent counts."""
    return replace(
        added,
        supervisor=added.supervisor or rule.supervisor,
        limit=added.limit or rule.limit,
        priority=max(added.priority, rule.priority),
    )


def fits(rule: RoutingRule, facts: Facts) -> tuple[Reason, ...] | None:
    """Why the rule fits; None where it doesn't."""
    words = _words(rule, facts.text)
    if words is None:
        return None
    reasons = list(words)
    for name, here in (
        ("levels", (facts.level,)),
        ("named", facts.named),
        ("types", facts.types),
        ("matters", (facts.matter,)),
        ("channels", (facts.channel,)),
        ("acceptors", (facts.acceptor,)),
    ):
        wanted = getattr(rule, name)
        met = next((one for one in here if one in wanted), None)
        if wanted and not met:
            return None
        if met:
            reasons.append((name, met))
    if rule.regions:
        region = next((one for one in rule.regions if is_inside(facts.region, one)), None)
        if region is None:
            return None
        reasons.append(("regions", region))
    return tuple(reasons)


def _words(rule: RoutingRule, text: str) -> list[Reason] | None:
    every = [word for word in rule.all if normal(word) in text]
    some = [word for word in rule.any if normal(word) in text]
    barred = any(normal(word) in text for word in rule.none)
    if barred or len(every) < len(rule.all) or (rule.any and not some):
        return None
    return [*(("all", word) for word in every), *(("any", word) for word in some)]


def _where(rule: RoutingRule, facts: Facts) -> tuple[str, tuple[Reason, ...]]:
    """The unit that the rule means here, and what said so; "" where no place is mentioned, or two."""
    if rule.unit == NAMED:
        return facts.named[0] if facts.named else "", ()
    if rule.unit != PLACE:
        return rule.unit, ()
    found = station(facts.mentions, rule.within)
    return (found.unit, (("place", found.word),)) if found else ("", ())


def station(mentions: Iterable[Mention], within: str) -> Mention | None:
    """The one station inside `within` that the text's places point to. A longer word says more than one inside it."""
    inside = [one for one in mentions if not within or within in one.inside]
    plain = [one for one in inside if not any(one.word != o.word and one.word in o.word for o in inside)]
    units = {one.unit for one in plain}
    return plain[0] if len(units) == 1 else None


def mentioned(text: str, places: Iterable[Mention]) -> tuple[Mention, ...]:
    """The places whose words stand in a text in normal form."""
    return tuple(one for one in places if len(one.word) > 1 and normal(one.word) in text)
