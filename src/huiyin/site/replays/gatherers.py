"""What officers with points and those who lead them do, and who registers campaigns (S3-26, S3-27)."""

from __future__ import annotations

from datetime import datetime

from huiyin.assessment.demerits import actions
from huiyin.assessment.models import Consequence, Demerit
from huiyin.journey.people import heads
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.models import Account
from huiyin.organisations.queries import unit
from huiyin.reporting.campaigns import actions as campaigns
from huiyin.reporting.models import Campaign
from huiyin.site.replays.stage import Stage


def at_their_desks(stage: Stage, now: datetime) -> None:
    """Two officers object, one of them rightly; what is due is carried out the day after. Without words, nothing."""
    _campaign(stage, now)
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


def _campaign(stage: Stage, now: datetime) -> None:
    """Registered on its first day, summed up when as many days have gone by after its last."""
    today = now.astimezone(SHANGHAI).date()
    committee = unit(stage.city.city.committee).pk
    for row in stage.story.phrases.get("campaigns", []):
        there = Campaign.objects.filter(name=row["name"]).first()
        over = row["last"] + (row["last"] - row["first"]) < today
        if (there is None and today < row["first"]) or (there and (there.concluded_at or not over)):
            continue
        by = stage.people.actor(stage.people.holding("supervisor", committee, now)[0], now)
        if there is None:
            plan = campaigns.Plan(row["name"], row["purpose"], row["types"], row["first"], row["last"])
            campaigns.register(committee, plan, by=by, now=now)
        else:
            campaigns.sum_up(there.pk, row["result"], by=by, now=now)
