"""A city's story, served from this machine: database, replay, web server and worker in one process tree.

What it made stays in the folder `var`; a second start serves it again without a replay. Time goes on from the
end of the story: the clock is shifted by what lies between that moment and the first start.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from huiyin.site import database, serving
from huiyin.site import environment as env
from huiyin.site.commands import load
from huiyin.site.environment import Misconfigured
from huiyin.site.postgres import Server

REPLAY = "huiyin.site.commands.replay"
USUAL = "xingtai"
"""The city of a demonstration that names none; the others' data lie beside it."""

DOORS = {"citizen": "/", "desk": "/desk/", "oversight": "/oversight/", "api": "/api/"}


def arguments(parser: argparse.ArgumentParser) -> None:
    serving.arguments(parser)
    parser.add_argument(
        "--training", action="store_true", help="practise: data of its own, on the port after"
    )
    parser.add_argument("--blueprint", default=env.text("HUIYIN_BLUEPRINT", USUAL), help="whose story")


def run(args: argparse.Namespace) -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = _folder(args)
    args.port += args.training
    serving.must_be_free(args.host, args.port)
    server = Server(folder / "postgres")
    _say("Starting PostgreSQL")
    server.start()
    try:
        if server.process is None:
            raise Misconfigured(f"a demonstration already runs in {folder}")
        remembered = folder / "story.json"
        if not remembered.exists():
            server.drop("huiyin")  # a story that was cut off
        os.environ.update(_environment(args, folder) | {"DATABASE_URL": server.create("huiyin")})
        _prepare(args, remembered)
        _introduce(args)
        serving.serve(args, os.environ, each_turn=server.keep)
        _say("Stopping")
    finally:
        server.stop()
    return 0


def _folder(args: argparse.Namespace) -> Path:
    """Each city's story has a database of its own, so that one doesn't wipe out the other."""
    kind, city = "training" if args.training else "demo", Path(args.blueprint).name
    return env.var() / (kind if city == USUAL else f"{kind}-{city}")


def _environment(args: argparse.Namespace, folder: Path) -> dict[str, str]:
    return {
        "HUIYIN_VAR": str(folder),
        "HUIYIN_REALM": "training" if args.training else "demo",
        "HUIYIN_BLUEPRINT": args.blueprint,
        "HUIYIN_PUBLIC_URL": env.text("HUIYIN_PUBLIC_URL", f"http://localhost:{args.port}"),
        "HUIYIN_HOSTS": env.text("HUIYIN_HOSTS", "*"),
    }


def _prepare(args: argparse.Namespace, remembered: Path) -> None:
    """Tables, story, static files; sets the shifted clock for what is served."""
    _say("Preparing the tables")
    database.migrate()
    if not remembered.exists():
        _say(f"Living the story of {args.blueprint}; this takes a while")
        remembered.write_text(json.dumps({"shift": _replay(args.blueprint)}))
    os.environ["HUIYIN_CLOCK_SHIFT"] = str(json.loads(remembered.read_text())["shift"])
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def _replay(blueprint: str) -> int:
    """Fills the database; returns how many seconds the end of the story lies after now (before: negative)."""
    from django.db.models import Max

    from huiyin.kernel.clock import SystemClock
    from huiyin.ledger.models import Event

    if find_spec(REPLAY) is None:
        load.load(blueprint, accounts=True)
    else:
        replay = import_module(REPLAY)
        parser = argparse.ArgumentParser()
        replay.arguments(parser)
        replay.run(parser.parse_args([blueprint]))
    now = SystemClock().now()
    end = Event.objects.aggregate(end=Max("at"))["end"] or now
    return round((end - now).total_seconds())


def _introduce(args: argparse.Namespace) -> None:
    """Prints the doors and who can log in, then lets go of the database."""
    from django.conf import settings
    from django.db import connections

    from huiyin.organisations.models import Mandate

    address = f"http://localhost:{args.port}"
    lines = ["", "  回音 Huiyin", ""]
    lines += [f"  {name:<10} {address}{path}" for name, path in DOORS.items()]
    lines += ["", f"  Log in with the password {settings.DEMO_PASSWORD} as", ""]
    mandates = Mandate.objects.filter(account__is_demo=True).select_related("account", "unit").order_by("id")
    one_each = {mandate.role: mandate for mandate in reversed(mandates)}
    lines += [
        f"  {it.account.username:<20} {role:<14} {it.unit.name}" for role, it in sorted(one_each.items())
    ]
    lines += ["", f"  … and {len(mandates) - len(one_each)} more; city.administrator sees them all."]
    print("\n".join([*lines, "", "  Ctrl-C stops it; the data stays."]), flush=True)
    connections.close_all()


def _say(what: str) -> None:
    print(f"• {what} …", flush=True)
