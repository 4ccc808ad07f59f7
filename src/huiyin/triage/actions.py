"""The only writer of screenings."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from huiyin.intake.models import Identity, Report
from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.actions import record
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import organ_of
from huiyin.policy.models import ScreeningRule
from huiyin.triage.models import Screening
from huiyin.triage.rules.screening import Hit, Known, Marker, by_words, repeated
from huiyin.triage.secrecy.queries import clear_reports

MOST_COMPARED = 300
"""Earlier reports on one house that a new one is compared with, newest first; and as many of the same reporter."""


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
    organ, mine = organ_of(report.unit), Identity.objects.filter(report=report).first()
    earlier = (
        clear_reports(Report.objects.all())
        .filter(
            unit__path__startswith=f"/{organ}/", received_at__gte=now - timedelta(days=days), pk__lt=report.pk
        )
        .select_related("identity")
        .order_by("-received_at")
    )
    own = earlier.filter(_sent_by(mine)) if mine else earlier.none()
    compared = {r.pk: r for r in [*earlier[:MOST_COMPARED], *own[:MOST_COMPARED]]}
    return [
        Known(r.number, organ, r.text, r.received_at, _same(mine, getattr(r, "identity", None)))
        for r in compared.values()
    ]


def _sent_by(identity: Identity) -> Q:
    """Reports of the same telephone number or openid, however many others have sent since."""
    phone = Q(identity__phone_hash=identity.phone_hash) & ~Q(identity__phone_hash="")
    return phone | Q(identity__openid_hash=identity.openid_hash) & ~Q(identity__openid_hash="")


def _same(one: Identity | None, other: Identity | None) -> bool:
    """Whether two sealed identities share a telephone number or openid, by their keyed hashes."""
    if one is None or other is None:
        return False
    return bool(
        (one.phone_hash and one.phone_hash == other.phone_hash)
        or (one.openid_hash and one.openid_hash == other.openid_hash)
    )
