"""What of the panels may be read by whom."""

from __future__ import annotations

from django.db.models import Max

from huiyin.panels.models import Judge, Round
from huiyin.panels.rules.roster import Person, Tie


def pool_of(round_: Round) -> list[Person]:
    """The committee's roster as the draw sees it: no names; `served` is the serial of the last round they sat in."""
    rows = Judge.objects.filter(committee=round_.committee_id, active=True).order_by("code")
    sat = rows.filter(members__round__serial__lt=round_.serial, members__state__in=["seated", "voted"])
    served = dict(sat.annotate(last=Max("members__round__serial")).values_list("pk", "last"))
    return [
        Person(
            judge.code,
            judge.values,
            served.get(judge.pk),
            tuple(Tie(*tie) for tie in judge.ties),
            judge.consents,
            judge.refuses,
        )
        for judge in rows
    ]
