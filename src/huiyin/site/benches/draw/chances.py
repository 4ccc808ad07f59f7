"""Whether chance gives what was promised, and whether alternates keep the quotas."""

from __future__ import annotations

import sys
from collections import Counter
from math import sqrt
from typing import Any

import numpy as np

from huiyin.panels.rules import verify_draw
from huiyin.panels.rules.announcing import announcement
from huiyin.panels.rules.mixing import ROUGH
from huiyin.panels.rules.quotas import Feature, Plan, Quota
from huiyin.panels.rules.roster import Person, Pool
from huiyin.panels.rules.seating import Seating
from huiyin.panels.rules.standing_in import stand_ins
from huiyin.site.benches.figures import Figure

DRAWS = 100_000
LEAVINGS = 200
SHARE = 0.1


def simulated() -> Figure:
    """The largest distance, in standard deviations, between how often somebody was drawn and what was promised."""
    print(f"{DRAWS} draws …", file=sys.stderr)
    announced = _small()
    chance = dict(enumerate(np.array(verify_draw.seats_sold(announced)) / announced["tickets"]))
    sizes = Counter(type_ for _, type_ in announced["roster"])
    drawn: Counter[str] = Counter()
    for number in range(DRAWS):
        drawn.update(verify_draw.outcome(announced, f"simulated {number}")["panel"])
    far = 0.0
    for mark, type_ in announced["roster"]:
        p = float(chance[type_]) / sizes[type_]
        spread = sqrt(DRAWS * p * (1 - p)) or 1e-9
        far = max(far, abs(drawn[mark] - DRAWS * p) / spread)
    how = f"{DRAWS} draws of 8 of {len(announced['roster'])}; 4.2 is passed by chance once in 1,000 such benches"
    return Figure(
        "somebody drawn too often or too seldom",
        "standard deviations",
        far,
        None,
        None,
        "≤ 4.2",
        far <= 4.2,
        how,
    )


def dropouts(record: dict[str, Any], people: int) -> Figure:
    """How often stand-ins keep every quota when a tenth of the panel leaves, where anybody could."""
    print(f"{LEAVINGS} panels of {people} lose a tenth …", file=sys.stderr)
    announced, dice, kept, possible = record["announcement"], np.random.default_rng(1), 0, 0
    for number in range(LEAVINGS):
        result = verify_draw.outcome(announced, f"simulated {number}")
        gone = dice.choice(result["panel"], int(SHARE * announced["seats"]), replace=False).tolist()
        found = stand_ins(announced, result, gone)
        good = found is not None and _keeps(announced, (set(result["panel"]) - set(gone)) | set(found))
        kept += good
        possible += good or _possible(announced, result["panel"], gone)
    share = kept / max(1, possible)
    how = (
        f"{LEAVINGS} panels of 100 of {people}, four features; in {LEAVINGS - possible} of them nobody could have "
        "kept the quotas, says an integer program; the rest counted anew from the record"
    )
    return Figure(
        f"stand-ins keep every quota, pool {people}", "share", share, None, None, "≥ 0.99", share >= 0.99, how
    )


def _possible(announced: dict[str, Any], panel: list[str], gone: list[str]) -> bool:
    """Whether any choice of stand-ins whatever keeps the quotas."""
    rows, quotas = verify_draw.rows_of(announced)
    type_of = dict(announced["roster"])
    sizes, left = Counter(type_of.values()), Counter(type_of[mark] for mark in gone)
    staying = Counter(type_of[mark] for mark in panel) - left
    least, most = (np.array([quota[i] for quota in quotas]) for i in (1, 2))
    low, high = (np.array([count[t] for t in range(len(rows))]) for count in (staying, sizes - left))
    space = Seating(announced["seats"], np.array(rows), high, least, most)
    return space.panel(np.zeros(len(rows)), low, high, least, most, ROUGH) is not None


def _keeps(announced: dict[str, Any], panel: set[str]) -> bool:
    rows, quotas = verify_draw.rows_of(announced)
    type_of = dict(announced["roster"])
    counts = Counter(row for mark in panel for row in rows[type_of[mark]])
    return len(panel) == announced["seats"] and all(
        least <= counts[row] <= most for row, (_, least, most) in enumerate(quotas)
    )


def _small() -> dict[str, Any]:
    """Eight seats, three features, people who are far from equally many of each kind."""
    values = {"group": "abc", "gender": "fm", "town": "xyz"}
    ends = {"group": (2, 4), "gender": (3, 5), "town": (2, 4)}
    plan = Plan(8, tuple(Feature(f, tuple(Quota(v, *ends[f]) for v in vs)) for f, vs in values.items()))
    kinds = [(a, b, c) for a in "abc" for b in "fm" for c in "xyz"]
    folk = [kind for i, kind in enumerate(kinds) for _ in range(1 + i % 4)]
    people = tuple(Person(f"p{i}", dict(zip(values, kind, strict=True))) for i, kind in enumerate(folk))
    announced = announcement("bench", plan, Pool(people), b"salt", {"kind": "numbers", "draws": ["one"]})
    if not isinstance(announced, dict):
        raise SystemExit(f"this pool can't be seated: {announced}")
    return announced
