"""The only writer of rules and of routing decisions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.intake.models import Report
from huiyin.intake.vault import redacted
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import Conflict, NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import organ_of, unit
from huiyin.policy.blueprint import Blueprint
from huiyin.policy.queries import policy
from huiyin.triage.learning.queries import propose
from huiyin.triage.routing import queries
from huiyin.triage.routing.models import RoutingDecision, RuleBook
from huiyin.triage.routing.rules.book import Rules, place_of, to_rows
from huiyin.triage.routing.rules.deciding import Choice, decide
from huiyin.triage.routing.rules.safety import Circumstances, against, telling

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
    record("rules", made.number, verb, by=by, now=now, data=data, first=True)
    return made


@dataclass(frozen=True)
class Around:
    """What routing has to know of a case beside its report. `among`: the units that have people for it."""

    matter: str
    acceptor: str
    accused: bool
    screened: bool
    quarantined: bool
    among: Collection[str]


@transaction.atomic
def route(report: Report, around: Around, *, now: datetime) -> RoutingDecision:
    """Decides whose a report is and keeps why. Idempotent: decided once, the same answer again."""
    locked = Report.objects.select_for_update(of=("self",)).select_related("unit__region").get(pk=report.pk)
    if existing := queries.decision_for(locked):
        return existing
    book = queries.in_force(now)
    facts = queries.facts_of(locked, matter=around.matter, acceptor=around.acceptor)
    choice = decide(facts, book.rules)
    made = RoutingDecision(report=locked, decided_at=now, book=book.row, limit=choice.limit)
    made.priority, made.supervisor = choice.priority, _unit(choice.supervisor)
    if choice.rule:
        _by_rule(made, choice, place_of(book.rules, choice.rule) or 0)
    sure = bool(choice.rule)
    if not choice.stop:
        sure = _by_answers(made, locked) or sure or _by_model(made, locked, around)
    made.held = list(against(_circumstances(made, around, sure=sure, stop=choice.stop)))
    made.save()
    data = {"report": locked.pk, "rule": made.rule, "version": made.version, "held": made.held}
    record("routing", locked.number, "decide", by=SYSTEM, now=now, unit=locked.unit_id, data=data, first=True)
    return made


def _by_rule(made: RoutingDecision, choice: Choice, place: int) -> None:
    made.source, made.rule, made.place = "rule", choice.rule, place
    made.unit = _unit(choice.unit)
    made.reasons = [list(reason) for reason in choice.reasons]


def _by_answers(made: RoutingDecision, report: Report) -> bool:
    """What the sender chose where the city asked: it may say whose it is, before any rule, and how urgent."""
    chosen = queries.answered(report)
    for question, option in chosen:
        made.priority = max(made.priority, option["priority"])
        if option["unit"] and (unit := _unit(option["unit"])):
            made.source, made.rule, made.place, made.unit = "answer", "", 0, unit
            made.reasons = [["answer", f"{question.code}={option['code']}"]]
    return made.source == "answer"


def _by_model(made: RoutingDecision, report: Report, around: Around) -> bool:
    """What was learnt proposes, where no rule says whose it is; whether it is sure."""
    proposal = propose("unit", report.text, around.among) if around.among else None
    if proposal is None:
        return False
    made.source, made.version, made.confidence = "model", proposal.version, proposal.confidence
    made.unit, made.runner_up = _unit(proposal.label), proposal.runner_up
    made.reasons = [["word", word] for word in proposal.reasons]
    return proposal.sure and made.unit is not None


def _circumstances(made: RoutingDecision, around: Around, *, sure: bool, stop: bool) -> Circumstances:
    report = made.report
    same = made.unit is not None and organ_of(made.unit) == organ_of(report.unit)
    return Circumstances(
        sure=sure and made.unit is not None,
        stop=stop,
        accused=around.accused or bool(report.officer_text.strip()),
        matter=around.matter,
        same_house=same,
        screened=around.screened,
        quarantined=around.quarantined,
        imported=report.channel == "import",
        reads_as=_reads_as(report) if same and around.matter != "complaint" else "",
        tells_writer=telling(redacted(report)),
    )


def _reads_as(report: Report) -> str:
    """The kind of matter that the text reads as, where what was learnt is sure of it."""
    proposal = propose("problem_type", report.text)
    return policy().matter(proposal.label) if proposal and proposal.sure else ""


def _unit(code: str) -> Unit | None:
    return Unit.objects.filter(code=code, active=True).first() if code else None


@transaction.atomic
def hold(decision: RoutingDecision, reason: str) -> None:
    """Notes why a dispatch that was decided couldn't be made, so that a person decides."""
    if reason not in decision.held:
        decision.held = [*decision.held, reason]
        decision.save(update_fields=["held"])


@transaction.atomic
def given(report: Report, unit: int, *, by: Actor, now: datetime) -> RoutingDecision:
    """Notes the first dispatch of a report: by the program or by a person. Later ones change nothing."""
    decision = _decision(report, now)
    if decision.given_at is None:
        decision.given_at, decision.given_to_id = now, unit
        decision.by_machine = by.account == SYSTEM.account
        decision.save(update_fields=["given_at", "given_to", "by_machine"])
    return decision


@transaction.atomic
def override(report: Report, how: str, to: int | None, *, by: str, now: datetime) -> RoutingDecision:
    """Notes that people found the program wrong: `redirect` or `send_back`.

    The first time is what counts; `to` is where it went last.
    """
    decision = _decision(report, now)
    if not decision.by_machine:
        return decision
    first = decision.overridden_at is None
    if first:
        decision.overridden_at, decision.overridden_by, decision.overridden_how = now, by, how
    decision.overridden_to_id = to or decision.overridden_to_id
    decision.save(update_fields=["overridden_at", "overridden_by", "overridden_how", "overridden_to"])
    if first:
        data = {"report": report.pk, "how": how}
        record("routing", report.number, "override", by=SYSTEM, now=now, unit=report.unit_id, data=data)
    return decision


def _decision(report: Report, now: datetime) -> RoutingDecision:
    """The report's decision, its row locked; an empty one for a report from before there were any."""
    RoutingDecision.objects.get_or_create(report=report, defaults={"decided_at": now})
    return RoutingDecision.objects.select_for_update(of=("self",)).get(report=report)
