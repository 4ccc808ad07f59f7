"""The city's rules, edition by edition."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import Conflict, NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.queries import unit
from huiyin.policy.blueprint import Blueprint
from huiyin.policy.queries import policy
from huiyin.triage.routing import queries
from huiyin.triage.routing.models import RuleBook
from huiyin.triage.routing.rules.book import Rules, to_rows

EDITORS = frozenset({"administrator", "supervisor"})
"""Who may change the rules. Only supervisors, who read the reports anyway, may try them on reports."""


@transaction.atomic
def load(blueprint: Blueprint, *, by: Actor, now: datetime) -> dict[str, list[str]]:
    """The blueprint's rules as the first edition. Once people have changed the rules here, theirs stay."""
    last = queries.newest()
    rows = to_rows(blueprint.routing_rules)
    edited = RuleBook.objects.exclude(verb="load").exists()
    if edited or (last.row.rules == rows if last.row else not rows):
        return {}
    _edition(blueprint.routing_rules, "load", "", by=by, since=now, now=now)
    return {"routing_rules": [rule.code for rule in blueprint.routing_rules]}


def may_change(by: Actor) -> bool:
    """Editors of the city's own committee: the rules hold for the whole city."""
    return bool(by.roles_in(unit(policy().city.committee).pk) & EDITORS)


@transaction.atomic
def change(
    rules: Rules, verb: str, rule: str, *, by: Actor, since: datetime, seen: int, now: datetime
) -> RuleBook:
    """Makes the list say `rules` from `since` on, as a new edition after the one that was `seen`.

    Raises NotAllowed for who may not, for a start in the past, before the edition that waits or, by somebody who can't
    try rules, before tomorrow; and for rules with something wrong in them that wasn't there before. Conflict where
    somebody changed them in the meantime.
    """
    if not may_change(by):
        raise NotAllowed(Refused("wrong_role", {"verb": "change"}))
    last = RuleBook.objects.select_for_update().order_by("-number").first()
    if last and last.number != seen:
        raise Conflict("")
    too_soon = (
        "supervisor" not in by.roles and since.astimezone(SHANGHAI).date() <= now.astimezone(SHANGHAI).date()
    )
    if too_soon or since < now or (last and since < last.since):
        raise NotAllowed(Refused("rules_in_the_past"))
    if found := _new_mistake(rules):
        raise NotAllowed(found)
    return _edition(rules, verb, rule, by=by, since=since, now=now)


def _new_mistake(rules: Rules) -> Refused | None:
    before = {(queries.newest().rules[f.rule].code, f.kind) for f in queries.wrong_in(queries.newest().rules)}
    for found in queries.wrong_in(rules):
        code = rules[found.rule].code
        if (code, found.kind) not in before:
            other = rules[found.other].name if found.other is not None else ""
            return Refused(f"rule_{found.kind}", {"rule": rules[found.rule].name, "other": other})
    return None


def _edition(rules: Rules, verb: str, rule: str, *, by: Actor, since: datetime, now: datetime) -> RuleBook:
    last = queries.newest().row
    made = RuleBook.objects.create(
        number=last.number + 1 if last else 1, since=since, made_at=now, by=by.account, verb=verb, rule=rule,
        rules=to_rows(rules),
    )  # fmt: skip
    data = {"rule": rule, "since": since.isoformat()}
    record("rules", made.number, verb, by=by, now=now, data=data)
    return made
