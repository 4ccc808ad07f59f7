"""Something to measure on."""

from __future__ import annotations

from django.conf import settings

from huiyin.kernel.actor import SYSTEM


def loaded() -> str:
    """Loads Xingtai into the database where it isn't there; the code of a unit to report on."""
    from huiyin.organisations import actions as organisations
    from huiyin.policy import actions as policy
    from huiyin.policy.blueprint import load
    from huiyin.triage.routing import actions as routing

    now, blueprint = settings.CLOCK.now(), load("xingtai")
    policy.load(blueprint, by=SYSTEM, now=now)
    organisations.load(blueprint, by=SYSTEM, now=now, accounts=False)
    routing.load(blueprint, by=SYSTEM, now=now)
    return "xt-court-filing"
