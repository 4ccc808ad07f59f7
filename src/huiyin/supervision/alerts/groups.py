"""Which earlier cases belong with a new one, for each rule of the city: about one officer, one unit, one matter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.intake.queries import same_sender
from huiyin.policy.models import AlertRule
from huiyin.supervision.alerts.models import Alert
from huiyin.triage.likeness.rules.comparing import compared

MOST = 500
"""Cases that are counted for one alert, the newest."""


@dataclass(frozen=True)
class Group:
    """What a case may be counted with: `about` names it, `cases` are those of it, `running` the alert that grows."""

    about: str
    cases: QuerySet[Case]
    running: Alert | None
    officer: int | None = None


def groups(case: Case, rule: AlertRule) -> Iterator[Group]:
    """The groups of this rule to which a case belongs: for each officer it is about, its unit, or its matter."""
    return _OF[rule.of](case, rule)


def _around(case: Case, rule: AlertRule) -> QuerySet[Case]:
    """Cases on one house at one committee within the days of the rule before or after."""
    reach = timedelta(days=rule.days)
    near = Case.objects.filter(received_at__range=(case.received_at - reach, case.received_at + reach))
    near = near.filter(committee=case.committee_id, organ=case.organ_id)
    return near.filter(matter__in=rule.matters) if rule.matters else near


def _running(case: Case, rule: AlertRule) -> QuerySet[Alert]:
    return Alert.objects.filter(
        rule=rule.code, committee=case.committee_id, organ=case.organ_id, ended_at=None
    )


def _officers(case: Case, rule: AlertRule) -> Iterator[Group]:
    for officer in case.accused:
        about = f"officer:{officer}"
        cases = _around(case, rule).filter(accused__contains=[officer])
        yield Group(about, cases, _running(case, rule).filter(about=about).first(), officer)


def _unit(case: Case, rule: AlertRule) -> Iterator[Group]:
    about = f"unit:{case.reported_id}"
    cases = _around(case, rule).filter(reported=case.reported_id)
    yield Group(about, cases, _running(case, rule).filter(about=about).first())


def _matter(case: Case, rule: AlertRule) -> Iterator[Group]:
    """What the same sender wrote about the same thing; an alert that counts one of these grows."""
    own = _around(case, rule).filter(report__in=same_sender(case.report)).select_related("report")
    alike = [
        one
        for one in own.order_by("-received_at")[:MOST]
        if compared(case.report.text, one.report.text).score >= rule.likeness
    ]
    if alike:
        ids = [one.pk for one in alike]
        first = min(alike, key=lambda one: (one.received_at, one.pk))
        running = _running(case, rule).filter(members__case__in=ids).order_by("pk").first()
        yield Group(f"matter:{first.report_id}", _around(case, rule).filter(pk__in=[*ids, case.pk]), running)


_OF: Mapping[str, Callable[[Case, AlertRule], Iterator[Group]]] = {
    "officer": _officers,
    "unit": _unit,
    "matter": _matter,
}
