"""To the right desk by itself: by what, how often, and how often that was right (S3-07, -08, -11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from huiyin.cases.models import Case
from huiyin.ledger.models import Event
from huiyin.reporting import queries as reporting
from huiyin.reporting.rules.automation import Given, wilson
from huiyin.reporting.rules.measures import Share
from huiyin.site.replays.lines.seen import Line, Seen
from huiyin.triage.learning.models import ModelVersion
from huiyin.triage.routing.models import RoutingDecision


def recognised(seen: Seen) -> Line:
    """Keywords of departments and matters say the handling unit, the supervising unit and the limit."""
    rules = seen.stage.city.routing_rules
    sent = RoutingDecision.objects.filter(by_machine=True)
    held: Counter[str] = Counter()
    for reasons in RoutingDecision.objects.filter(by_machine=False).values_list("held", flat=True):
        held.update(map(str, reasons))
    measured = {
        "rules": len(rules),
        "words": sum(len(rule.any) + len(rule.all) for rule in rules),
        "pushed_by_the_program": sent.count(),
        "by_rule": sent.filter(source="rule").count(),
        "by_what_was_learnt": sent.filter(source="model").count(),
        "with_reasons": sent.exclude(reasons=[]).count(),
        "with_a_supervising_unit": sent.exclude(supervisor=None).count(),
        "with_a_limit_of_their_own": sent.exclude(limit="").count(),
        "promises_brought_forward_by_a_rule": Event.objects.filter(
            subject_kind="case", verb="hasten"
        ).count(),
        "to_units": sent.values("given_to").distinct().count(),
        "left_to_people_because": dict(held),
        "versions": [f"{m.name} {m.state}" for m in ModelVersion.objects.order_by("pk")],
    }
    ok = sent.exists() and measured["with_reasons"] == sent.count()
    ok = ok and bool(measured["with_a_supervising_unit"] and measured["with_a_limit_of_their_own"])
    return Line(
        ok, measured, "routing decisions: what they rest on, what they set, and why people had to decide"
    )


def automated(seen: Seen) -> Line:
    found = reporting.automation(seen.leader, seen.whole)
    by_rule = _added(one for one in found.by_program if one.rule)
    learnt = _added(one for one in found.by_program if not one.rule)
    measured = {
        "dispatched": found.rate.whole,
        "by_the_program": found.rate.part,
        "rate": found.rate.percent,
        "right": found.right.part,
        "precision": found.right.percent,
        "precision_between": wilson(found.right),
        "by_rules": _shown(by_rule),
        "by_what_was_learnt": _shown(learnt),
        "wrong_by_rule_or_version": {
            one.rule or one.version: one.overridden for one in found.by_program if one.overridden
        },
    }
    told = seen.stage.story.article["automated"]
    ok = (found.rate.percent or 0) >= told and measured["precision"] is not None
    how = (
        "first dispatches by the program among all; those that nobody had to put right; 95 % interval of that share. "
        "Who wrote this story wrote the words of the rules: the precision is an upper bound for a real city"
    )
    return Line(ok, measured, how)


def _shown(share: Share) -> dict[str, Any]:
    return {
        "given": share.whole,
        "right": share.part,
        "precision": share.percent,
        "precision_between": wilson(share),
    }


def _added(lines: Iterable[Given]) -> Share:
    """The share of right dispatches among those of some rules or versions."""
    rows = list(lines)
    return Share(sum(one.right.part for one in rows), sum(one.automated for one in rows))


def in_charge(seen: Seen) -> Line:
    """Where it happens the station, else who is in charge of the subject; nobody gets a complaint about themselves."""
    by_place = {rule.code for rule in seen.stage.city.routing_rules if rule.unit == "@place"}
    sent = RoutingDecision.objects.filter(by_machine=True)
    local = sent.filter(rule__in=by_place)
    stations = Counter(local.values_list("given_to__name", flat=True))
    complaints = Case.objects.filter(matter="complaint", reported__kind="section").select_related("reported")
    themselves = sum(
        given.unit.path.startswith(case.reported.path)
        for case in complaints
        for given in case.assignments.select_related("unit")
    )
    measured = {
        "by_where_it_happened": local.count(),
        "stations": dict(stations),
        "put_right_of_these": local.exclude(overridden_at=None).count(),
        "by_who_is_in_charge": sent.exclude(rule__in=by_place).count(),
        "complaints_given_to_whom_they_are_about": themselves,
    }
    ok = len(stations) > 4 and bool(measured["by_who_is_in_charge"]) and not themselves
    return Line(ok, measured, "dispatches by rules of place and of subject; complaints against who got them")
