"""Nobody signs what they found, and nobody twice; a city that can't keep to it is told before it is loaded."""

import shutil
from pathlib import Path

import pytest

from huiyin.policy.blueprint import folder, load
from huiyin.policy.check import mistakes
from huiyin.policy.rules.handling import ONE_LEVEL
from huiyin.policy.rules.staffing import unsigned

BOTH = ("approver", "chief")


@pytest.mark.parametrize(
    ("holders", "without", "lacking"),
    [
        ({"approver": {"a"}, "chief": {"b"}}, "c", ""),
        ({"approver": {"a"}, "chief": {"b"}}, "b", "chief"),
        ({"approver": {"a"}, "chief": {"a"}}, "c", "chief"),
        ({"approver": {"a", "b"}, "chief": {"a"}}, "c", ""),
        ({"approver": {"a", "b"}, "chief": {"a"}}, "b", "chief"),
        ({"approver": {"a"}}, "a", "approver"),
        ({}, "a", "approver"),
    ],
)
def test_each_level_needs_a_person_of_its_own(
    holders: dict[str, set[str]], without: str, lacking: str
) -> None:
    assert unsigned(BOTH, holders, without) == lacking


def test_a_city_whose_only_signer_finds_things_out_is_told_unit_and_role(tmp_path: Path) -> None:
    city = shutil.copytree(folder("xianning"), tmp_path / "city")
    accounts = city / "accounts.toml"
    text = accounts.read_text()
    chief = '{ role = "chief", unit = "xn-court" }'
    assert text.count(chief) == 2
    accounts.write_text(text.replace(f", {chief}", ""))
    assert mistakes(city) == [], "one is left"
    accounts.write_text(text.replace(chief, '{ role = "handler", unit = "xn-court" }'))
    found = [(m.file, m.text) for m in mistakes(city)]
    assert {file for file, _ in found} == {"accounts.toml"}
    assert all("at xn-court" in said and said.endswith("as chief") for _, said in found) and len(found) == 4


@pytest.mark.parametrize("name", ["xianning", "donghe"])
def test_where_any_one_is_away_somebody_else_can_sign(name: str) -> None:
    city = load(name)
    levels = {ONE_LEVEL, *(tuple(row.levels) for row in city.approvals)}
    held: dict[str, dict[str, set[str]]] = {}
    for account in city.accounts:
        for mandate in account.mandates:
            held.setdefault(mandate.unit, {}).setdefault(mandate.role, set()).add(account.username)
    for unit, holders in held.items():
        if "handler" in holders:
            for out in set[str]().union(*holders.values()):
                assert [unsigned(each, holders, out) for each in levels] == [""] * len(levels), (unit, out)
    alone = {
        u for u, roles in held.items() if roles.get("reviewer") and len(set().union(*roles.values())) < 2
    }
    assert alone == set(), "who reviews isn't the only one who supervises"
