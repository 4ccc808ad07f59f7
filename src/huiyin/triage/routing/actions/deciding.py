"""Whose a report is: decided by answer, by rule or by what was learnt, and kept with the reasons."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.intake.models import Report
from huiyin.intake.vault import redacted
from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.actions import record
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import organ_of
from huiyin.policy.queries import policy
from huiyin.triage.learning.queries import propose
from huiyin.triage.routing import queries
from huiyin.triage.routing.models import RoutingDecision
from huiyin.triage.routing.rules.book import place_of
from huiyin.triage.routing.rules.deciding import Choice, decide
from huiyin.triage.routing.rules.safety import Circumstances, against, telling


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
    record("routing", locked.number, "decide", by=SYSTEM, now=now, unit=locked.unit_id, data=data)
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
