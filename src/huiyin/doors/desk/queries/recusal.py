"""Who works on a case and could withdraw from it, as far as the reader decides on that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from huiyin.cases.actions.recusal import able_to_follow
from huiyin.cases.models import Recusal
from huiyin.cases.queries import CaseFile
from huiyin.cases.rules.recusal import may_decide
from huiyin.doors.desk.queries import people
from huiyin.kernel.actor import Actor
from huiyin.policy.queries import role_name


@dataclass(frozen=True)
class Working:
    """Somebody who works on the case; `reason` where they asked, `able` who could go on instead, by account."""

    account: int
    name: str
    role_name: str
    reason: str
    able: Mapping[int, str]


def waiting_for(file: CaseFile, viewer: Actor) -> list[Recusal]:
    """The requests in this case on which the viewer decides."""
    me = viewer.account_id
    asked = file.case.recusals.filter(decided_at=None).select_related("account").order_by("at")
    return [one for one in asked if may_decide(one.role, file.roles, own=one.account_id == me) is None]


def decided(file: CaseFile) -> list[Recusal]:
    """What was asked and decided in this case, for those who read the report as it was sent."""
    rows = file.case.recusals.select_related("account", "decided_by", "successor")
    return list(rows.order_by("at")) if file.sees_report else []


def working_on(file: CaseFile, viewer: Actor, now: datetime) -> list[Working]:
    """Handlers and the approver, and whoever asked; those on whom the viewer decides."""
    case, me = file.case, viewer.account_id
    asked = {one.account_id: one for one in waiting_for(file, viewer)}
    roles = {pk: "handler" for pk in case.handlers} | ({case.approver: "approver"} if case.approver else {})
    roles |= {pk: one.role for pk, one in asked.items()}
    mine = {pk: role for pk, role in roles.items() if may_decide(role, file.roles, own=pk == me) is None}
    able = {pk: able_to_follow(case, pk, role, now) for pk, role in mine.items()}
    names = people.names([*mine, *(pk for found in able.values() for pk in found)])
    language = get_language() or "zh"
    return [
        Working(
            pk,
            names.get(pk, ""),
            role_name(role, language),
            asked[pk].reason if pk in asked else "",
            {other: names.get(other, "") for other in able[pk]},
        )
        for pk, role in mine.items()
    ]
