"""The pool of leads: every report by the way it came, from screening to what became of it (S1-20, S1-21, S1-31).

A lead is a report, and its file a case like any other: letters and visits, ratings that asked for somebody to look, and
what field workers find lie in one pool and are told apart by their channel.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from huiyin.cases.models import Assignment, Outcome, Verification
from huiyin.cases.queries import visible
from huiyin.kernel.actor import Actor
from huiyin.ledger.prepared import Moment
from huiyin.policy.queries import policy

CONCLUDED = ("approved", "answered", "closed")
"""States of a case that was given out in which the unit's report has its last signature."""


def funnel(start: Moment, end: Moment) -> Mapping[str, Q]:
    """Which cases each measure of `FUNNEL` counts, of those received from `start` up to `end`; and of `given_on`."""
    came = Q(received_at__gte=start, received_at__lt=end)
    here = Assignment.objects.filter(case=OuterRef("pk"))
    given = came & Q(Exists(here))
    found = Verification.objects.filter(
        case=OuterRef("pk"), decisions__approved=True, findings__conclusion__in=("substantiated", "partly")
    )
    concluded = came & Q(state__in=CONCLUDED) & Q(Exists(here))  # what costs less to look at is said first
    waiting = Q(state__in=("received", "referred"))
    first = here.filter(at__gte=start, at__lt=end)
    return {
        "screened_out": came & ~waiting & ~Q(Exists(here)),
        "unscreened": came & waiting & ~Q(Exists(here)),
        "given_out": given,
        "concluded": concluded,
        "proved": concluded & Q(Exists(found)),
        "disproved": concluded & ~Q(Exists(found)),
        "checking": came & ~Q(state__in=CONCLUDED) & Q(Exists(here)),
        "given_on": Q(Exists(first)) & ~Q(Exists(here.filter(at__lt=start))),
    }


def onward(start: Moment, end: Moment) -> Mapping[str, Q]:
    """Which cases each measure of `ONWARD` counts, of those received from `start` up to `end`."""
    came = Q(received_at__gte=start, received_at__lt=end)
    passed_on = came & Q(report__hotline_order__direction="out")
    return {
        "followed": came & Q(tracking__isnull=False),
        "to_hotline": passed_on,
        "from_hotline": passed_on & Q(report__hotline_order__answered_at__isnull=False),
    }


def people_dealt_with(
    viewer: Actor, start: datetime, end: datetime, *, channels: Collection[str] = ()
) -> int:
    """How many officers were transferred, removed, sanctioned or handed on (the second form of discipline and beyond).

    Of the leads received in the period that were proved; a talk or a reminder isn't counted.
    """
    leads = visible(viewer).filter(funnel(start, end)["proved"])
    if channels:
        leads = leads.filter(channel__in=channels)
    kinds = [row.code for row in policy().outcomes if row.of == "person" and row.form >= 2]
    outcomes = Outcome.objects.filter(
        verification__case__in=leads, verification__decisions__approved=True, kind__in=kinds
    )
    return outcomes.exclude(officer=None).values("officer").distinct().count()
