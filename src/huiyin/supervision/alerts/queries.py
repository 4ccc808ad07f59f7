"""Reads of alerts. Each takes the viewer: of cases that don't exist for them nothing is counted, dated or shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.cases.queries import visible
from huiyin.intake.queries import senders
from huiyin.kernel.actor import Actor
from huiyin.policy.queries import policy
from huiyin.supervision.alerts.models import Acknowledgement, Alert, AlertMember
from huiyin.supervision.alerts.rules.counting import Measure, Member, Raised, Standing, foremost, standing

ROLE = "supervisor"
"""The supervising body: an alert presses a unit, and whoever supervises does that."""
NEWEST = 300


@dataclass(frozen=True)
class Shown:
    """An alert as one viewer may read it. Of who wrote it says how many they are, never which case is whose."""

    alert: Alert
    standing: Standing
    cases: list[Case]
    acknowledgements: list[Acknowledgement]

    @property
    def last_at(self) -> datetime:
        return max(case.received_at for case in self.cases)


def alerts(viewer: Actor) -> list[Shown]:
    """The alerts that exist for the viewer: what nobody has acknowledged first, then the newest."""
    found = _foremost(_shown(viewer, _of(viewer).order_by("-last_at", "-pk")[:NEWEST]))
    return sorted(found, key=lambda one: (one.standing.waiting, one.last_at, one.alert.pk), reverse=True)


def shown(viewer: Actor, pk: int) -> Shown | None:
    """One of them; None where it doesn't exist for the viewer."""
    return next(iter(_shown(viewer, _of(viewer).filter(pk=pk))), None)


def news(viewer: Actor, pk: int, case: int) -> bool:
    """Whether by this case an alert came to wait for the viewer that didn't before."""
    with_it = shown(viewer, pk)
    if with_it is None or not with_it.standing.waiting or _covered(viewer, with_it):
        return False
    before = next(iter(_shown(viewer, _of(viewer).filter(pk=pk), without=case)), None)
    return before is None or not before.standing.waiting


def _covered(viewer: Actor, here: Shown) -> bool:
    if not any(here.alert.rule in rule.covers for rule in policy().alerts):
        return False
    same = _shown(viewer, _of(viewer).filter(about=here.alert.about, organ=here.alert.organ_id))
    return here.alert.pk not in {one.alert.pk for one in _foremost(same)}


def _foremost(found: list[Shown]) -> list[Shown]:
    """Without those in place of which a stricter one about the same stands, for the viewer (see `foremost`)."""
    covers = {rule.code: rule.covers for rule in policy().alerts}
    if not any(covers.values()):
        return found
    left = foremost([_raised(one) for one in found], covers)
    return [one for one in found if _raised(one) in left]


def _raised(one: Shown) -> Raised:
    alert = one.alert
    return Raised(alert.rule, (alert.committee_id, alert.organ_id, alert.about), one.last_at)


def _of(viewer: Actor) -> QuerySet[Alert]:
    rows = Alert.objects.filter(committee__in=viewer.units_as(ROLE)).select_related(
        "organ", "unit", "officer", "committee"
    )
    return rows.exclude(organ=viewer.home) if viewer.home is not None else rows


def _shown(viewer: Actor, rows: QuerySet[Alert], without: int = 0) -> list[Shown]:
    here = list(rows)
    members = _members(viewer, here, without)
    known = senders({member.case.report_id for found in members.values() for member in found})
    seen: dict[int, list[Acknowledgement]] = defaultdict(list)
    for one in Acknowledgement.objects.filter(alert__in=here).select_related("by").order_by("at", "pk"):
        seen[one.alert_id].append(one)
    found = [_one(alert, members[alert.pk], seen[alert.pk], known) for alert in here]
    return [one for one in found if one is not None]


def _members(viewer: Actor, alerts: Collection[Alert], without: int) -> dict[int, list[AlertMember]]:
    """The cases of each alert that exist for the viewer, in the order in which they were counted."""
    found: dict[int, list[AlertMember]] = defaultdict(list)
    rows = AlertMember.objects.filter(alert__in=alerts, case__in=visible(viewer)).exclude(case=without)
    for member in rows.select_related("case__unit", "case__reported").order_by(
        "at", "case__received_at", "pk"
    ):
        found[member.alert_id].append(member)
    return found


def _one(
    alert: Alert, members: list[AlertMember], seen: list[Acknowledgement], known: dict[int, int]
) -> Shown | None:
    measure = Measure(alert.least, alert.again, one_person=alert.of == "matter", anonymous=alert.anonymous)
    counted = [Member(m.case_id, m.at, known.get(m.case.report_id)) for m in members]
    how = standing(counted, [one.at for one in seen], measure)
    if how is None:
        return None
    cases = sorted((m.case for m in members), key=lambda case: (case.received_at, case.pk))
    return Shown(alert, how, cases, [seen[place] for place in how.seen])
