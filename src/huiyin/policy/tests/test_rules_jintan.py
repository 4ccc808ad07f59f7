"""What Jintan's own words catch and must let pass, and who can work there."""

import pytest

from huiyin.policy.blueprint import load
from huiyin.policy.tests.catching import caught

JINTAN = load("jintan")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("红绿灯坏了三天，打手机报过没人修", set()),
        ("砂霸堵路收保护费", {"organised"}),
        ("派出所来厂里做打黑除恶宣传，讲黑恶势力怎么举报", set()),
        ("（2014）坛民初字第812号一直没执行", {"litigation"}),
        ("拿到不予立案通知书，想申请复议", {"litigation"}),
        ("为宅基地的事上访了八年", {"petition"}),
        ("我从未上访，信访三年这话不实", set()),
    ],
)
def test_what_the_words_catch(text: str, kinds: set[str]) -> None:
    assert caught(JINTAN, text) == kinds


def test_every_part_of_the_bureau_can_take_a_matter_on_and_check_it() -> None:
    held = {(m.unit, m.role) for account in JINTAN.accounts for m in account.mandates}
    sections = {unit.code for unit in JINTAN.units if unit.kind == "section" and unit.system == "police"}
    assert {(code, role) for code in sections for role in ("handler", "approver")} <= held
    assert {(code, "team") for code in (u.code for u in JINTAN.units if u.kind == "team")} <= held
