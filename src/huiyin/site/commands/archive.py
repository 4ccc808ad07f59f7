"""Says whether an archive of a closed file is as it was sealed. Needs the file alone: no database, no keys of ours."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

SAID = {
    "missing": "is listed, but isn't there",
    "unknown": "is there, but isn't listed",
    "changed": "isn't what was sealed",
    "chain": "an event was changed, taken out or put in",
    "place": "isn't where the signed tree says",
    "head": "the tree's signature doesn't hold",
    "signature": "the signature over the list of files doesn't hold",
    "format": "this is no archive that can be read",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["verify"], help="check that nothing was changed since it was sealed")
    parser.add_argument("file", type=Path, metavar="FILE", help="the ZIP")
    parser.add_argument("--key", default="", help="the installation's public key (hex), known from elsewhere")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from huiyin.ledger.bundles import verify

    problems = verify(args.file, args.key.strip().lower())
    if args.json:
        print(json.dumps({"ok": not problems, "problems": [vars(one) for one in problems]}))
    else:
        for one in problems:
            print(f"{one.where or args.file}: {SAID[one.what]}", file=sys.stderr)
        if not problems:
            print(f"{args.file}: as it was sealed; nothing was changed, taken out or put in")
    return 1 if problems else 0
