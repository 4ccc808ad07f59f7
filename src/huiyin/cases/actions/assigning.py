"""A case is given to a unit, by name, redacted, and only to people without an interest in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.taking import allowed, locked, take, tidy
from huiyin.cases.models import Allegation, Assignment, Blocked, Case
from huiyin.cases.rules.interest import Candidate, Subject, conflicts
from huiyin.cases.rules.lifecycle import person
from huiyin.intake.attachments.rules.kinds import may_release
from huiyin.intake.models import Attachment
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.organisations.models import Account, Mandate, Officer, Relation


@dataclass(frozen=True)
class Order:
    """An assignment as the committee words it. `summary` and `allegations` are what the unit may read.

    `released` are the attachments that the unit may open: none unless the committee says so for each.
    """

    unit: int
    handlers: tuple[int, ...]
    approver: int
    summary: str
    allegations: tuple[str, ...]
    demand: str = ""
    released: tuple[int, ...] = ()


def assign(number: str, order: Order, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """Gives a reviewed case to a unit (S0-17). Raises NotAllowed with `conflict_of_interest`, which is logged."""
    return _give(number, "assign", order, by=by, now=now, seen=seen)


def reassign(number: str, order: Order, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """The supervising body gives a locked case to a unit again (S0-19): the same or another."""
    return _give(number, "reassign", order, by=by, now=now, seen=seen)


def _give(number: str, verb: str, order: Order, *, by: Actor, now: datetime, seen: int | None) -> Case:
    with transaction.atomic():
        case = locked(number)
        before = allowed(case, verb, by, seen)
        _needs_people(order, now)
        against = conflicts_of(case, (*order.handlers, order.approver))
        if not against:
            _write_order(case, order, by=by, now=now)
            return take(
                case, verb, before, by=by, now=now,
                unit=order.unit, handlers=sorted(order.handlers), approver=order.approver,
            )  # fmt: skip
        Blocked.objects.bulk_create(
            Blocked(case=case, account_id=who, why=why, by_id=person(by), at=now)
            for who, why in against.items()
        )
    raise NotAllowed(Refused("conflict_of_interest", {"conflicts": against}))


def _needs_people(order: Order, now: datetime) -> None:
    """Handlers and approver must hold the mandate for that unit today, and be different people."""
    if not order.handlers or order.approver in order.handlers:
        raise NotAllowed(Refused("people_needed"))
    if not order.summary.strip() or not any(a.strip() for a in order.allegations):
        raise NotAllowed(Refused("summary_needed"))
    for role, accounts in (("handler", order.handlers), ("approver", (order.approver,))):
        held = Mandate.objects.in_force(now).filter(unit_id=order.unit, role=role, account_id__in=accounts)
        if held.values("account").distinct().count() != len(set(accounts)):
            raise NotAllowed(Refused("people_needed"))


def _write_order(case: Case, order: Order, *, by: Actor, now: datetime) -> None:
    case.summary = tidy("summary", order.summary)
    case.assignments.filter(ended_at=None).update(ended_at=now)
    assignment = Assignment.objects.create(
        case=case,
        unit_id=order.unit,
        approver_id=order.approver,
        summary=case.summary,
        demand=tidy("demand", order.demand),
        by_id=person(by),
        at=now,
    )
    assignment.handlers.set(order.handlers)
    if not case.verifications.exists():
        case.allegations.all().delete()
        texts = [tidy("allegation", text) for text in order.allegations if text.strip()]
        Allegation.objects.bulk_create(
            Allegation(case=case, position=i, text=text) for i, text in enumerate(texts, 1)
        )
    Attachment.objects.filter(report=case.report).update(released_to_unit=False)
    for attachment in Attachment.objects.filter(report=case.report, pk__in=order.released):
        if refused := may_release(attachment.kind):
            raise NotAllowed(refused)
        attachment.released_to_unit = True
        attachment.save(update_fields=["released_to_unit"])


def conflicts_of(case: Case, accounts: Iterable[int]) -> dict[int, str]:
    """Why each of `accounts` must stay out of the case; those without a conflict are missing from the answer."""
    people = Account.objects.filter(pk__in=list(accounts)).select_related("officer__unit")
    who = [Candidate(a.pk, a.officer_id, a.officer.unit_id if a.officer else None) for a in people]
    return conflicts(who, subject_of(case))


def subject_of(case: Case) -> Subject:
    """What `conflicts` needs to know about a case."""
    accused = frozenset(case.accused)
    sections = set(Officer.objects.filter(pk__in=accused).values_list("unit_id", flat=True))
    if case.reported.kind == "section":
        sections.add(case.reported_id)
    related = Relation.objects.filter(officer__in=accused).values_list("other_id", flat=True)
    relating = Relation.objects.filter(other__in=accused).values_list("officer_id", flat=True)
    earlier = case.assignments.exclude(ended_at=None).exclude(accepted_at=None)
    return Subject(
        accused=accused,
        sections=frozenset(sections),
        relatives=frozenset(related) | frozenset(relating),
        earlier=frozenset(earlier.values_list("handlers", flat=True)) - {None},
    )
