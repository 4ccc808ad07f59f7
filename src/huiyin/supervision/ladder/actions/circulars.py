"""A circular (通报): one paper about all units that reached that rung in a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction

from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.actions import record
from huiyin.organisations.models import Unit
from huiyin.supervision.ladder.actions.alarms import raise_alarm
from huiyin.supervision.ladder.models import Circular, Climb
from huiyin.supervision.ladder.rules.circulars import Named, table
from huiyin.supervision.letters.addressees import kept_out, led_by


@transaction.atomic
def collect(committee: int, first: date, last: date, *, now: datetime) -> Circular | None:
    """Gathers what isn't in a circular yet of the days up to `last`; None where nothing is. Once for each period."""
    Unit.objects.select_for_update(no_key=True).get(pk=committee)
    if Circular.objects.filter(committee=committee, last=last).exists():
        return None
    ends = datetime.combine(last + timedelta(days=1), time(), SHANGHAI)
    climbs = list(
        Climb.objects.select_for_update(of=("self",))
        .select_related("case", "standing__case", "unit")
        .filter(act="circular", circular=None, skipped=False, case__committee=committee, at__lt=ends)
    )
    telling = [climb for climb in climbs if _may_be_named(climb, climbs, now)]
    for climb in climbs:
        if climb not in telling:
            Climb.objects.filter(pk=climb.pk).update(skipped=True)
            raise_alarm(climb.standing, "no_letter", climb.rung, now=now)
    if not telling:
        return None
    earlier = Climb.objects.filter(standing__in=[c.standing_id for c in telling], skipped=False)
    units = table(Named(c.unit_id, c.case_id, c.points) for c in earlier)
    made = Circular.objects.create(committee_id=committee, first=first, last=last, at=now, units=units)
    Climb.objects.filter(pk__in=[c.pk for c in telling]).update(circular=made)
    record(
        "circular",
        made.pk,
        "collect",
        by=SYSTEM,
        now=now,
        unit=committee,
        data={"units": len(units)},
    )
    return made


def _may_be_named(climb: Climb, among: Sequence[Climb], now: datetime) -> bool:
    """Not where somebody whom the case is about, or somebody close to them, leads a house that would read of it.

    A figure alone would tell them that there is a case which they don't know. A person sees to it: an alarm is raised.
    """
    out = kept_out(climb.case.accused)
    return not any(led_by(other.unit, out, now) for other in among)
