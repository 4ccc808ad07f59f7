"""The published draw can be repeated by anybody, and whatever is changed in it shows."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from huiyin.panels.rules import verify_draw
from huiyin.panels.rules.announcing import announcement, held
from huiyin.panels.rules.rfc3797 import NOMCOM, picks
from huiyin.panels.rules.roster import mark
from huiyin.panels.rules.verify_draw import digest, material, problems, ticket, unfairness
from huiyin.panels.tests.cast import DRAWN, FOLK, NUMBERS, SALT, TOWN, plan, pool


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    announced = announcement("May", TOWN, pool(TOWN, FOLK), SALT, NUMBERS)
    assert isinstance(announced, dict)
    return held(announced, DRAWN, ["Alice", "Bob"])


def _copy(record: dict[str, Any]) -> Any:
    return json.loads(json.dumps(record))


def test_lottery_numbers_become_the_text_of_rfc_3797() -> None:
    """The RFC's own picks, with its MD5, come out of the text that our draws begin with."""
    assert [picks(revealed, people, len(known)) for revealed, people, known in NOMCOM] == [
        list(known) for _, _, known in NOMCOM
    ]


def test_a_draw_is_right_as_published(record: dict[str, Any]) -> None:
    assert problems(record) == []
    assert problems(_copy(record)) == []
    assert unfairness(record["announcement"]) < 1e-6


def _later_panel(file: Any) -> None:
    file["result"]["panel"][0] = file["announcement"]["roster"][0][0] + "0"


def _other_number(file: Any) -> None:
    file["revealed"]["numbers"][0][0] += 1


def _quota_widened(file: Any) -> None:
    file["announcement"]["features"][0]["quotas"][0]["most"] += 1


def _somebody_slipped_in(file: Any) -> None:
    file["announcement"]["roster"].append(["f" * 64, 0])


def _alternate_dropped(file: Any) -> None:
    next(queue for queue in file["result"]["alternates"].values() if queue).pop()


def _number_missing(file: Any) -> None:
    file["revealed"]["numbers"].pop()


@pytest.mark.parametrize(
    "forge",
    [_later_panel, _other_number, _quota_widened, _somebody_slipped_in, _alternate_dropped, _number_missing],
)
def test_whatever_is_changed_afterwards_shows(record: dict[str, Any], forge: Callable[[Any], None]) -> None:
    file = _copy(record)
    forge(file)
    assert problems(file)


def _announced_anew(record: dict[str, Any], change: Callable[[Any], None]) -> list[str]:
    """The problems of a draw that was crooked from its announcement on, with all hashes right."""
    file = _copy(record)
    change(file["announcement"])
    return problems(held(file["announcement"], file["revealed"], file["witnesses"]))


def test_a_lottery_that_breaks_a_quota_shows_even_where_it_was_announced(record: dict[str, Any]) -> None:
    def unbalanced(announcement: Any) -> None:
        announcement["panels"][-1][1] = [announcement["panels"][-1][1][0]] * 8

    assert any("breaks" in problem for problem in _announced_anew(record, unbalanced))


def test_a_lottery_that_favours_somebody_shows_as_unfair(record: dict[str, Any]) -> None:
    announcement = _copy(record)["announcement"]
    first, last = announcement["panels"][0], announcement["panels"][-1]
    first[0], last[0] = first[0] - 10**10, last[0] + 10**10
    assert unfairness(announcement) > 1e-4


def test_a_proof_that_leaves_types_out_proves_nothing() -> None:
    """The first round alone shows only that the least likely can't be raised; claiming all settled by it shows."""
    of = plan(3, group={"deputy": (1, 1), "cadre": (2, 2)})
    announced = announcement("May", of, pool(of, [("deputy",)] * 2 + [("cadre",)] * 6), SALT, NUMBERS)
    assert isinstance(announced, dict)
    assert len(announced["prices"]) == 2 and unfairness(announced) < 1e-9
    assert unfairness(announced | {"settled": [0, 0], "prices": announced["prices"][:1]}) > 1e-3


def test_the_same_numbers_mean_another_seed_for_another_announcement(record: dict[str, Any]) -> None:
    announced = announcement("June", TOWN, pool(TOWN, FOLK), SALT, NUMBERS)
    assert isinstance(announced, dict)
    assert held(announced, DRAWN, [])["result"]["seed"] != record["result"]["seed"]


def test_every_ticket_is_as_likely_and_none_lies_outside() -> None:
    drawn = [ticket(str(seed), 7) for seed in range(14_000)]
    assert set(drawn) == set(range(1, 8))
    assert all(abs(drawn.count(number) - 2000) < 5 * 41 for number in range(1, 8))


def test_hashes_beyond_the_last_full_multiple_are_thrown_away() -> None:
    """With so many tickets that only every second hash fits, later hashes must be taken, not the remainder."""
    tickets = 2**255 + 1
    first = [int(digest(f"{seed}/ticket/0"), 16) for seed in range(50)]
    thrown = [seed for seed, number in enumerate(first) if number >= tickets]
    assert 10 < len(thrown) < 40
    for seed in thrown:
        assert ticket(str(seed), tickets) != first[seed] % tickets + 1


WITNESSES = {
    "kind": "witnesses",
    "witnesses": [{"name": n, "commitment": digest([n, s])} for n, s in (("Alice", "plum"), ("Bob", "pear"))],
}


def test_witnesses_reveal_what_they_committed_to() -> None:
    assert material(WITNESSES, {"secrets": {"Bob": "pear", "Alice": "plum"}}) == "plum/pear/"
    with pytest.raises(ValueError, match="Bob hasn't revealed"):
        material(WITNESSES, {"secrets": {"Alice": "plum"}})
    with pytest.raises(ValueError, match="Bob isn't the one"):
        material(WITNESSES, {"secrets": {"Alice": "plum", "Bob": "plum"}})


def test_a_beacon_is_taken_at_its_named_round_only() -> None:
    """drand's chain of 3 s, round 1000: randomness is the hash of the signature."""
    signature = (
        "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
    )
    randomness = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
    named = {"kind": "beacon", "round": 1000}
    good = {"round": 1000, "signature": signature, "randomness": randomness}
    assert material(named, good) == randomness
    with pytest.raises(ValueError, match="another round"):
        material(named, good | {"round": 1001})
    with pytest.raises(ValueError, match="hash of its signature"):
        material(named, good | {"randomness": "0" * 64})


def test_where_the_source_fails_the_standby_named_beforehand_decides() -> None:
    announced = announcement("May", TOWN, pool(TOWN, FOLK), SALT, WITNESSES, standby=NUMBERS)
    assert isinstance(announced, dict)
    with pytest.raises(ValueError, match="Bob hasn't revealed"):
        held(announced, {"secrets": {"Alice": "plum"}}, [])
    assert problems(held(announced, DRAWN | {"standby": "Bob did not reveal"}, ["Alice"])) == []


def test_somebody_finds_themselves_by_their_own_salt(record: dict[str, Any]) -> None:
    marks = {mark_ for mark_, _ in record["announcement"]["roster"]}
    assert all(mark(f"p{i}", SALT) in marks for i in range(len(FOLK)))
    assert not any(mark(f"p{i}", b"guessed") in marks for i in range(len(FOLK)))


def test_the_verifier_needs_nothing_but_pythons_own_library() -> None:
    tree = ast.parse(Path(verify_draw.__file__).read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize("hash_seed", ["0", "1", "4294967295"])
def test_alone_it_says_the_same_under_any_hash_seed(
    record: dict[str, Any], tmp_path: Path, hash_seed: str
) -> None:
    (tmp_path / "draw.json").write_bytes(verify_draw.canonical(record))
    (tmp_path / "verify_draw.py").write_bytes(Path(verify_draw.__file__).read_bytes())
    done = subprocess.run(
        [sys.executable, "-S", "verify_draw.py", "draw.json"],
        cwd=tmp_path,
        env={"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"ok: ticket {record['result']['ticket']}" in done.stdout
