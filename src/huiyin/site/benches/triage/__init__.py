"""Triage on real messages: each part is a module with FILES (what it reads) and `measure(folder)`.

A part whose files aren't there is skipped, and says so.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from importlib import import_module
from pathlib import Path

from huiyin.site.benches.figures import Figure
from huiyin.site.commands.bench import PARTS


def measure(folder: Path, parts: Collection[str] = ()) -> list[Figure]:
    """The figures of every part (of `parts`, where any are named) whose data is in `folder`."""
    figures: list[Figure] = []
    for name in PARTS:
        if parts and name not in parts:
            continue
        part = import_module(f"{__name__}.{name}")
        if missing := [file for file in part.FILES if not (folder / file).is_file()]:
            print(f"{name} is skipped: no {', '.join(missing)} in {folder} (--data)", file=sys.stderr)
            continue
        print(f"{name} …", file=sys.stderr)
        figures += part.measure(folder)
    return figures
