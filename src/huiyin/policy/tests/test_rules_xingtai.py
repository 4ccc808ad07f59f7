"""What Xingtai's own words catch, and what they must let pass."""

import pytest

from huiyin.policy.blueprint import load
from huiyin.policy.tests.catching import caught

XINGTAI = load("xingtai")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("立案窗口让来回补材料三次，回答“自己看墙上”", set()),
        ("打手机没人接，银行霸王条款也没人管", set()),
        ("有人雇打手堵门，派出所不出警", {"organised"}),
        ("村霸横行，所长是他的保护伞", {"organised"}),
        ("派出所来村里搞扫黑除恶宣传，保护伞怎么举报没讲清", set()),
        ("（2021）冀0528民初1234号一直不开庭", {"litigation"}),
        ("(2021)冀05民终9号、〔2020〕冀执复12号", {"litigation"}),
        ("公告[2017]网挂72号", set()),
        ("不服判决，上访十几年没人管", {"litigation", "petition"}),
        ("我从未上访，信访三年这话不实", set()),
        ("二维码扫不开，收不到短信", {"technical"}),
    ],
)
def test_what_the_words_catch(text: str, kinds: set[str]) -> None:
    assert caught(XINGTAI, text) == kinds


def test_the_five_teams_of_the_article_all_have_something_to_screen() -> None:
    teams = {unit.code: unit.name for unit in XINGTAI.units if unit.kind == "team"}
    assert {name.removesuffix("专班") for name in teams.values()} == {
        "综合协调", "涉法涉诉", "扫黑除恶", "信件处理", "技术保障",
    }  # fmt: skip
    assert {rule.team for rule in XINGTAI.screening} == set(teams)


def test_each_committee_can_review_and_supervise_and_each_organ_of_the_story_can_work() -> None:
    held = {(m.unit, m.role) for account in XINGTAI.accounts for m in account.mandates}
    committees = {unit.code for unit in XINGTAI.units if unit.kind == "committee"}
    assert len(committees) == 20
    assert {(code, role) for code in committees for role in ("reviewer", "supervisor")} <= held
    places = {"xt": 4, "xiangdu": 4, "ningjin": 4, "shahe": 4}
    organs = [u.code for u in XINGTAI.units if u.kind == "organ" and u.code.split("-")[0] in places]
    assert len(organs) == sum(places.values())
    assert {(code, role) for code in organs for role in ("handler", "approver")} <= held
    assert {(code, "team") for code in (u.code for u in XINGTAI.units if u.kind == "team")} <= held


def test_the_eighteen_counties_are_there_with_four_organs_each() -> None:
    counties = {region.code for region in XINGTAI.regions if region.level == "county"}
    organs = [unit for unit in XINGTAI.units if unit.kind == "organ" and unit.region in counties]
    assert len(counties) == 18
    assert {(unit.region, unit.system) for unit in organs} == {
        (code, system) for code in counties for system in ("court", "procuratorate", "police", "justice")
    }


def test_invented_names_are_not_shared() -> None:
    names = [officer.name for officer in XINGTAI.officers]
    assert len(names) == len(set(names))
