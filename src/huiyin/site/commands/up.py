"""Serves for real: against DATABASE_URL, and never with anything of a demonstration."""

from __future__ import annotations

import argparse
import os

from huiyin.site import database, serving
from huiyin.site import environment as env
from huiyin.site.environment import Misconfigured

arguments = serving.arguments


def run(args: argparse.Namespace) -> int:
    refuse(unsafe_settings())
    serving.must_be_free(args.host, args.port)
    database.migrate(verbosity=1)
    refuse(unsafe_accounts() + unprepared())
    from django.core.management import call_command
    from django.db import connections

    call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()
    print(f"Serving on http://{args.host}:{args.port}/", flush=True)
    serving.serve(args, os.environ)
    return 0


def refuse(reasons: list[str]) -> None:
    if reasons:
        raise Misconfigured("won't start:\n" + "\n".join(f"  - {reason}" for reason in reasons))


def unsafe_settings() -> list[str]:
    """Everything in the environment that must not serve real people, each with the way on."""
    if not env.text("DATABASE_URL"):
        return ["DATABASE_URL is not set. (`huiyin demo` brings a database of its own.)"]
    from django.conf import settings

    secrets = {
        "HUIYIN_SECRET_KEY": settings.DEMO_SECRET,
        "HUIYIN_MASTER_KEY": settings.DEMO_MASTER_KEY,
        "HUIYIN_SIGNING_KEY": settings.DEMO_SIGNING_KEY,
    }
    found = [
        f"{name} is the demonstration's; set {name} or {name}_FILE"
        for name, known in secrets.items()
        if env.secret(name, known) == known
    ]
    if settings.REALM not in ("live", "training"):
        found.append(f"HUIYIN_REALM is {settings.REALM}; set it to live or training")
    if settings.REALM == "live" and settings.SMS == "console":
        found.append(
            "HUIYIN_SMS prints text messages, so nobody gets them; set it to kannel, and HUIYIN_KANNEL_URL"
        )
    if settings.CLOCK_SHIFT:
        found.append("HUIYIN_CLOCK_SHIFT moves the clock; take it away")
    return found


def unsafe_accounts() -> list[str]:
    from huiyin.organisations.models import Account

    names = Account.objects.filter(is_demo=True).order_by("username").values_list("username", flat=True)
    return [f"the database has demonstration accounts: {', '.join(names[:5])}"] if names else []


def unprepared() -> list[str]:
    """What a database still needs before anybody can report or log in."""
    from huiyin.policy.models import City

    return [] if City.objects.exists() else ["no city is loaded; `huiyin load BLUEPRINT` loads one"]
