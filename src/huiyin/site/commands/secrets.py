"""Makes the secrets of an installation: one file each, readable by their owner alone."""

from __future__ import annotations

import argparse
import base64
import os
import secrets
import shlex
from pathlib import Path

from huiyin.site.environment import Misconfigured

NAMES = {
    "HUIYIN_SECRET_KEY": "cookies.key",
    "HUIYIN_MASTER_KEY": "master.key",
    "HUIYIN_SIGNING_KEY": "signing.key",
}
"""The environment's name of each secret, and its file: 32 random bytes, Base64."""
BYTES = 32


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="where the files are written; made where it is missing")


def run(args: argparse.Namespace) -> int:
    folder = args.folder.absolute()
    _write(folder)
    print("# Set these in the environment of the program:")
    for name, file in NAMES.items():
        print(f"export {name}_FILE={shlex.quote(str(folder / file))}")
    print("# Keep a copy of master.key apart from the backups: without it no identity can be opened again.")
    return 0


def _write(folder: Path) -> None:
    """All files or none. Raises Misconfigured where one is there already: a lost key can't be made again."""
    there = [file for file in NAMES.values() if os.path.lexists(folder / file)]
    if there:
        raise Misconfigured(f"{folder} holds {', '.join(there)} already; nothing was written")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for file in NAMES.values():
            made = os.open(folder / file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(made, "wb") as out:
                out.write(base64.b64encode(secrets.token_bytes(BYTES)) + b"\n")
    except OSError as error:
        raise Misconfigured(f"can't write to {folder}: {error.strerror}") from error
