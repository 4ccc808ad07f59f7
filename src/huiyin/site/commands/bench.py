"""`huiyin bench NAME`: a figure beside its reference, as a table with progress, or as JSON."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

BENCHES = ("ballots", "draw", "intake", "lifecycle", "pages", "ratings", "search", "sweep", "triage")
PARTS = ("category", "few_lessons", "sent_twice", "same_issue", "hot_issues", "million")
ON_DATA = ("triage",)
"""Benches that read a folder of data."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", choices=BENCHES)
    parser.add_argument(
        "--data",
        type=Path,
        default=Path("../shared/data"),
        help="the folder of data that triage is measured on",
    )
    parser.add_argument(
        "--part", action="append", choices=PARTS, help="of triage only this part; may be given more than once"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(args: argparse.Namespace) -> int:
    """0 where every goal is met."""
    from importlib import import_module

    from huiyin.site import database
    from huiyin.site.benches.figures import table

    database.migrate()
    measure = import_module(f"huiyin.site.benches.{args.name}").measure
    figures = measure(args.data, args.part or ()) if args.name in ON_DATA else measure()
    print(
        json.dumps([asdict(f) for f in figures], ensure_ascii=False, indent=1)
        if args.json
        else table(figures)
    )
    return 0 if all(f.ok for f in figures) else 1
