"""What the program does by itself: a late case gets onto the ladder, climbs it, and leaves it. Each is done once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from huiyin.cases.models import Case, Deadline
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.offices import opening
from huiyin.policy.queries import policy
from huiyin.policy.rules.ladder import Rung
from huiyin.supervision.ladder.actions.alarms import raise_alarm
from huiyin.supervision.ladder.actions.taking import belongs, locked, plan, unsigned, write
from huiyin.supervision.ladder.models import Climb, Standing
from huiyin.supervision.ladder.rules.rungs import is_units


@transaction.atomic
def enter(deadline: int, *, now: datetime) -> Standing | None:
    """A case gets onto the ladder because this deadline lapsed; None where it didn't, or no longer matters."""
    case = Case.objects.select_for_update(no_key=True, of=("self",)).filter(deadlines=deadline).first()
    row = Deadline.objects.filter(pk=deadline, missed=True).first()
    if case is None or row is None:
        return None
    known = Standing.objects.filter(deadline=row, due_at=row.due_at).first()
    if known is not None:
        return known
    late = case.unit if is_units(row.kind, case.state) else None
    standing = Standing(
        case=case,
        round=Standing.objects.filter(case=case).count() + 1,
        deadline=row,
        kind=row.kind,
        unit=late or case.committee,
        due_at=row.due_at,
    )
    if not belongs(standing):
        return None
    for earlier in case.standings.filter(kind=row.kind, ended_at=None):
        _leave(earlier, now)
    standing.save()
    plan(standing)
    write(standing, "enter", by=SYSTEM, now=now, unit=standing.unit_id)
    return standing


@transaction.atomic
def climb(pk: int, *, now: datetime) -> Standing | None:
    """Climbs the next rung if its moment has come; the ladder's end is reached likewise. None where nothing changed.

    Only in office hours, but for a lock: what falls due when nobody is there waits for the next opening.
    """
    standing = locked(pk)
    if standing is None or standing.state != "climbing" or standing.next_at is None or standing.next_at > now:
        return None
    if not belongs(standing):
        _leave(standing, now)
        return standing
    rung = _rung(standing)
    opens = _opens(standing, now)
    if opens > now and (rung is None or rung.act != "lock"):
        standing.next_at = opens
        standing.save(update_fields=["next_at"])
    elif unsigned(standing):
        raise_alarm(standing, "unsigned", standing.climbs.latest("pk").rung, now=now)
        standing.next_at = _opens(standing, now + timedelta(days=1))
        standing.save(update_fields=["next_at"])
    elif rung is None:
        standing.next_at = None
        write(standing, "run_out", by=SYSTEM, now=now)
    else:
        _climbed(standing, rung, now)
    return standing


def _opens(standing: Standing, at: datetime) -> datetime:
    """When offices are open next where the unit is; `at` itself where they are."""
    return opening(at, policy().calendar, policy().office_hours.there(standing.unit.region.code))


def _rung(standing: Standing) -> Rung | None:
    """The rung that was planned; planned anew where the city has changed its ladder meanwhile."""
    found = next((rung for rung in policy().ladder if rung.code == standing.next_rung), None)
    if found is None and standing.next_rung:
        plan(standing)
        found = next((rung for rung in policy().ladder if rung.code == standing.next_rung), None)
    return found


def _climbed(standing: Standing, rung: Rung, now: datetime) -> None:
    row = Climb.objects.create(
        standing=standing,
        case=standing.case,
        round=standing.round,
        rung=rung.code,
        act=rung.act,
        unit=standing.unit,
        planned_at=standing.next_at or now,
        at=now,
        points=rung.points,
    )
    plan(standing)
    write(standing, "climb", by=SYSTEM, now=now, rung=rung.code, climb=row.pk)


@transaction.atomic
def leave(pk: int, *, now: datetime) -> Standing | None:
    """A case that is no longer late by that deadline leaves the ladder; None where it stays, or had left."""
    standing = locked(pk)
    if standing is None or standing.ended_at is not None or belongs(standing):
        return None
    _leave(standing, now)
    return standing


def _leave(standing: Standing, now: datetime) -> None:
    write(standing, "leave", by=SYSTEM, now=now)
