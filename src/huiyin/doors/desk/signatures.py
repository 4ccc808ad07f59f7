"""Who signs a report, who has, and who is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from huiyin.cases.models import Case
from huiyin.cases.rules.approvals import next_level
from huiyin.doors.desk.queries import people
from huiyin.policy.queries import policy, role_name
from huiyin.policy.rules.handling import ONE_LEVEL


@dataclass(frozen=True)
class Signature:
    """One level: whose it is where that is known, and when they signed."""

    role: str
    name: str = ""
    at: datetime | None = None
    current: bool = False


def chain(case: Case) -> list[Signature]:
    """The levels of the round that is on; before a report is submitted, none."""
    if not case.levels:
        return []
    last = case.verifications.order_by("-round").first()
    at = dict(last.decisions.filter(approved=True).values_list("level", "at")) if last else {}
    accounts = [*case.signers, case.approver]
    names = people.names([pk for pk in accounts if pk])
    language, turn = get_language() or "zh", len(case.signers)
    return [
        Signature(
            role_name(role, language),
            names.get(accounts[level] or 0, "") if level < len(accounts) else "",
            at.get(level),
            case.state == "submitted" and level == turn,
        )
        for level, role in enumerate(case.levels)
    ]


def signs_next(case: Case) -> str:
    """The mandate that signs after this one; "" where this signature is the last."""
    return next_level(case.levels, len(case.signers))


def may_weigh(case: Case) -> bool:
    """Whether calling the matter major would bring signatures that aren't asked for yet."""
    heavier = policy().signs(case.problem_type, case.channel, "major")
    return len(heavier) > max(len(case.levels), len(ONE_LEVEL))
