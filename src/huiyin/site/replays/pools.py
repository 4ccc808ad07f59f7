"""The pool of a story's judges: everybody of each group, with whatever ties them to a house; all invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

from huiyin.organisations.queries import unit
from huiyin.panels import actions
from huiyin.policy.queries import appraisals
from huiyin.site.replays.stage import Stage


def enter(stage: Stage, now: datetime) -> None:
    """Everybody of each group, with town, gender and whatever ties them to a house."""
    panel, rng = stage.story.panel, stage.rng_of("pool")
    traits = {trait["code"]: trait["values"] for trait in appraisals()["month"].traits}
    towns = [value["code"] for value in traits["town"]]
    houses = [row.code for row in stage.city.units if row.system in ("court", "police") and row.parent]
    roster = []
    for group, number in panel["pool"].items():
        for i in range(number):
            town = (
                towns[1 + i % 20]
                if group in ("commissioner", "village")
                else rng.choice(towns + towns[:1] * 6)
            )
            roster.append(_entry(f"{group}-{i + 1:03}", group, town, i, rng, panel, houses))
    for i, code in enumerate(panel["leaders"]):
        roster.append(_entry(code, "leader", "county", i, rng, {"tied": 0, "refuse": 0}, houses))
    actions.enter(unit(stage.city.city.committee), roster, by=stage.by("clerk", now), now=now)


def _entry(
    code: str, group: str, town: str, i: int, rng: Random, panel: Mapping[str, Any], houses: list[str]
) -> actions.Entry:
    tied = rng.randrange(1000) < panel["tied"]
    return actions.Entry(
        code,
        f"评委{code}",
        f"1390{rng.randrange(10**7):07}",
        {"group": group, "town": town, "gender": "fm"[(i + rng.randrange(3)) % 2]},
        ties=[(rng.choice(("own", "relative", "former")), rng.choice(houses))] if tied else [],
        consents=True,
        refuses=rng.randrange(1000) < panel["refuse"],
    )
