"""Who had part in a first verification, and in which roles somebody meets the second one."""

from __future__ import annotations

from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import roles_on
from huiyin.kernel.actor import PUBLIC, Actor
from huiyin.ratings.again.models import Recheck


def had_part(case: Case) -> frozenset[int]:
    """Everybody who verified the case or signed for it: none of them verifies it a second time."""
    handlers = case.assignments.values_list("handlers", flat=True)
    approvers = case.assignments.values_list("approver", flat=True)
    signers = case.verifications.values_list("decisions__by", flat=True)
    return frozenset(one for one in (*handlers, *approvers, *signers) if one)


def roles_in(row: Recheck, by: Actor) -> frozenset[str]:
    """In which roles somebody meets a second verification: none for whom the case doesn't exist."""
    if by == PUBLIC:
        return frozenset({"public"})
    case = row.case
    me = by.account == f"account:{row.checker_id}"
    apart = not case.held_back and by.stays_out_for.isdisjoint(case.accused)
    checking = me and apart and "handler" in by.roles_in(row.unit_id)
    return roles_on(case.snapshot(), by) | ({"checker"} if checking else frozenset())
