"""Says what is wrong in a blueprint, before anything is written."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("blueprint", help="a folder, or the name of a city that comes with the program")


def run(args: argparse.Namespace) -> int:
    from huiyin.policy import blueprint, check

    found = check.mistakes(blueprint.folder(args.blueprint))
    for mistake in found:
        print(mistake)
    print(f"{len(found)} mistakes" if found else f"{args.blueprint} is fit for use")
    return 1 if found else 0
