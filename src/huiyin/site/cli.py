"""The command `huiyin`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from importlib.util import find_spec

from huiyin.site import database
from huiyin.site.environment import Misconfigured
from huiyin.site.postgres import ServerFailed

COMMANDS = {
    "up": ("up", "serve for real, against DATABASE_URL"),
    "demo": ("demo", "serve a demonstration with a city's story, database and all"),
    "replay": ("replay", "live a city's story through the program and measure it"),
    "secrets": ("secrets", "make the keys of an installation"),
    "account": ("account", "open the account of one of the three administrators"),
    "check": ("check", "say what is wrong in a blueprint, with file, line and key"),
    "load": ("load", "write a blueprint into the database"),
    "import": ("imports", "take reports from CSV or XLSX"),
    "hotline": ("hotline", "exchange work orders by hand: signed files, comparison of a day"),
    "archive": ("archive", "say whether the archive of a closed file is as it was sealed"),
    "draw": ("draw", "repeat the published draw of a panel"),
    "bench": ("bench", "measure speed beside a reference"),
    "triage": ("triage", "learn from people's decisions, and say how well that goes"),
    "doctor": ("doctor", "say what this machine lacks and what to do"),
    "worker": ("worker", "do what is due: deadlines, messages, papers"),
    "migrate": ("migrate", "bring the tables up to date"),
    "manage": ("manage", "run one of Django's own commands"),
}
"""The word, its module in `commands/`, and what it does."""


def main(words: Sequence[str] | None = None) -> int:
    """Runs one command; returns 0 for done, 1 for something must be done, 2 for not like this."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.site.settings")
    words = sys.argv[1:] if words is None else words
    args = _parser(words).parse_args(words)
    module = _module(args.command)
    try:
        with _database_for(args.command):
            return int(import_module(module).run(args))
    except (Misconfigured, ServerFailed) as error:
        print(f"huiyin {args.command}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Knows all commands by name, and the arguments of the one that was asked for."""
    parser = argparse.ArgumentParser(prog="huiyin", description="Every matter settled, every voice answered.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, purpose) in COMMANDS.items():
        if find_spec(_module(name)) is None:
            continue
        command = commands.add_parser(name, help=purpose, description=purpose)
        if name in words[:1]:
            import_module(_module(name)).arguments(command)
    return parser


def _module(name: str) -> str:
    return f"huiyin.site.commands.{COMMANDS[name][0]}"


def _database_for(command: str) -> AbstractContextManager[None]:
    if command in ("load", "account", "import", "worker", "migrate", "manage", "triage", "hotline"):
        return database.kept()
    if command in ("replay", "bench"):
        return database.scratch(durable=command == "bench")
    return nullcontext()


if __name__ == "__main__":
    sys.exit(main())
