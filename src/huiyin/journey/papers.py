"""Papers on the calendar draft themselves; whoever words them hears of it."""

from __future__ import annotations

from datetime import datetime

from huiyin.journey.people import holding
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.models import Event
from huiyin.messages.actions import notify
from huiyin.policy.queries import NoCity, city
from huiyin.reporting.kept.actions import keep_weeks
from huiyin.reporting.papers.actions import draft_due
from huiyin.reporting.public.actions import publish_due

HOUR = 8
"""When the day's papers are drafted: scores of a cycle are posted by then."""


def draft_papers(now: datetime) -> None:
    """Drafts what is due today, once; and publishes the figures that everybody may read by now."""
    try:
        city()
    except NoCity:
        return
    if now.astimezone(SHANGHAI).hour >= HOUR:
        draft_due(now)
        publish_due(now)


def keep_figures(now: datetime) -> None:
    """Counts the weeks that are over, and anew those in which something changed."""
    try:
        keep_weeks(city().start, now)
    except NoCity:
        return


def tell_writers(event: Event, now: datetime) -> None:
    """A draft waits for somebody to word it."""
    for account in holding("supervisor", event.unit, now):
        notify(account.pk, "paper_drafted", key=f"event:{event.pk}", now=now)


def tell_unit(event: Event, now: datetime) -> None:
    """A unit was advised: who leads it hears so."""
    for account in holding("approver", event.data["unit"], now):
        notify(account.pk, "advised", key=f"event:{event.pk}", now=now)
