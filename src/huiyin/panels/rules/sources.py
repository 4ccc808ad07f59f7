"""Where chance comes from: what can be named beforehand, and what is wrong with what came out of it.

Lotteries drawn in public, a coming round of a public beacon, or the secrets of several witnesses who publish hashes of
them first. `verify_draw.material` turns what came out into the text of the seed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.kernel.lifecycle import Refused
from huiyin.panels.rules.verify_draw import digest, material

BEACON = "drand quicknet"
GENESIS, PERIOD = 1_692_803_367, 3
"""The beacon's first round, in Unix seconds, and the seconds between two: quicknet of the League of Entropy."""
FEWEST_WITNESSES = 2
_COMMITMENT = re.compile("[0-9a-f]{64}")


def beacon_at(moment: datetime) -> dict[str, Any]:
    """The first round of the beacon at or after `moment`."""
    passed = int(moment.timestamp()) - GENESIS
    return {"kind": "beacon", "beacon": BEACON, "round": -(-passed // PERIOD) + 1, "at": moment.isoformat()}


def commitment(name: str, secret: str) -> str:
    """What a witness publishes before the draw: it binds them to their secret and doesn't tell it."""
    return digest([name, secret])


def unfit(source: Mapping[str, Any], standby: Mapping[str, Any] | None, now: datetime) -> Refused | None:
    """Why this can't be named as the source of chance. None: it can.

    Refused: `no_source`, `already_over` for a beacon, `too_few_witnesses`, `witness_twice`, `not_a_commitment`,
    `standby_needed`: a witness who keeps silent voids the draw, so something must decide that nobody holds back.
    """
    if source["kind"] == "numbers":
        return None if source["draws"] else Refused("no_source", {"field": "draws"})
    if source["kind"] == "beacon":
        past = datetime.fromisoformat(source["at"]) <= now
        return Refused("already_over", {"field": "moment"}) if past else None
    names = [witness["name"] for witness in source["witnesses"]]
    if len(names) < FEWEST_WITNESSES:
        return Refused("too_few_witnesses", {"field": "committed", "least": FEWEST_WITNESSES})
    for witness in source["witnesses"]:
        if names.count(witness["name"]) > 1:
            return Refused("witness_twice", {"field": "committed", "about": witness["name"]})
        if not _COMMITMENT.fullmatch(witness["commitment"]):
            return Refused("not_a_commitment", {"field": "committed", "about": witness["name"]})
    return None if standby else Refused("standby_needed", {"field": "standby"})


def wrong(announced: Mapping[str, Any], revealed: Mapping[str, Any]) -> Refused | None:
    """What is wrong with what was revealed, by name where it is somebody's. None: it is what was named.

    Refused: `no_standby`, `failure_unsaid` (the standby decides only where it is said in public what failed),
    `witness_silent`, `secret_not_committed`, `not_what_was_named`.
    """
    on_standby = bool(revealed.get("standby"))
    source = announced["standby"] if on_standby else announced["source"]
    if source is None:
        return Refused("no_standby", {"field": "fallback"})
    if on_standby and not str(revealed.get("failed", "")).strip():
        return Refused("failure_unsaid", {"field": "failed"})
    for witness in source.get("witnesses", ()):
        secret = revealed.get("secrets", {}).get(witness["name"])
        if secret is None:
            return Refused("witness_silent", {"about": witness["name"]})
        if commitment(witness["name"], secret) != witness["commitment"]:
            return Refused("secret_not_committed", {"about": witness["name"]})
    try:
        material(dict(source), dict(revealed))
    except (ValueError, KeyError, TypeError):
        return Refused("not_what_was_named")
    return None
