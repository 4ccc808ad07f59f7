"""The only writer of screenings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from huiyin.intake.models import Report
from huiyin.intake.queries import same_sender
from huiyin.intake.withheld.actions import Words, empty
from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.actions import record
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import organ_of
from huiyin.policy.models import ScreeningRule
from huiyin.triage.index.queries import near
from huiyin.triage.models import Lesson, RoutingDecision, Screening
from huiyin.triage.rules.screening import Hit, Known, Marker, by_words, repeated
from huiyin.triage.secrecy.queries import clear_reports

NEAREST, NEWEST, OWN = 60, 30, 300
"""Earlier reports on one house that a new one is compared with: those that share its rare words, the newest (which may
not be in the index yet), and those of the same reporter.
"""


@transaction.atomic
def screen(report: Report, *, now: datetime) -> list[Screening]:
    """Notes what the city's markers find in a report. Idempotent: screened once, the same answer again."""
    locked = Report.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)
    if existing := list(Screening.objects.filter(report=locked).order_by("pk")):
        return existing
    markers = _markers()
    hits = by_words(locked.text, markers)  # before a repeat: what it is about decides who may read it
    repeat = repeated(locked.text, organ_of(locked.unit), now, _known(locked, markers, now), markers)
    if repeat:
        hits.append(repeat)
    made = [_note(locked, hit, now) for hit in hits]
    if made:
        data = {"markers": [s.code for s in made]}
        record("report", locked.number, "screen", by=SYSTEM, now=now, unit=locked.unit_id, data=data)
    return made


@transaction.atomic
def forget(report: int) -> None:
    """After the words of a report were taken out: those that were found in it go, and nothing is learnt from it."""
    empty(written(report))
    Lesson.objects.filter(report=report).delete()


def written(report: int) -> Iterator[Words]:
    """What of a report's own words the program noted as its reasons."""
    yield Screening.objects.filter(report=report), ("found",)
    yield RoutingDecision.objects.filter(report=report), ("reasons",)


def _note(report: Report, hit: Hit, now: datetime) -> Screening:
    earlier = Report.objects.filter(number=hit.repeats).first() if hit.repeats else None
    return Screening.objects.create(
        report=report,
        kind=hit.marker.kind,
        code=hit.marker.code,
        team_id=hit.marker.team,
        found=list(hit.found),
        repeats=earlier,
        likeness=hit.likeness,
        at=now,
    )


def _markers() -> list[Marker]:
    teams = dict(Unit.objects.filter(kind="team", active=True).values_list("code", "pk"))
    return [
        Marker(
            code=rule.code,
            kind=rule.kind,
            team=teams[rule.team],
            words=tuple(rule.words),
            patterns=tuple(rule.patterns),
            unless=tuple(rule.unless),
            days=rule.days,
            likeness=rule.likeness,
        )
        for rule in ScreeningRule.objects.filter(active=True).order_by("position")
        if rule.team in teams
    ]


def _known(report: Report, markers: list[Marker], now: datetime) -> list[Known]:
    days = max((m.days for m in markers if m.kind == "repeat"), default=0)
    if not days:
        return []
    organ, same = organ_of(report.unit), same_sender(report)
    since = now - timedelta(days=days)
    earlier = clear_reports(Report.objects.filter(unit__path__startswith=f"/{organ}/", pk__lt=report.pk))
    earlier = earlier.filter(received_at__gte=since).order_by("-received_at")
    found = near(report.text, since=since, until=now, most=NEAREST, organ=organ)
    alike = earlier.filter(pk__in=[one.report for one in found])
    own = earlier.filter(pk__in=same)  # however many others have sent since
    compared = {r.pk: r for r in [*earlier[:NEWEST], *alike, *own[:OWN]]}
    return [Known(r.number, organ, r.text, r.received_at, r.pk in same) for r in compared.values()]
