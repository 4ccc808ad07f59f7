"""A circular (通报): one paper about all units that reached that rung in a period; apart where others can’t read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
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
def collect(committee: int, first: date, last: date, *, now: datetime) -> list[Circular]:
    """Gathers what isn't in a circular yet of the days up to `last`; none where nothing is. Once for each period.

    A house may not read of a matter about somebody who leads it, or somebody close to them: a figure alone would tell
    them that there is a case which they don't know. What another house may not read goes to its own unit in a paper
    of its own; what its own unit may not, into none: a person sees to it, and an alarm is raised.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=committee)
    if Circular.objects.filter(committee=committee, last=last).exists():
        return []
    ends = datetime.combine(last + timedelta(days=1), time(), SHANGHAI)
    climbs = list(
        Climb.objects.select_for_update(of=("self",))
        .select_related("case", "standing__case", "unit")
        .filter(act="circular", circular=None, skipped=False, case__committee=committee, at__lt=ends)
    )
    units = {climb.unit_id: climb.unit for climb in climbs}
    papers: dict[int | None, list[Climb]] = defaultdict(list)
    for climb in climbs:
        others = [unit for pk, unit in units.items() if pk != climb.unit_id]
        papers[climb.unit_id if _tells([climb], others, now) else None].append(climb)
    for apart in [unit for unit in papers if unit is not None]:
        if _tells(papers[apart], [units[apart]], now):
            _leave_to_a_person(papers.pop(apart), now)
    for climb in [climb for climb in papers[None] if _tells([climb], [climb.unit], now)]:
        papers[None].remove(climb)
        _leave_to_a_person([climb], now)
    return [_made(committee, first, last, apart, of, now) for apart, of in papers.items() if of]


def _made(
    committee: int, first: date, last: date, apart: int | None, climbs: Sequence[Climb], now: datetime
) -> Circular:
    earlier = Climb.objects.filter(standing__in=[c.standing_id for c in climbs], skipped=False)
    units = table(Named(c.unit_id, c.case_id, c.points) for c in earlier)
    made = Circular.objects.create(
        committee_id=committee, first=first, last=last, at=now, units=units, apart_id=apart
    )
    Climb.objects.filter(pk__in=[c.pk for c in climbs]).update(circular=made)
    facts = {"units": len(units)} | ({"apart": apart} if apart else {})
    record("circular", made.pk, "collect", by=SYSTEM, now=now, unit=committee, data=facts)
    return made


def _leave_to_a_person(climbs: Sequence[Climb], now: datetime) -> None:
    for climb in climbs:
        Climb.objects.filter(pk=climb.pk).update(skipped=True)
        raise_alarm(climb.standing, "no_letter", climb.rung, now=now)


def _tells(climbs: Sequence[Climb], units: Collection[Unit], now: datetime) -> bool:
    """Whether one of the units is led by somebody whom the cases are about, or somebody close to them."""
    out = kept_out({officer for climb in climbs for officer in climb.case.accused})
    return any(led_by(unit, out, now) for unit in units)
