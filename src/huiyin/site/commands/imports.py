"""Takes reports from a CSV or XLSX file: checks every row first, then adds what can be read.

Progress goes to the error output, the result as one JSON object to the output with --json. The same file again adds
nothing. Exit code 1 where rows couldn't be read; they stand in the file beside the original.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huiyin.intake.imports.models import ImportBatch
    from huiyin.intake.imports.rules.mapping import Mapping
    from huiyin.kernel.actor import Actor

BLOCK = 1 << 18


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV (also .gz) or XLSX")
    parser.add_argument(
        "--mapping", metavar="NAME", help="a saved mapping, or the name to save this one under"
    )
    parser.add_argument(
        "--as", dest="account", required=True, help="the account that imports: administrator or clerk"
    )
    parser.add_argument(
        "--source", metavar="WORD", help="where the file comes from; numbers are unique within it"
    )
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="FIELD=HEADING",
        help="which column is what; may be repeated",
    )
    parser.add_argument(
        "--constant",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="one value for all rows; may be repeated",
    )
    parser.add_argument("--dry-run", action="store_true", help="check the rows and add nothing")
    parser.add_argument(
        "--rejects", type=Path, help="where to write the rows that can't be read (.csv or .xlsx)"
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(args: argparse.Namespace) -> int:
    from huiyin.intake.actions import Wrong
    from huiyin.kernel.lifecycle import NotAllowed

    try:
        return _run(args)
    except NotAllowed as no:
        _say(f"{args.file}: {no.refused.reason} {_detail(no.refused.detail)}")
    except Wrong as wrong:
        for name, refused in wrong.fields.items():
            _say(f"{name}: {refused.reason} {_detail(refused.detail)}")
    except OSError as error:
        _say(f"{args.file}: {error.strerror}")
    return 2


def _run(args: argparse.Namespace) -> int:
    from django.conf import settings

    from huiyin.intake.imports import actions

    by = _actor(args.account)
    now = settings.CLOCK.now
    batch = actions.take_in(_blocks(args.file), args.file.name, by=by, now=now())
    mapping = _mapping(args, batch)
    _say("columns: " + ", ".join(f"{code} = {head}" for code, head in mapping.columns.items()))
    batch = actions.describe(batch.pk, mapping, by=by, now=now(), name=args.mapping or "")
    batch = _follow(batch, "checked")
    if batch.state == "checking" or args.dry_run or batch.state == "stopped":
        return _tell(args, batch)
    batch = actions.begin(batch.pk, by=by, now=now())
    return _tell(args, _follow(batch, "added"))


def _actor(username: str) -> Actor:
    from django.conf import settings

    from huiyin.kernel.clock import SHANGHAI
    from huiyin.kernel.lifecycle import NotAllowed, Refused
    from huiyin.organisations.models import Account
    from huiyin.organisations.queries import actor_for

    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise NotAllowed(Refused("no_account", {"account": username}))
    return actor_for(account, on=settings.CLOCK.now().astimezone(SHANGHAI).date())


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _mapping(args: argparse.Namespace, batch: ImportBatch) -> Mapping:
    """The saved mapping of that name, else what the file proposes; then what the arguments say otherwise."""
    from dataclasses import replace

    from huiyin.intake.imports.queries import saved_as
    from huiyin.intake.imports.rules.mapping import Mapping

    mapping = (args.mapping and saved_as(args.mapping)) or Mapping.from_json(batch.mapping)
    return replace(
        mapping.fitted(batch.headers),
        source=args.source or mapping.source,
        columns=dict(mapping.fitted(batch.headers).columns) | _pairs(args.column),
        constants=dict(mapping.constants) | _pairs(args.constant),
    )


def _pairs(words: list[str]) -> dict[str, str]:
    return {name: value for name, _, value in (word.partition("=") for word in words)}


def _follow(batch: ImportBatch, done: str) -> ImportBatch:
    """Works until the run is at its end, and says how far it is."""
    from django.conf import settings

    from huiyin.intake.imports import actions
    from huiyin.intake.imports.rules.stages import WORKING

    begun = settings.CLOCK.now()
    while batch.state in WORKING:
        worked = actions.advance(batch.pk, now=settings.CLOCK.now())
        batch.refresh_from_db()
        of = f" of {batch.total}" if batch.total else ""
        print(f"\r{batch.position}{of} rows {done}, {batch.failed} can't be read ", end="", file=sys.stderr)
        if not worked and batch.claimed_until and batch.claimed_until > settings.CLOCK.now():
            _wait()
    seconds = (settings.CLOCK.now() - begun).total_seconds()
    print(f"in {seconds:.1f} s", file=sys.stderr)
    return batch


def _wait() -> None:
    """Somebody else works on the batch: a worker that runs beside this command."""
    import time

    time.sleep(0.5)


def _tell(args: argparse.Namespace, batch: ImportBatch) -> int:
    from huiyin.intake.imports.rejects import write

    told: dict[str, Any] = {
        "state": batch.state, "rows": batch.position, "added": batch.good if batch.started_at else 0,
        "can_be_read": batch.good, "already_there": batch.known, "cannot_be_read": batch.failed,
    }  # fmt: skip
    if batch.error:
        told["error"] = batch.error
    if batch.failed:
        path = args.rejects or args.file.with_name(f"{args.file.name.split('.')[0]}-rejects.csv")
        path.write_bytes(write(batch, path.suffix.lstrip(".")))
        told["rejects"] = str(path)
    print(
        json.dumps(told, ensure_ascii=False) if args.json else "\n".join(f"{k}: {v}" for k, v in told.items())
    )
    return 1 if batch.failed or batch.error else 0


def _detail(detail: Any) -> str:
    return ", ".join(f"{key} {value}" for key, value in detail.items())


def _say(text: str) -> None:
    print(text, file=sys.stderr)
