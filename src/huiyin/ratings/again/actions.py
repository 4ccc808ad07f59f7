"""The only writer of second verifications: one verb per function, the row locked, event and row in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.cases.actions.clock import facts_of
from huiyin.cases.actions.interest import conflicts_of
from huiyin.cases.actions.taking import needs_reason, tidy
from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import person
from huiyin.intake.models import Report
from huiyin.intake.vault import tells_reporter
from huiyin.kernel.actor import PUBLIC, SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.models import Mandate
from huiyin.policy import queries as policy
from huiyin.ratings.again.models import Recheck
from huiyin.ratings.again.rules.recheck import CONCLUSIONS, RECHECK, together, verdict
from huiyin.ratings.again.standing import had_part, roles_in
from huiyin.ratings.rules.levels import BAD, LEVELS, WORDS_LIMIT


@transaction.atomic
def open_recheck(case: Case, *, now: datetime) -> Recheck | None:
    """A bad rating asks for a second verification, once; None where the first answer didn't come of one."""
    rating = getattr(case.report, "rating", None)
    if rating is None or rating.level not in BAD or not case.verifications.filter(decisions__approved=True):
        return None
    row, made = Recheck.objects.get_or_create(case=case, defaults={"state": RECHECK.first, "at": now})
    if made:
        _note(row, "open", SYSTEM, now)
    return row


@transaction.atomic
def give_again(pk: int, unit: int, checker: int, demand: str, *, by: Actor, now: datetime) -> Recheck:
    """The committee gives the second verification to somebody else, by name (二次分派).

    Raises NotAllowed: people_needed for somebody without the mandate, conflict_of_interest for somebody who had to do
    with the first one or has an interest, tells_reporter.
    """
    row = _taken(pk, "give_again", by)
    words = needs_reason(demand)
    if tells_reporter(row.case.report, words):
        raise NotAllowed(Refused("tells_reporter", {"field": "demand"}))
    held = Mandate.objects.in_force(now).filter(
        account=checker, unit=unit, role="handler", account__is_active=True, account__officer__isnull=False
    )
    if not held.exists():
        raise NotAllowed(Refused("people_needed", {"field": "checker"}))
    if checker in had_part(row.case) or conflicts_of(row.case, [checker]):
        raise NotAllowed(Refused("conflict_of_interest", {"field": "checker"}))
    row.unit_id, row.checker_id, row.demand = unit, checker, words
    row.given_by_id, row.given_at = person(by), now
    row.due_at = policy.due("recheck", start=now, **facts_of(row.case)).due_at
    return _write(row, "give_again", by, now, checker=checker)


@transaction.atomic
def report_again(pk: int, conclusion: str, facts: str, *, by: Actor, now: datetime) -> Recheck:
    """Who looked again says whether the first finding stands, and what they found."""
    row = _taken(pk, "report_again", by)
    if conclusion not in CONCLUSIONS:
        raise NotAllowed(Refused("unknown_choice", {"field": "conclusion"}))
    row.conclusion, row.facts, row.reported_at = conclusion, needs_reason(facts), now
    return _write(row, "report_again", by, now, conclusion=conclusion)


@transaction.atomic
def reply_again(pk: int, text: str, *, by: Actor, now: datetime) -> Recheck:
    """The committee answers the reporter a second time; they may rate it again."""
    row = _taken(pk, "reply_again", by)
    row.answer, row.answered_by_id, row.answered_at = needs_reason(text), person(by), now
    return _write(row, "reply_again", by, now)


@transaction.atomic
def rate_again(report: Report, level: int, words: str, *, now: datetime) -> Recheck:
    """The reporter rates the second answer, once. Not satisfied again: people confer (会商研判)."""
    if level not in LEVELS:
        raise NotAllowed(Refused("unknown_choice", {"field": "level"}))
    found = Recheck.objects.filter(case__report=report).values_list("pk", flat=True).first()
    if found is None:
        raise NotAllowed(Refused("not_answered_yet"))
    text, verb = tidy("words", words, WORDS_LIMIT), verdict(level)
    row = _taken(found, verb, PUBLIC)
    row.level, row.words, row.rated_at = level, text, now
    return _write(row, verb, PUBLIC, now, level=level)


@transaction.atomic
def confer(pk: int, present: str, outcome: str, *, by: Actor, now: datetime) -> Recheck:
    """Several people conferred about it; what they decided is the last word here, and the reporter reads it."""
    row = _taken(pk, "confer", by)
    if refused := together(present.splitlines()):
        raise NotAllowed(refused)
    row.present = "\n".join(dict.fromkeys(name.strip() for name in present.splitlines() if name.strip()))
    row.outcome, row.conferred_by_id, row.conferred_at = needs_reason(outcome), person(by), now
    return _write(row, "confer", by, now)


def _taken(pk: int, verb: str, by: Actor) -> Recheck:
    """The row, locked, moved by a verb that `by` may take. Raises NotAllowed."""
    row = Recheck.objects.select_for_update(of=("self",)).select_related("case__report").filter(pk=pk).first()
    roles = roles_in(row, by) if row else frozenset[str]()
    if row is None or not roles:
        raise NotAllowed(Refused("unknown"))
    step = RECHECK.allowed(verb, row.state, roles)
    row.state = step.target or row.state
    return row


def _write(row: Recheck, verb: str, by: Actor, now: datetime, **facts: Any) -> Recheck:
    row.save()
    _note(row, verb, by, now, **facts)
    return row


def _note(row: Recheck, verb: str, by: Actor, now: datetime, **facts: Any) -> None:
    unit = row.unit_id if verb == "report_again" else row.case.committee_id
    record("recheck", row.pk, verb, by=by, now=now, unit=unit, data={"case": row.case_id, **facts})
