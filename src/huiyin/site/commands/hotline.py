"""The exchange with the hotline by hand: signed files for closed networks, and the comparison of a day."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    export = acts.add_parser("export", help="write what isn't handed over yet into a signed file")
    export.add_argument("file", type=Path)
    take = acts.add_parser("import", help="take in a signed file of theirs; twice is once")
    take.add_argument("file", type=Path)
    compare = acts.add_parser("compare", help="compare both sides' lists of a day")
    compare.add_argument("day", type=date.fromisoformat, metavar="YYYY-MM-DD")


def run(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from huiyin.kernel.lifecycle import NotAllowed

    try:
        print(_done(args))
    except (NotAllowed, OSError) as no:
        print(f"huiyin hotline {args.act}: {no}", file=sys.stderr)
        return 1
    return 0


def _done(args: argparse.Namespace) -> str:
    from django.conf import settings

    from huiyin.journey import hotline, hotline_files

    now = settings.CLOCK.now()
    if args.act == "export":
        args.file.touch(mode=0o600, exist_ok=False)  # before anything counts as handed over
        data = hotline_files.written(now=now)
        args.file.write_bytes(data)
        rows = len(data.splitlines()) - 1
        return f"{rows} rows written to {args.file}"
    if args.act == "import":
        became = hotline_files.read(args.file.read_bytes(), now=now)
        return ", ".join(f"{count} {state}" for state, count in became.items())
    found = hotline.compare(args.day, now=now)
    if found.failed:
        return f"{args.day}: couldn't be compared ({found.failed})"
    said = "{id}: {kind} (ours {ours}, theirs {theirs})"
    lines = [said.format_map(difference) for difference in found.differences]
    return "\n".join([f"{args.day}: {found.ours} here, {found.theirs} there, {len(lines)} differ", *lines])
