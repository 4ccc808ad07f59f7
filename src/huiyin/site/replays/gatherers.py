"""What officers with points, and those who lead them, do: object, conclude, see to what follows (S3-27)."""

from __future__ import annotations

from datetime import datetime

from huiyin.assessment.demerits import actions
from huiyin.assessment.models import Consequence, Demerit
from huiyin.journey.people import heads
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Account
from huiyin.site.replays.stage import Stage


def at_their_desks(stage: Stage, now: datetime) -> None:
    """Two officers object, one of them rightly; what is due is carried out the day after. Without words, nothing."""
    said = stage.story.phrases.get("demerits")
    if not said:
        return
    for row in Demerit.objects.filter(state="contested", objected_at__date__lt=now.date()).order_by("pk"):
        first = not Demerit.objects.filter(state="withdrawn").exists()
        conclude, words = (actions.withdraw, "withdrawn") if first else (actions.uphold, "upheld")
        conclude(row.pk, said[words], by=_judge(stage, row, now), now=now)
    for due in Consequence.objects.filter(state="due", at__date__lt=now.date()).order_by("pk"):
        for head in heads(due.unit_id, now)[:1]:
            actions.carry_out(due.pk, said[due.step], by=stage.people.actor(head.pk, now), now=now)
    _object(stage, said["objections"], now)


def _object(stage: Stage, texts: list[str], now: datetime) -> None:
    done = Demerit.objects.exclude(objection="")
    if done.count() >= len(texts) or done.filter(objected_at__date=now.date()).exists():
        return
    known = Account.objects.filter(officer__isnull=False, is_active=True).values("officer")
    row = Demerit.objects.filter(state="counting", officer__in=known, objections_until__gte=now).first()
    if row is not None:
        account = Account.objects.get(officer=row.officer_id)
        actions.contest(row.pk, texts[done.count()], by=stage.people.actor(account.pk, now), now=now)


def _judge(stage: Stage, row: Demerit, now: datetime) -> Actor:
    held = [stage.people.actor(one, now) for one in stage.people.holding("leader", row.committee_id, now)]
    return next(one for one in held if row.officer_id not in one.stays_out_for)
