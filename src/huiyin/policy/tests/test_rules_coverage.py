"""Rules that catch everything, contradict each other or are never reached are found from the rules alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from huiyin.policy.blueprint import folder
from huiyin.policy.check import mistakes
from huiyin.policy.rules.coverage import KINDS, SAID, Finding, findings
from huiyin.policy.rules.routing import RoutingRule

TYPES = {"T": "", "T1": "T", "T2": "T", "Q": ""}
UNITS = {"police": "", "traffic": "police", "north": "police", "court": ""}


def rule(**said: object) -> RoutingRule:
    return RoutingRule(code="r", name="规则", name_en="Rule", **said)  # type: ignore[arg-type]


LIGHTS = rule(any=("红绿灯", "信号灯"), types=("T",), unit="traffic")


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ([rule(unit="police")], Finding(0, "catches_all")),
        ([LIGHTS, rule(stop=True)], Finding(1, "catches_all")),
        ([rule(any=("停车",), within="police")], Finding(0, "does_nothing")),
        ([rule(all=("红绿灯坏了",), none=("红绿灯",), unit="traffic")], Finding(0, "never_fits")),
        ([rule(any=("红绿灯", "绿灯"), none=("绿灯",), unit="traffic")], Finding(0, "never_fits")),
        ([LIGHTS, rule(any=("红绿灯",), types=("T1",), unit="north")], Finding(1, "never_reached", 0)),
        ([LIGHTS, rule(any=("信号灯", "红绿灯"), types=("T",), unit="north")], Finding(1, "contradicts", 0)),
        ([LIGHTS, LIGHTS], Finding(1, "never_reached", 0)),
        ([rule(any=("灯",), unit="traffic"), rule(all=("路灯", "坏"), unit="north")], Finding(1, "never_reached", 0)),
        ([rule(any=("ＬＥＤ",), unit="traffic"), rule(any=("led屏",), unit="north")], Finding(1, "never_reached", 0)),
        ([rule(named=("police",), unit="police"), rule(named=("north",), unit="north")],
         Finding(1, "never_reached", 0)),
        ([rule(regions=("3204",), unit="police"), rule(regions=("320482",), stop=True)],
         Finding(1, "never_reached", 0)),
        ([rule(matters=("request", "praise"), unit="@named"), rule(matters=("praise",), unit="north")],
         Finding(1, "never_reached", 0)),
        ([rule(any=("灯",), none=("路灯",), unit="traffic"), rule(any=("红灯",), none=("灯杆", "灯"), unit="north")],
         Finding(1, "never_fits")),
    ],
)  # fmt: skip
def test_each_kind_of_mistake(rules: list[RoutingRule], found: Finding) -> None:
    assert findings(rules, TYPES, UNITS) == [found]


@pytest.mark.parametrize(
    "rules",
    [
        [LIGHTS, rule(any=("红绿灯",), unit="north")],
        [LIGHTS, rule(any=("红绿灯", "斑马线"), types=("T1",), unit="north")],
        [rule(any=("灯",), none=("路灯",), unit="traffic"), rule(any=("灯",), unit="north")],
        [rule(all=("红", "灯"), unit="traffic"), rule(any=("红灯", "绿灯"), unit="north")],
        [rule(any=("灯",), priority=2), rule(any=("灯",), unit="north")],
        [rule(any=("灯",), unit="traffic", enabled=False), rule(any=("灯",), unit="north")],
        [rule(types=("T1",), unit="traffic"), rule(types=("T",), unit="north")],
        [rule(channels=("hotline",), unit="traffic"), rule(any=("灯",), unit="north")],
    ],
)
def test_what_is_in_order_is_left_alone(rules: list[RoutingRule]) -> None:
    assert findings(rules, TYPES, UNITS) == []


def test_each_finding_has_its_words() -> None:
    assert set(KINDS) == set(SAID)


@pytest.mark.parametrize(
    ("was", "becomes", "key", "says"),
    [
        ('any = ["红绿灯", "信号灯", "斑马线", "标线", "交通标志"]\nmatters = ["request", "question", "suggestion"]\n',
         "", "routing_rules[2]", "no condition"),
        ('unit = "xt-police"', 'unit = "xt-polise"', "routing_rules[2].unit", "isn't in units"),
        ('unit = "@named"', 'unit = "@nobody"', "routing_rules[3].unit", "isn't in units"),
        ("priority = 2", 'limit = "soon"', "routing_rules[1].limit", "isn't in limits"),
        ("priority = 2", "priority = 9", "routing_rules[1].priority", "3 or less"),
        ("\nstop = true", '\nstop = true\nunit = "xt-police"', "routing_rules[0].stop", "gives the matter to nobody"),
        ('matters = ["request"]', 'matters = ["wish"]', "routing_rules[1].matters[0]", "one of"),
    ],
)  # fmt: skip
def test_the_check_names_file_and_key(tmp_path: Path, was: str, becomes: str, key: str, says: str) -> None:
    city = Path(shutil.copytree(folder("xingtai"), tmp_path / "city"))
    text = (city / "routing.toml").read_text()
    assert was in text
    (city / "routing.toml").write_text(text.replace(was, becomes, 1))
    found = [m for m in mistakes(city) if m.file == "routing.toml"]
    assert [(m.key, says in m.text) for m in found] == [(key, True)]
