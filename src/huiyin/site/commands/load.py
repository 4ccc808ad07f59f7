"""Writes a blueprint into the database. The same blueprint twice changes nothing."""

from __future__ import annotations

import argparse

from huiyin.site.environment import Misconfigured


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("blueprint", help="a folder, or the name of a city that comes with the program")


def run(args: argparse.Namespace) -> int:
    from django.conf import settings

    changed = load(args.blueprint, accounts=settings.REALM != "live")
    for name, codes in changed.items():
        print(f"{name}: {len(codes)} written")
    print(f"{args.blueprint} is loaded")
    return 0


def load(name: str, *, accounts: bool) -> dict[str, list[str]]:
    """Policy first, then the register; `accounts`: also the invented people who log in to a demonstration."""
    from django.conf import settings
    from django.db import transaction

    from huiyin.kernel.actor import SYSTEM
    from huiyin.organisations import actions as organisations
    from huiyin.policy import actions as policy
    from huiyin.policy import blueprint
    from huiyin.triage.routing import actions as routing

    try:
        city = blueprint.load(name)
    except blueprint.Invalid as error:
        raise Misconfigured(f"{name} is not fit for use:\n{error}") from error
    now, password = settings.CLOCK.now(), settings.DEMO_PASSWORD if accounts else ""
    with transaction.atomic():
        changed = policy.load(city, by=SYSTEM, now=now)
        changed |= organisations.load(city, by=SYSTEM, now=now, accounts=accounts, password=password)
        return changed | routing.load(city, by=SYSTEM, now=now)
