"""The draw: how quickly the fairest lottery is found, how fair it is, whether strangers get the same panel."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from huiyin.panels.rules import verify_draw
from huiyin.panels.rules.rfc3797 import NOMCOM, picks
from huiyin.site.benches.draw import chances, greedy
from huiyin.site.benches.figures import Figure
from huiyin.site.benches.tally import tally

GOALS = {(500, 4): 3, (2000, 4): 8, (10_000, 4): 10, (500, 6): None, (2000, 6): 30, (10_000, 6): 120}
"""Seconds for pools of so many people who differ in so many features; 100 seats."""
MEMORY = {(10_000, 4): 150}
PYTHONS = ("python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14")
HASH_SEEDS = 20


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        files = {pool: Path(folder) / f"{pool[0]}-{pool[1]}.json" for pool in GOALS}
        found = {pool: _solved(pool, file) for pool, file in files.items()}
        records = {pool: json.loads(file.read_text(encoding="utf-8")) for pool, file in files.items()}
        figures = [figure for pool, result in found.items() for figure in _speed(pool, result)]
        figures += [_gap(found), greedy.smallest(records[500, 4])]
        figures += [
            _verified(max(files.values(), key=lambda file: file.stat().st_size)),
            _repeated(files[500, 4]),
        ]
        figures += [
            _vectors(),
            chances.simulated(),
            *(chances.dropouts(records[pool], pool[0]) for pool in ((2000, 4), (10_000, 4))),
            tally(),
        ]
    return figures


def _solved(pool: tuple[int, int], file: Path) -> dict[str, Any]:
    """One draw in a process of its own, so that its memory is its own."""
    print(f"{pool[0]} people, {pool[1]} features …", file=sys.stderr)
    words = [sys.executable, "-m", "huiyin.site.benches.draw.one", *map(str, pool), str(file)]
    done = subprocess.run(
        words, capture_output=True, text=True, check=True, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    )
    return dict(json.loads(done.stdout))


def _speed(pool: tuple[int, int], result: dict[str, Any]) -> list[Figure]:
    people, features = pool
    name, goal = f"lottery for 100 of {people}, {features} features", GOALS[pool]
    found = f"{result['types']} types, {result['panels']} panels"
    how = f"{found}, {result['wall']:.1f} s by the clock; seconds of one core"
    figures = [
        Figure(
            name,
            "s",
            result["cpu"],
            None,
            None,
            f"≤ {goal} s" if goal else "none",
            not goal or result["cpu"] <= goal,
            how,
        )
    ]
    if most := MEMORY.get(pool):
        peak = result["memory"]
        how = "peak of the process, Python and SciPy included"
        figures.append(Figure(f"{name}: memory", "MB", peak, None, None, f"≤ {most} MB", peak <= most, how))
    return figures


def _gap(found: dict[tuple[int, int], dict[str, Any]]) -> Figure:
    gap = max(result["gap"] for result in found.values())
    how = "largest over all pools and levels, by the published prices in exact arithmetic"
    return Figure("a level below its bound", "probability", gap, None, None, "≤ 1e-6", gap <= 1e-6, how)


def _vectors() -> Figure:
    """How many picks of the RFC's known answers come out."""
    known = [pick for _, _, picked in NOMCOM for pick in picked]
    found = [pick for said, people, picked in NOMCOM for pick in picks(said, people, len(picked))]
    right = sum(ours == theirs for ours, theirs in zip(found, known, strict=True))
    how = "NomCom 2012 and 2013; the text of the seed is ours, the hash (MD5) the RFC's"
    return Figure(
        "picks of the RFC 3797 vectors", "picks", right, len(known), None, "24 of 24", right == 24, how
    )


def _verified(file: Path) -> Figure:
    start, before = perf_counter(), os.times()
    done = _alone(sys.executable, file, "0")
    clock, after = perf_counter() - start, os.times()
    taken = round(
        after.children_user + after.children_system - before.children_user - before.children_system, 2
    )
    how = f"the file alone, largest record ({file.stat().st_size / 1e6:.1f} MB); {clock:.2f} s by the clock"
    return Figure("verification", "s", taken, None, None, "≤ 1 s", done.returncode == 0 and taken <= 1, how)


def _repeated(file: Path) -> Figure:
    """The number of different answers under many hash seeds and every Python that is here."""
    here = [name for name in PYTHONS if _runs(name)]
    runs = [(sys.executable, str(seed)) for seed in range(HASH_SEEDS)] + [(name, "random") for name in here]
    said = {(done.returncode, done.stdout) for done in (_alone(python, file, seed) for python, seed in runs)}
    ok = len(said) == 1 and next(iter(said))[0] == 0
    how = f"{HASH_SEEDS} hash seeds of this Python, and {', '.join(here) or 'no other'}"
    return Figure("different answers to one published file", "answers", len(said), None, None, "1", ok, how)


def _runs(python: str) -> bool:
    return (
        bool(shutil.which(python)) and subprocess.run([python, "-c", ""], capture_output=True).returncode == 0
    )


def _alone(python: str, file: Path, hash_seed: str) -> subprocess.CompletedProcess[str]:
    words = [python, "-S", verify_draw.__file__, str(file)]
    return subprocess.run(
        words, capture_output=True, text=True, env=os.environ | {"PYTHONHASHSEED": hash_seed}
    )
