"""Somebody withdraws from a case, asked or told to: a superior decides, and the case goes on with another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.approving import may_sign
from huiyin.cases.actions.interest import conflicts_of
from huiyin.cases.actions.taking import allowed, locked, needs_reason, take
from huiyin.cases.models import Case, Recusal
from huiyin.cases.rules.lifecycle import Snapshot, person, roles_on
from huiyin.cases.rules.recusal import may_decide, role_of, successor_wrong
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.models import Account, Mandate
from huiyin.organisations.queries import actor_for


@transaction.atomic
def ask_recusal(number: str, reason: str, *, by: Actor, now: datetime) -> Recusal:
    """Somebody who works on a case says that they must stay out of it. Asked twice is once."""
    case = locked(number)
    roles = roles_on(case.snapshot(), by)
    role = role_of(roles)
    if not roles:
        raise NotAllowed(Refused("unknown"))
    if not role or case.closed_at is not None:
        raise NotAllowed(Refused("wrong_role", {"verb": "recuse"}))
    if open_one := case.recusals.filter(account=person(by), decided_at=None).first():
        return open_one
    asked = Recusal.objects.create(
        case=case, account_id=person(by), role=role, reason=needs_reason(reason), at=now
    )
    record("recusal", asked.pk, "ask", by=by, now=now, unit=_where(asked), data=_facts(asked))
    return asked


@transaction.atomic
def refuse_recusal(number: str, account: int, note: str, *, by: Actor, now: datetime) -> Recusal:
    """A superior finds that nothing keeps somebody out, and says why."""
    case = locked(number)
    asked = case.recusals.filter(account=account, decided_at=None).first()
    roles = roles_on(case.snapshot(), by)
    if not roles or asked is None:
        raise NotAllowed(Refused("unknown"))
    if refused := may_decide(asked.role, roles, own=account == person(by)):
        raise NotAllowed(refused)
    _decide(asked, granted=False, note=needs_reason(note), by=by, now=now)
    record("recusal", asked.pk, "refuse", by=by, now=now, unit=_where(asked), data=_facts(asked))
    return asked


@transaction.atomic
def recuse(
    number: str,
    account: int,
    note: str,
    *,
    by: Actor,
    now: datetime,
    successor: int | None = None,
    seen: int | None = None,
) -> Case:
    """A superior lets somebody withdraw, asked for or not: from now on the case doesn't exist for them.

    `successor` goes on in their place; without one the others do, or the supervisors find somebody.
    """
    case = locked(number)
    before = allowed(case, "recuse", by, seen)
    asked = case.recusals.filter(account=account, decided_at=None).first()
    role = asked.role if asked else _role_now(before, account, now)
    if not role:
        raise NotAllowed(Refused("unknown_choice", {"field": "account"}))
    if refused := may_decide(role, roles_on(before, by), own=account == person(by)):
        raise NotAllowed(refused)
    why = needs_reason(note)
    last = role == "approver" or not set(case.handlers) - {account}
    able = able_to_follow(case, account, role, now)
    if refused := successor_wrong(successor, able, needed=role in ("handler", "approver") and last):
        raise NotAllowed(refused)
    row = asked or Recusal(case=case, account_id=account, role=role, reason=why, at=now)
    row.successor_id = successor
    _decide(row, granted=True, note=why, by=by, now=now)
    return _moved_on(case, before, row, by=by, now=now)


def able_to_follow(case: Case, account: int, role: str, now: datetime) -> list[int]:
    """Who could go on in the place of `account`: holds the same mandate there and has no interest in the case."""
    if role not in ("handler", "approver"):
        return []
    if role == "approver":
        return may_sign(case, now, without=account)
    held = Mandate.objects.in_force(now).filter(role=role, unit=case.unit_id, account__is_active=True)
    out = {account, case.approver, *case.handlers, *case.signers, *case.recused}
    able = sorted(set(held.filter(account__officer__active=True).values_list("account", flat=True)) - out)
    against = conflicts_of(case, able)
    return [one for one in able if one not in against]


def _role_now(case: Snapshot, account: int, now: datetime) -> str:
    there = Account.objects.filter(pk=account).first()
    day = now.astimezone(SHANGHAI).date()
    return role_of(roles_on(case, actor_for(there, on=day))) if there else ""


def _moved_on(case: Case, before: Snapshot, row: Recusal, *, by: Actor, now: datetime) -> Case:
    handlers, approver = set(before.handlers), before.approver
    if row.role == "handler":
        handlers = handlers - {row.account_id} | ({row.successor_id} if row.successor_id else set())
    if row.role == "approver":
        approver = row.successor_id
    _rewrite_order(case, row, handlers, first=not before.signers)
    return take(
        case, "recuse", before, by=by, now=now,
        account=row.account_id, role=row.role, handlers=sorted(handlers), approver=approver,
    )  # fmt: skip


def _rewrite_order(case: Case, row: Recusal, handlers: set[int], *, first: bool) -> None:
    """The order that is out names who works on the case now; its event says who did before."""
    order = case.assignments.filter(ended_at=None).order_by("-at").first()
    if order is None:
        return
    if row.role == "handler":
        order.handlers.set(handlers)
    elif row.role == "approver" and first and row.successor_id:
        order.approver_id = row.successor_id
        order.save(update_fields=["approver"])


def _decide(row: Recusal, *, granted: bool, note: str, by: Actor, now: datetime) -> None:
    row.granted, row.note, row.decided_by_id, row.decided_at = granted, note, person(by), now
    row.save()


def _facts(row: Recusal) -> dict[str, object]:
    return {"case": row.case_id, "account": row.account_id, "role": row.role}


def _where(row: Recusal) -> int | None:
    return row.case.unit_id if row.role in ("handler", "approver") else row.case.committee_id
