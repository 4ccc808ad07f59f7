"""Learns from the city's own decisions, or says how well that goes."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huiyin.triage.learning.models import ModelVersion

TARGETS = ("unit", "problem_type")


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    train = verbs.add_parser("train", help="learn a new version; a worse one than that in use is refused")
    train.add_argument("--waiting", action="store_true", help="only what somebody has asked for")
    evaluate = verbs.add_parser("evaluate", help="try what is learnt on lessons held back, block by block")
    evaluate.add_argument("--json", action="store_true", help="print the figures as JSON")
    for verb in (train, evaluate):
        verb.add_argument("--target", choices=TARGETS, help="whose it is, or what it is about; else both")


def run(args: argparse.Namespace) -> int:
    """0 where all went well; 1 where something can't be learnt or is refused."""
    targets = (args.target,) if args.target else TARGETS
    if args.verb == "evaluate":
        return _evaluate(targets, as_json=args.json)
    return _waiting() if args.waiting else _train(targets)


def _train(targets: tuple[str, ...]) -> int:
    from django.conf import settings

    from huiyin.kernel.actor import SYSTEM
    from huiyin.triage.learning import actions

    now = settings.CLOCK.now()
    made = [actions.train(actions.ask(target, by=SYSTEM, now=now), now=now) for target in targets]
    for version in made:
        print(_told(version))
    return 0 if all(version.state == "in_use" for version in made) else 1


def _waiting() -> int:
    from django.conf import settings

    from huiyin.triage.learning import actions

    while version := actions.train_due(settings.CLOCK.now()):
        print(_told(version))
    return 0


def _told(version: ModelVersion) -> str:
    if version.state == "in_use":
        card = version.card
        return (
            f"{version.name} is in use: {version.lessons} lessons, {card['right']} of {card['tried']} right when "
            f"held back, macro-F1 {card['macro_f1']:.3f}, {card['sure']} sure of which {card['sure_right']} right"
        )
    return f"{version.name} is not used: {_because(version.refused)}"


def _because(refused: dict[str, Any]) -> str:
    from django.utils import translation

    from huiyin.doors.shared.words import reason
    from huiyin.kernel.lifecycle import Refused

    with translation.override("en"):
        return str(reason(Refused(refused["reason"], refused["detail"]))) if refused else "settled elsewhere"


def _evaluate(targets: tuple[str, ...], *, as_json: bool) -> int:
    from huiyin.triage.learning.evaluation import evaluate

    found = {target: evaluate(target) for target in targets}
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    for target, figures in found.items():
        if "refused" in figures:
            print(f"{target}: {_because(figures['refused'])}", file=sys.stderr)
        elif not as_json:
            print("\n".join(_lines(target, figures)))
    return 1 if any("refused" in figures for figures in found.values()) else 0


def _lines(target: str, figures: dict[str, Any]) -> list[str]:
    """The figures as lines for a terminal."""
    lines = [f"{target}: {figures['lessons']} lessons of {len(figures['labels'])} labels"]
    for name in ("blocks", "random"):
        one = figures[name]
        lines.append(
            f"  {name}: {one['right']} of {one['tried']} right, macro-F1 {one['macro_f1']:.3f}, "
            f"{one['sure']} sure of which {one['sure_right']} right, calibration error "
            f"{one['calibration_error']:.3f}"
        )
        lines += [f"    {truth} taken for {said}: {many}" for truth, said, many in one["confusions"]]
    doubts = figures["doubtful"]
    lines += [f"  {len(doubts)} lessons that all others contradict:"] if doubts else []
    lines += [f"    {d['number']}: {d['label']}, but it reads like {d['rather']}" for d in doubts]
    return lines
