"""Draws of panels: repeats a published one, or prints the file with which anybody repeats it without this program."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True)
    verify = deeds.add_parser("verify", help="repeat a published draw and say whether it is right")
    verify.add_argument("file", type=Path, help="the JSON file that was published")
    deeds.add_parser("verifier", help="print the single file that does the same with Python alone")


def run(args: argparse.Namespace) -> int:
    """0: the draw is right; 1: it isn't; 2: that is no draw."""
    from huiyin.panels.rules import verify_draw

    if args.deed == "verifier":
        print(Path(verify_draw.__file__).read_text(encoding="utf-8"), end="")
        return 0
    try:
        return verify_draw.main(str(args.file))
    except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
        print(f"huiyin draw: {args.file} can't be read: {error}", file=sys.stderr)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        print(f"huiyin draw: {args.file} isn't a published draw: {error!r}", file=sys.stderr)
    return 2
