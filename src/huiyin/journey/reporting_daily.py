"""Each morning the leads of the day before are reported upwards (S1-21): summed up on a page, and told to who leads."""

from __future__ import annotations

from datetime import datetime, timedelta

from huiyin.kernel.clock import SHANGHAI
from huiyin.messages.actions import notify_all
from huiyin.organisations.models import Mandate
from huiyin.policy.queries import NoCity, city

HOUR = 8
"""When the day's first summary is there."""
READERS = ("leader", "supervisor")


def report_leads(now: datetime) -> None:
    """Tells those who lead and supervise, once a day. Each of them finds on the page what exists for them."""
    here = now.astimezone(SHANGHAI)
    try:
        wanted = city().daily_leads
    except NoCity:
        return
    if not wanted or here.hour < HOUR:
        return
    day = (here.date() - timedelta(days=1)).isoformat()
    held = Mandate.objects.in_force(now).filter(
        role__in=READERS, unit__kind="committee", account__is_active=True
    )
    people = held.order_by("account").values_list("account", flat=True).distinct()
    notify_all(people, "daily_leads", {"day": day}, case="", key=f"leads:{day}", now=now)
