"""Reads of the rules and of what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.intake.models import Report
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import ancestry
from huiyin.policy.keeping import Kept
from huiyin.policy.models import PlaceWords, Question
from huiyin.policy.queries import policy
from huiyin.policy.rules.coverage import Finding, Parents, above, findings
from huiyin.policy.rules.routing import RoutingRule
from huiyin.triage.index.rules.words import normal
from huiyin.triage.routing.models import RoutingDecision, RuleBook
from huiyin.triage.routing.rules.book import to_rules
from huiyin.triage.routing.rules.deciding import Facts, Mention, mentioned

_LOCAL = ("township", "village")
_SUFFIXES = ("街道办事处", "街道", "社区", "区", "县", "市", "镇", "乡", "村")


@dataclass(frozen=True)
class Book:
    """An edition of the rules, read."""

    row: RuleBook | None
    rules: tuple[RoutingRule, ...] = ()


def in_force(now: datetime) -> Book:
    """The edition that holds at `now`; an empty one before the first."""
    row = RuleBook.objects.filter(since__lte=now).order_by("-number").first()
    return _read(row)


def newest() -> Book:
    """The latest edition, which may hold from a later day on: what an editor goes on from."""
    return _read(RuleBook.objects.order_by("-number").first())


def edition(number: int) -> Book | None:
    row = RuleBook.objects.filter(number=number).first()
    return _read(row) if row else None


def history() -> list[RuleBook]:
    """Every edition, the latest first."""
    return list(RuleBook.objects.order_by("-number"))


_parsed: dict[tuple[int, datetime], tuple[RoutingRule, ...]] = {}
"""Editions never change, so what was read of one holds for ever; its moment tells it from another database's."""


def _read(row: RuleBook | None) -> Book:
    if row is None:
        return Book(None)
    key = (row.pk, row.made_at)
    if key not in _parsed:
        if len(_parsed) > 50:
            _parsed.clear()
        _parsed[key] = to_rules(row.rules)
    return Book(row, _parsed[key])


def wrong_in(rules: Iterable[RoutingRule]) -> list[Finding]:
    """What is wrong with rules, seen from themselves alone."""
    return findings(list(rules), type_parents(), unit_parents())


def type_parents() -> Parents:
    return {row.code: row.parent for row in policy().problem_types}


def unit_parents() -> Parents:
    return dict(Unit.objects.filter(active=True).values_list("code", "parent__code"))


def unit_codes() -> dict[int, str]:
    """The codes of all units: asked for once where many reports are looked at."""
    return dict(Unit.objects.values_list("pk", "code"))


def facts_of(
    report: Report, *, matter: str, acceptor: str = "", codes: Mapping[int, str] | None = None
) -> Facts:
    """A report as rules see it."""
    text, around = normal(report.text), ancestry(report.unit)
    if codes is None:
        codes = dict(Unit.objects.filter(pk__in=around).values_list("pk", "code"))
    return Facts(
        text=text,
        named=tuple(codes[pk] for pk in reversed(around) if pk in codes),
        region=report.unit.region.code,
        level=report.unit.level,
        types=above(report.problem_type, type_parents()),
        matter=matter,
        channel=report.channel,
        acceptor=acceptor,
        mentions=mentioned(text, places(None)),
    )


def _read_places(_: None) -> tuple[Mention, ...]:
    """The words by which texts name places, each with the unit in charge: the city's own, and those of local units."""
    said = {row.unit: tuple(row.words) for row in PlaceWords.objects.filter(active=True)}
    found = []
    units = Unit.objects.filter(active=True, kind__in=("organ", "section")).select_related("region")
    codes = unit_codes()
    for unit in units.order_by("pk"):
        if unit.region.level not in _LOCAL and unit.code not in said:
            continue
        inside = tuple(codes[pk] for pk in ancestry(unit))
        words = dict.fromkeys((*said.get(unit.code, ()), unit.short, unit.name, *_names(unit)))
        found += [Mention(word, unit.code, inside) for word in words if word]
    return tuple(found)


places = Kept(_read_places)
"""Ask with None."""


def _names(unit: Unit) -> tuple[str, ...]:
    """What its region is called, with and without "镇", where it is small enough to be one station's."""
    if unit.region.level not in _LOCAL:
        return ()
    name = unit.region.name
    suffix = next((one for one in _SUFFIXES if name.endswith(one)), "")
    plain = name.removesuffix(suffix)
    return (name, plain) if len(plain) > 1 else (name,)


def answered(report: Report) -> list[tuple[Question, dict[str, Any]]]:
    """The city's questions that the sender answered, with the option chosen; what the city dropped is left out."""
    chosen = dict(report.answers.values_list("question", "option"))
    return [
        (question, option)
        for question in policy().questions
        for option in question.options
        if chosen.get(question.code) == option["code"]
    ]


def decision_for(report: Report) -> RoutingDecision | None:
    """What was decided for a report. The caller has fetched the report for their viewer."""
    rows = RoutingDecision.objects.select_related("unit", "supervisor", "given_to", "overridden_to", "book")
    return rows.filter(report=report).first()
