"""Brings the tables up to date."""

from __future__ import annotations

import argparse

from huiyin.site import database


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> int:
    database.migrate(verbosity=1)
    return 0
