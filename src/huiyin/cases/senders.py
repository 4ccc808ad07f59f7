"""Whether one person wrote two reports, for the few who may know: never who, and no list of what somebody wrote."""

from __future__ import annotations

from collections.abc import Collection

from huiyin.cases.models import Case
from huiyin.cases.queries import visible
from huiyin.intake.models import Origin
from huiyin.intake.queries import same_sender
from huiyin.intake.vault import OPENERS
from huiyin.kernel.actor import Actor


def same_reporter(viewer: Actor, case: Case, others: Collection[int]) -> set[int]:
    """Which of `others` (reports) came from the sender of a case, for who may open the identity of both of them.

    Whoever entered one of them knows a contact, and would learn by it who sent the others: they are told of none.
    """
    here = visible(viewer).filter(committee__in=viewer.units_as(*OPENERS))
    known = set(here.filter(report__in=[case.report_id, *others]).values_list("report_id", flat=True))
    entered = Origin.objects.filter(report__in=known, entered_by=viewer.account_id)
    known -= set(entered.values_list("report_id", flat=True))
    return same_sender(case.report) & known if case.report_id in known else set()
