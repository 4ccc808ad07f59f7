"""A report is approved level by level, or returned with reasons by any of them (S3-16 … S3-18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.interest import conflicts_of
from huiyin.cases.actions.taking import allowed, last_verification, locked, needs_reason, take, tidy
from huiyin.cases.models import Case, Decision
from huiyin.cases.rules.approvals import barred, next_level
from huiyin.cases.rules.lifecycle import Snapshot, person
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.prepared import Fixed, Given, Part, adding
from huiyin.organisations.leaves import away
from huiyin.organisations.models import Mandate
from huiyin.policy.queries import policy
from huiyin.policy.rules.handling import ONE_LEVEL


@transaction.atomic
def return_for_rework(
    number: str, reasons: str, *, by: Actor, now: datetime, seen: int | None = None
) -> Case:
    """Whoever's turn it is sends a report back, with reasons; the handler starts a new round from the old text."""
    case = locked(number)
    before = allowed(case, "return_for_rework", by, seen)
    also = decided(case, before, approved=False, reasons=needs_reason(reasons), by=by, now=now)
    first = _first(case, before, now)
    return take(case, "return_for_rework", before, by=by, now=now, also=also, approver=first)


@transaction.atomic
def approve(
    number: str, *, by: Actor, now: datetime, note: str = "", seen: int | None = None, weight: str = ""
) -> Case:
    """Signs a finding: the last signature approves it, one before passes it up to who signs next.

    Nobody signs what they found, or the same case at two levels. `weight`: the matter turns out to be major or complex,
    so that the city asks for more signatures; none is ever dropped.
    """
    case = locked(number)
    before = allowed(case, "approve", by, seen)
    also = decided(case, before, approved=True, reasons=tidy("note", note), by=by, now=now)
    role = next_level(_levels(case, before, weight), len(before.signers))
    if not role:
        return take(case, "approve", before, by=by, now=now, also=also)
    return _pass_up(case, before, role, by=by, now=now, also=also)


def _pass_up(
    case: Case, before: Snapshot, role: str, *, by: Actor, now: datetime, also: Mapping[str, Part]
) -> Case:
    """To the one who signs next. Raises NotAllowed(`no_signer`) where the city has nobody who may."""
    signed = [*before.signers, person(by)]
    to = _signs(_able(case, role, signed, now), now)
    if to is None:
        raise NotAllowed(Refused("no_signer", {"role": role}))
    return take(case, "pass_up", before, by=by, now=now, also=also, approver=to, signers=signed)


@transaction.atomic
def stand_in(number: str, *, now: datetime) -> Case | None:
    """Who may sign as well gets what waits for one who has gone away since; None where there is nothing to pass on.

    The clock runs on: nobody gains a day by leaving.
    """
    case = locked(number)
    before = case.snapshot()
    if before.state != "submitted" or before.approver is None:
        return None
    other = stands_in(case, _turn(case), now, signed=before.signers)
    if other is None:
        return None
    return take(case, "stand_in", before, by=SYSTEM, now=now, approver=other, away=before.approver)


def stands_in(case: Case, role: str, now: datetime, *, signed: Sequence[int] = ()) -> int | None:
    """Who signs in the place of one who is away; None: they are here, or nobody else may."""
    turn = case.approver or 0
    if not _away([turn], now):
        return None
    others = [one for one in _able(case, role, signed, now) if one != turn]
    out = _away(others, now)
    return _least_busy([one for one in others if one not in out])


def _signs(able: Sequence[int], now: datetime) -> int | None:
    """Of those who may sign the one who has the least to sign and is here; where all are away, one of them."""
    out = _away(able, now)
    return _least_busy([one for one in able if one not in out] or able)


def _away(accounts: Sequence[int], now: datetime) -> set[int]:
    return away(accounts, now.astimezone(SHANGHAI).date())


def _levels(case: Case, before: Snapshot, weight: str) -> tuple[str, ...]:
    if not weight:
        return before.levels
    heavier = policy().signs(case.problem_type, case.channel, weight)
    return heavier if len(heavier) > len(before.levels) else before.levels


def may_sign(case: Case, now: datetime, *, without: int) -> list[int]:
    """Who could sign in the place of somebody whose turn it is."""
    return _able(case, _turn(case), [*case.signers, without], now)


def _turn(case: Case) -> str:
    """By which mandate the next signature is given."""
    return case.levels[len(case.signers)] if case.levels else ONE_LEVEL[0]


def _first(case: Case, before: Snapshot, now: datetime) -> int | None:
    """Who signs first in the next round: as in this one, unless they withdrew since."""
    first = before.signers[0] if before.signers else before.approver
    if first not in before.recused:
        return first
    return _signs(_able(case, ONE_LEVEL[0], [], now), now)


def _able(case: Case, role: str, signed: Sequence[int], now: datetime) -> list[int]:
    """Who holds `role` for the unit, has no interest in the case, and neither found nor signed anything in it."""
    held = Mandate.objects.in_force(now).filter(
        role=role, unit=case.unit_id, account__is_active=True, account__officer__active=True
    )
    out = {*signed, *case.handlers, *case.recused, *_signed_before(case, len(signed))}
    able = sorted(set(held.values_list("account", flat=True)) - out)
    against = conflicts_of(case, able)
    return [account for account in able if account not in against]


def _least_busy(free: Sequence[int]) -> int | None:
    """Of several the one who has the least to sign."""
    waiting = Case.objects.filter(state="submitted", approver__in=free).values_list("approver", flat=True)
    has = list(waiting)
    return min(free, key=lambda account: (has.count(account), account), default=None)


def _signed_before(case: Case, level: int) -> set[int]:
    """The accounts that signed this case at another level, in any round."""
    return {by for by, signed_at in _SIGNED.all(case=case.pk) if signed_at != level}


_SIGNED = Fixed(
    lambda: Decision.objects.filter(verification__case=Given("case"), approved=True).values_list(
        "by", "level"
    )
)


def decided(
    case: Case, before: Snapshot, *, approved: bool, reasons: str, by: Actor, now: datetime
) -> dict[str, Part]:
    """A signature, or a return, for its step to write. Raises NotAllowed for who may do neither."""
    verification = last_verification(case)
    me, level = person(by), len(before.signers)
    found_by = verification.by_id if verification else None
    refused = barred(me, found_by=found_by, handlers=case.handlers, signers=_signed_before(case, level))
    if verification is None or refused:
        raise NotAllowed(refused or Refused("own_finding"))
    signed = Decision(
        verification=verification, level=level, approved=approved, reasons=reasons, by_id=me, at=now
    )
    return {"decided": adding(signed)}
