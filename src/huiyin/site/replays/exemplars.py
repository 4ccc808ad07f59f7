"""Examples that are put forward in the story, from closed files or a unit's own work, and chosen or not (S1-38)."""

from __future__ import annotations

from datetime import datetime

from huiyin.assessment.exemplars.actions import Told, choose, nominate, turn_down
from huiyin.assessment.queries import PROVEN
from huiyin.cases.models import Case, Verification
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.queries import unit
from huiyin.site.replays.stage import Stage


def told_today(stage: Stage, now: datetime) -> None:
    """What the story has for this day; a bad one is drawn from the newest closed file that found something."""
    for told in stage.story.exemplars:
        if told["on"] != now.astimezone(SHANGHAI).date():
            continue
        committee = unit(stage.city.city.committee).pk
        who, leads = (stage.people.holding(role, committee, now) for role in ("reviewer", "leader"))
        by = stage.people.actor(who[0], now)
        judge = stage.people.actor(next(one for one in leads if one != who[0]), now)
        example = Told(told["good"], told["topic"], told["title"], told["text"], told.get("lesson", ""))
        if told.get("unit"):
            made = nominate(example, unit=unit(told["unit"]).pk, source=told["source"], by=by, now=now)
        else:
            made = nominate(example, number=_newest(committee, told["good"]).number, by=by, now=now)
        if told.get("turned_down"):
            turn_down(made.pk, told["turned_down"], by=judge, now=now)
        else:
            choose(made.pk, by=judge, now=now)


def _newest(committee: int, good: bool) -> Case:
    """The newest closed file of which no example was drawn yet."""
    rows = Case.objects.filter(committee=committee, state="closed", exemplars=None)
    if not good:
        rows = rows.filter(verifications__in=Verification.objects.filter(PROVEN))
    return rows.order_by("-closed_at", "-pk")[0]
