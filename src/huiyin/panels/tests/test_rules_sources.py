"""Where chance comes from: named beforehand, revealed as named, and what happens when it fails."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiyin.panels.rules.sources import beacon_at, commitment, unfit, wrong
from huiyin.panels.rules.verify_draw import seed_of

NOW = datetime(2024, 6, 3, 1, tzinfo=UTC)
NUMBERS = {"kind": "numbers", "draws": ["双色球 2024-063"]}
SECRETS = {"Ann": "grape 7", "Bert": "川 plum", "Cleo": "x"}
WITNESSES = {
    "kind": "witnesses",
    "witnesses": [{"name": name, "commitment": commitment(name, said)} for name, said in SECRETS.items()],
}


def reason(found: Any) -> str:
    return found.reason if found else ""


def test_a_round_of_the_beacon_is_the_first_at_the_moment_named() -> None:
    # drand quicknet: round 1 at 1692803367, one every three seconds.
    first = datetime.fromtimestamp(1_692_803_367, UTC)
    assert [beacon_at(first + timedelta(seconds=s))["round"] for s in (0, 1, 3, 4)] == [1, 2, 2, 3]


@pytest.mark.parametrize(
    ("source", "standby", "expected"),
    [
        (NUMBERS, None, ""),
        ({"kind": "numbers", "draws": []}, None, "no_source"),
        (beacon_at(NOW + timedelta(hours=1)), None, ""),
        (beacon_at(NOW), None, "already_over"),
        (WITNESSES, NUMBERS, ""),
        (WITNESSES, None, "standby_needed"),
        ({**WITNESSES, "witnesses": WITNESSES["witnesses"][:1]}, NUMBERS, "too_few_witnesses"),
        ({**WITNESSES, "witnesses": [*WITNESSES["witnesses"], WITNESSES["witnesses"][0]]}, NUMBERS, "witness_twice"),
        ({**WITNESSES, "witnesses": [{"name": n, "commitment": "grape"} for n in "ab"]}, NUMBERS, "not_a_commitment"),
    ],
)  # fmt: skip
def test_only_what_nobody_can_know_yet_can_be_named(source: Any, standby: Any, expected: str) -> None:
    assert reason(unfit(source, standby, NOW)) == expected


def test_a_witness_who_never_reveals_is_named_and_the_standby_decides_in_the_open() -> None:
    told = {"source": WITNESSES, "standby": NUMBERS}
    silent = {name: said for name, said in SECRETS.items() if name != "Bert"}
    found = wrong(told, {"secrets": silent})
    assert found is not None and (found.reason, found.detail) == ("witness_silent", {"about": "Bert"})
    assert reason(wrong(told, {"secrets": {**SECRETS, "Bert": "plum"}})) == "secret_not_committed"
    assert reason(wrong(told, {"secrets": SECRETS})) == ""
    fallback = {"standby": True, "numbers": [[3, 1]], "secrets": silent}
    assert reason(wrong(told, fallback)) == "failure_unsaid"
    assert reason(wrong(told, {**fallback, "failed": "Bert didn’t come"})) == ""
    assert seed_of(told, {**fallback, "failed": "a"}) == seed_of(told, {**fallback, "failed": "b"})
    assert reason(wrong({**told, "standby": None}, {**fallback, "failed": "Bert"})) == "no_standby"


def test_a_beacon_that_is_down_gives_nothing_and_another_round_or_a_made_up_one_is_refused() -> None:
    source = beacon_at(NOW)
    told = {"source": source, "standby": NUMBERS}
    signature = "ab" * 48
    right = {
        "round": source["round"],
        "signature": signature,
        "randomness": hashlib.sha256(bytes.fromhex(signature)).hexdigest(),
    }
    assert reason(wrong(told, right)) == ""
    changes = ({"round": source["round"] + 1}, {"randomness": "00" * 32}, {"signature": "zz"})
    for broken in ({}, *({**right, **change} for change in changes)):
        assert reason(wrong(told, broken)) == "not_what_was_named"
    assert reason(wrong(told, {"standby": True, "numbers": [[9]], "failed": "the beacon was down"})) == ""
