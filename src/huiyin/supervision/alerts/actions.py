"""The only writer of alerts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from huiyin.cases.actions.taking import needs_reason
from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import person
from huiyin.intake.queries import senders
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.models import Unit
from huiyin.policy.models import AlertRule
from huiyin.policy.queries import policy
from huiyin.supervision.alerts.groups import MOST, Group, groups
from huiyin.supervision.alerts.models import Acknowledgement, Alert, AlertMember
from huiyin.supervision.alerts.queries import shown
from huiyin.supervision.alerts.rules.counting import Measure, Member, count


@transaction.atomic
def watch(case: Case, *, now: datetime) -> list[Alert]:
    """Counts a case with those before it: raises an alert where it is one too many, or lets one grow.

    Idempotent: a case is counted once. Called again when it turns out whom the case is about.
    """
    rules = [rule for rule in policy().alerts if not rule.matters or case.matter in rule.matters]
    if not rules:
        return []
    Unit.objects.select_for_update(no_key=True).get(pk=case.organ_id)  # two at once would not see each other
    found = [_counted(case, rule, group, now) for rule in rules for group in groups(case, rule)]
    return [alert for alert in found if alert is not None]


def _counted(case: Case, rule: AlertRule, group: Group, now: datetime) -> Alert | None:
    alert = group.running
    if alert and abs(case.received_at - alert.last_at) <= timedelta(days=alert.days):
        return _grow(alert, case, now)
    cases = _enough(case, rule, group)
    if not cases:
        return None
    if alert:
        alert.ended_at = now
        alert.save(update_fields=["ended_at"])
    return _raise(case, rule, group, cases, now)


def _enough(case: Case, rule: AlertRule, group: Group) -> list[Case]:
    """The cases of the first stretch of days around this one that hold as many as the rule wants; else none."""
    near = list(group.cases.order_by("-received_at", "-pk").only("pk", "report", "received_at")[:MOST])
    known = senders([one.report_id for one in near]) if len(near) >= rule.least else {}
    measure = Measure(rule.least, rule.again, one_person=rule.of == "matter", anonymous=rule.anonymous)
    for end in sorted(one.received_at for one in near if one.received_at >= case.received_at):
        begin = end - timedelta(days=rule.days)
        inside = [one for one in near if begin <= one.received_at <= end]
        members = [Member(one.pk, end, known.get(one.report_id)) for one in inside]
        if case.received_at >= begin and count(members, measure) >= rule.least:
            return inside
    return []


def _raise(case: Case, rule: AlertRule, group: Group, cases: list[Case], now: datetime) -> Alert:
    alert = Alert.objects.create(
        rule=rule.code,
        of=rule.of,
        about=group.about,
        committee_id=case.committee_id,
        organ_id=case.organ_id,
        unit_id=case.reported_id,
        officer_id=group.officer,
        least=rule.least,
        again=rule.again,
        days=rule.days,
        anonymous=rule.anonymous,
        raised_at=now,
        last_at=max(one.received_at for one in cases),
    )
    AlertMember.objects.bulk_create(AlertMember(alert=alert, case=one, at=now) for one in reversed(cases))
    record("alert", alert.pk, "raise", **_facts(alert, case.pk, SYSTEM, now))
    return alert


def _grow(alert: Alert, case: Case, now: datetime) -> Alert | None:
    _, new = AlertMember.objects.get_or_create(alert=alert, case=case, defaults={"at": now})
    if not new:
        return None
    alert.last_at = max(alert.last_at, case.received_at)
    alert.save(update_fields=["last_at"])
    record("alert", alert.pk, "grow", **_facts(alert, case.pk, SYSTEM, now))
    return alert


@transaction.atomic
def acknowledge(pk: int, note: str, *, by: Actor, now: datetime) -> Alert:
    """Notes that the supervising body has seen it, and what it does about it. Raises NotAllowed."""
    Alert.objects.select_for_update().filter(pk=pk).first()
    here = shown(by, pk)
    if here is None:
        raise NotAllowed(Refused("unknown"))
    if not here.standing.waiting:
        raise NotAllowed(Refused("nothing_new"))
    Acknowledgement.objects.create(alert=here.alert, by_id=person(by), note=needs_reason(note), at=now)
    record("alert", pk, "acknowledge", **_facts(here.alert, here.cases[-1].pk, by, now))
    return here.alert


def _facts(alert: Alert, case: int, by: Actor, now: datetime) -> dict[str, Any]:
    """The case is named, so that an audit can hide what concerns the auditor's own house."""
    return {"by": by, "now": now, "unit": alert.committee_id, "data": {"case": case}}
