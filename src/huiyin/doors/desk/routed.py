"""Whose a case is, why in words, and what became of the program's decision: for the committee's eyes only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.doors.desk.queries import routing as queries
from huiyin.doors.desk.wording import HELD, LIMITS
from huiyin.doors.shared.refusals import REASONS
from huiyin.doors.shared.templatetags.units import named
from huiyin.doors.shared.words import word
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import account_names
from huiyin.policy.queries import Policy, channel_name, said
from huiyin.policy.rules.routing import CONDITIONS, NAMED, PLACE, RoutingRule
from huiyin.triage.learning.rules.names import VERSION as FROM_NAMES
from huiyin.triage.routing.models import RoutingDecision
from huiyin.triage.routing.queries import edition


def panel(case: Case, rules: Policy) -> dict[str, Any] | None:
    """The panel on the page of a case; None where nothing was decided and nothing was given."""
    made = queries.decision(case)
    if made is None or not (made.source or made.given_at):
        return None
    return {
        "made": made,
        "sentence": sentence(made, rules),
        "held": [str(HELD.get(reason) or REASONS.get(reason) or reason) for reason in made.held],
        "by_name": account_names([made.overridden_by]).get(made.overridden_by, ""),
        "limit": str(LIMITS.get(made.limit, made.limit)),
    }


def sentence(made: RoutingDecision, rules: Policy) -> str:
    """ "Rule 7 “Traffic”: contains “lights”; channel hotline", or what was learnt and which words spoke for it."""
    why = "；".join(_reasons(made.reasons, rules)) if _chinese() else "; ".join(_reasons(made.reasons, rules))
    if made.source == "rule":
        return _("Rule %(place)d “%(name)s”: %(why)s") % {
            "place": made.place,
            "name": _rule(made),
            "why": why,
        }
    if made.source == "answer":
        return _("By the sender’s answer: %(why)s") % {"why": why}
    if made.source == "model":
        percent = round(100 * (made.confidence or 0))
        if made.version == FROM_NAMES:
            return _("A guess by names alone, %(percent)d %%: nothing is learnt yet") % {"percent": percent}
        number = made.version.rpartition("-")[2]
        blanks = {"version": number, "percent": percent, "why": why or "—"}
        return _("Learnt (version %(version)s), %(percent)d %%: %(why)s") % blanks
    return ""


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def _rule(made: RoutingDecision) -> str:
    book = edition(made.book.number) if made.book else None
    rule = next((one for one in book.rules if one.code == made.rule), None) if book else None
    return said(rule, "name", get_language() or "zh") if rule else made.rule


def _reasons(reasons: Iterable[tuple[str, str]], rules: Policy) -> list[str]:
    """Each kind of condition in words, with all that met it."""
    by_kind: dict[str, list[str]] = {}
    for kind, value in reasons:
        by_kind.setdefault(kind, []).append(value)
    return [
        _SAID[kind]() % {"what": _comma().join(_called(kind, values, rules))}
        for kind, values in by_kind.items()
        if kind in _SAID
    ]


def _called(kind: str, values: list[str], rules: Policy) -> list[str]:
    language = get_language() or "zh"
    if kind in ("named", "acceptors"):
        units = queries.units_called(values)
        return [named(units[value]) if value in units else value for value in values]
    if kind == "regions":
        regions = queries.regions_called(values)
        return [said(regions[value], "name", language) if value in regions else value for value in values]
    if kind == "answer":
        return [_answer(value, rules, language) for value in values]
    speak: Mapping[str, Callable[[str], str]] = {
        "types": lambda value: rules.type_name(value, language),
        "channels": lambda value: channel_name(value, language),
        "levels": lambda value: word("level", value),
        "matters": lambda value: word("matter", value),
    }
    say = speak.get(kind)
    return [say(value) if say else f"“{value}”" for value in values]


def _answer(value: str, rules: Policy, language: str) -> str:
    """ "code=option" in the city's words."""
    code, _sep, chosen = value.partition("=")
    question = next((row for row in rules.questions if row.code == code), None)
    option = next((one for one in question.options if one["code"] == chosen), None) if question else None
    if question is None or option is None:
        return value
    answer = option["text" if language.startswith("zh") else "text_en"]
    return f"{said(question, 'text', language)} {answer}"


def answers(case: Case, rules: Policy) -> list[str]:
    """What the sender was asked and chose."""
    chosen = queries.answers(case)
    return [_answer(f"{question}={option}", rules, get_language() or "zh") for question, option in chosen]


def conditions(rule: RoutingRule, rules: Policy) -> list[str]:
    """When a rule fits, in words."""
    listed = [(name, value) for name in CONDITIONS if name != "none" for value in getattr(rule, name)]
    found = _reasons(listed, rules)
    if rule.none:
        found.append(_lacks() % {"what": _comma().join(_called("none", list(rule.none), rules))})
    return found


def goes_to(rule: RoutingRule, units: Mapping[str, Unit]) -> tuple[str, list[str]]:
    """Where a rule sends a matter, and what else it sets."""

    def called(code: str) -> str:
        return named(units[code]) if code in units else code

    where = {
        NAMED: _("the unit that was named"),
        PLACE: _("the station of the place mentioned"),
        "": _("nobody: it only adds what follows"),
    }
    to = _("a person decides") if rule.stop else where.get(rule.unit) or called(rule.unit)
    adds = []
    if rule.within:
        adds.append(_("among the stations of %(unit)s") % {"unit": called(rule.within)})
    if rule.supervisor:
        adds.append(_("supervised by %(unit)s") % {"unit": called(rule.supervisor)})
    if rule.limit:
        adds.append(_("limit: %(limit)s") % {"limit": LIMITS.get(rule.limit, rule.limit)})
    if rule.priority:
        adds.append(_("urgency %(n)d of 3") % {"n": rule.priority})
    return to, adds


def _comma() -> str:
    return "、" if _chinese() else ", "


def _lacks() -> str:
    return _("doesn’t contain %(what)s")


_SAID = {
    "answer": lambda: _("answered %(what)s"),
    "any": lambda: _("contains %(what)s"),
    "all": lambda: _("contains %(what)s"),
    "word": lambda: _("the words %(what)s"),
    "place": lambda: _("mentions the place %(what)s"),
    "levels": lambda: _("level %(what)s"),
    "regions": lambda: _("region %(what)s"),
    "named": lambda: _("names %(what)s"),
    "types": lambda: _("type %(what)s"),
    "matters": lambda: _("kind of matter %(what)s"),
    "channels": lambda: _("channel %(what)s"),
    "acceptors": lambda: _("accepted by %(what)s"),
}
