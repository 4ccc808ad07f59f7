"""Lives a city's story through the program and says, line by line, what the program's own measures make of it."""

from __future__ import annotations

import argparse
import json
import logging
import sys
import textwrap
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from huiyin.site import database
from huiyin.site.environment import Misconfigured

if TYPE_CHECKING:
    from huiyin.site.replays.lines.seen import Line


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("blueprint", help="a folder, or the name of a city that comes with the program")
    parser.add_argument(
        "--json", action="store_true", help="one object: line, whether it holds, what was measured, how"
    )
    parser.add_argument(
        "--until", type=date.fromisoformat, help="stop after this day of the story, and measure then"
    )
    parser.add_argument(
        "--again", action="store_true", help="empty a database that a story was lived in, and begin anew"
    )


def run(args: argparse.Namespace) -> int:
    """0 where every line holds, else 1. Raises Misconfigured where no story may be lived in the database."""
    _make_room(again=args.again)
    with _quick(), _quiet():
        lines = live(args.blueprint, until=args.until)
    if args.json:
        print(
            json.dumps({name: line.to_json() for name, line in lines.items()}, ensure_ascii=False, indent=1)
        )
    else:
        _print(lines)
    return 0 if all(line.ok for line in lines.values()) else 1


def live(name: str, *, until: date | None = None) -> dict[str, Line]:
    """Lives the story of blueprint `name` in the configured, empty database; what was measured at its end.

    Raises Misconfigured where it hasn't begun by `until`.
    """
    from django.conf import settings
    from django.test.utils import override_settings

    from huiyin.kernel.clock import SHANGHAI, FixedClock
    from huiyin.kernel.ids import token
    from huiyin.policy import blueprint
    from huiyin.site.replays import letters, lines, story
    from huiyin.site.replays.lines.seen import Seen
    from huiyin.site.replays.running import Run
    from huiyin.site.replays.stage import Stage

    told, city = story.load(name), blueprint.load(name)
    if until and until < told.first:
        raise Misconfigured(f"the story begins on {told.first}: name that day or a later one after --until")
    ends = datetime.combine(until or told.last, time(23, 59, 59), SHANGHAI)
    clock = FixedClock(ends)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    told_apart = {"HOTLINE_SECRET": token(32), "API_SECRETS": {**settings.API_SECRETS, "sms": token(32)}}
    alone = {"HOTLINE_URL": "", "HOTLINE_CHANNEL": "", "IMAP_URL": ""}
    storages = {**settings.STORAGES, "staticfiles": plain}
    with override_settings(CLOCK=clock, STORAGES=storages, **told_apart, **alone):
        stage = Stage(told, city)
        Run(stage, clock, ends, _progress).live(letters.compose(told, city))
        return dict(lines.measure(Seen(stage, ends)))


def _make_room(*, again: bool) -> None:
    """A story may only be lived where no report is, and never among real ones."""
    from django.conf import settings
    from django.db import connection

    from huiyin.intake.models import Report

    if settings.REALM == "live":
        raise Misconfigured(
            "a story is never lived in a live database; set HUIYIN_REALM=demo and another DATABASE_URL"
        )
    if "intake_report" not in connection.introspection.table_names():
        database.migrate()
    if not Report.objects.exists():
        return
    if not again:
        raise Misconfigured("this database holds reports already; --again empties it first")
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    database.migrate()


@contextmanager
def _quick() -> Iterator[None]:
    """A story that a power cut ends is lived again from the start: it needn't wait for the disk at each step."""
    from django.db import connections

    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")
    yield
    for connection in connections.all():
        connection.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Hundreds of messages needn't be printed, nor that pages are looked at before their style is collected."""
    warnings.filterwarnings("ignore", message="No directory at", category=UserWarning)
    log = logging.getLogger("huiyin.messages")
    before = log.level
    log.setLevel(logging.WARNING)
    yield
    log.setLevel(before)


def _progress(day: date) -> None:
    """One line for the day that ends: what arrived in all, what is open, answered and locked."""
    from django.db.models import Count, Q

    from huiyin.cases.models import Case

    counts = Case.objects.aggregate(
        received=Count("pk"),
        answered=Count("pk", filter=~Q(answered_at=None)),
        locked=Count("pk", filter=Q(state="locked")),
    )
    end = "\r" if sys.stderr.isatty() else "\n"
    print(
        f"{day}  " + "  ".join(f"{n} {what}" for what, n in counts.items()),
        end=end,
        file=sys.stderr,
        flush=True,
    )


def _print(lines: dict[str, Line]) -> None:
    for name, line in lines.items():
        print(f"{'ok  ' if line.ok else 'FAIL'}  {name}  {line.how}")
        facts = json.dumps(line.measured, ensure_ascii=False).replace('"', "")
        print(textwrap.fill(facts, 100, initial_indent=" " * 13, subsequent_indent=" " * 13))
    held = sum(line.ok for line in lines.values())
    print(f"\n{held} of {len(lines)} lines hold")
