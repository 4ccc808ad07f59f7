"""What makes several matters one issue, and which issue is looked at first; without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huiyin.triage.likeness.rules.closeness import FLOOR, Text, closeness
from huiyin.triage.likeness.rules.grouping import TOGETHER, grouped, joined
from huiyin.triage.likeness.rules.ranking import WEEKS, Matter, severity, standing

SMOKE = "{place}楼下烧烤摊深夜营业，油烟直排，噪音扰民，居民无法休息"
SAID = (
    SMOKE + "，请尽快处理。",
    SMOKE + "，孩子天天咳嗽，投诉多次没有结果。",
    "投诉{place}楼下烧烤摊油烟和噪音，营业到凌晨三点。",
)
OTHERS = (
    "立案窗口让我来回跑了三趟，材料还是不收。",
    "社保卡补办要等多久，电话一直没人接。",
    "村里的路灯坏了半年没有人修。",
    "公交车改线以后上学要走两公里，希望增加站点。",
    "工地拖欠工资三个月，老板电话打不通。",
    "幼儿园收费没有公示，问了也不回答。",
    "自来水发黄已经一周，物业说不知道原因。",
)
NOW = datetime(2022, 3, 20, tzinfo=UTC)


def city(*places: str) -> list[Text]:
    said = [one.format(place=place) for place in places for one in SAID]
    return [Text(i, one) for i, one in enumerate([*said, *OTHERS])]


def test_what_several_say_of_one_place_is_one_issue() -> None:
    [one] = grouped(city("丁香花园"))
    assert set(one.members) == {0, 1, 2} and one.held >= TOGETHER


def test_almost_the_same_words_about_another_place_stay_apart() -> None:
    found = [set(one.members) for one in grouped(city("丁香花园", "白杨家园"))]
    assert found == [{0, 1, 2}, {3, 4, 5}]


def test_the_same_name_in_two_counties_is_two_places() -> None:
    lands = [frozenset({"东县"}), frozenset({"西县"})]
    same = [Text(i, SAID[i % 3].format(place="丁香花园"), lands[i // 3]) for i in range(6)]
    texts = [*same, *(Text(6 + i, one) for i, one in enumerate(OTHERS))]
    assert [set(one.members) for one in grouped(texts)] == [{0, 1, 2}, {3, 4, 5}]
    unsaid = [Text(one.id, one.says) for one in texts]
    assert [set(one.members) for one in grouped(unsaid)] == [{0, 1, 2, 3, 4, 5}]


def test_no_chain_joins_what_isnt_close_itself() -> None:
    chain = [{1: 0.3}, {0: 0.3, 2: 0.29}, {1: 0.29, 3: 0.3}, {2: 0.3}]
    assert sorted(map(sorted, joined(chain, [frozenset()] * 4, 0.2))) == [[0, 1], [2, 3]]


def test_who_names_no_county_doesnt_join_those_who_name_two() -> None:
    close = [{1: 0.9, 2: 0.8}, {0: 0.9, 2: 0.8}, {0: 0.8, 1: 0.8}]
    lands = [frozenset({"东县"}), frozenset[str](), frozenset({"西县"})]
    assert sorted(map(sorted, joined(close, lands, 0.1))) == [[0, 1], [2]]


def test_nothing_and_one_are_no_issue() -> None:
    assert grouped([]) == grouped([Text(1, SAID[0])]) == grouped([Text(1, ""), Text(2, "")]) == []


texts = st.lists(st.text(st.sampled_from("丁香白杨花园小区油烟直排噪音扰民。 "), max_size=50), max_size=12)


@given(texts, st.randoms(use_true_random=False))
def test_groups_share_nothing_and_dont_depend_on_the_order(said: list[str], random: object) -> None:
    given_texts = [Text(i, one) for i, one in enumerate(said)]
    found = grouped(given_texts)
    members = [i for one in found for i in one.members]
    assert len(members) == len(set(members)) and all(len(one.members) > 1 for one in found)
    assert all(0 < one.held <= 1 for one in found)
    if len(said) > 1:
        close = closeness(given_texts).toarray()
        assert (close == close.T).all() and close.diagonal().sum() == 0
        assert ((close == 0) | (close >= FLOOR * 0.999)).all() and close.max() <= 1.0001


def matters(*people: int, days: int = 1, **more: object) -> list[Matter]:
    return [Matter(NOW - timedelta(days=days), one, **more) for one in people]  # type: ignore[arg-type]


def test_people_count_and_not_how_much_they_write() -> None:
    loud = standing(matters(*[1] * 30, 2), until=NOW)
    many = standing(matters(1, 2, 3, 4), until=NOW)
    assert (loud.people, loud.matters) == (2, 31)
    assert many.score > loud.score


def test_what_grows_and_what_is_severe_comes_before_what_is_as_large() -> None:
    calm = standing(matters(1, 2, 3, days=60), until=NOW)
    grows = standing(matters(1, 2, 3), until=NOW)
    severe = standing(matters(1, 2, 3, days=60, urgency=2), until=NOW)
    assert grows.growth == 3 and calm.growth == 0
    assert min(grows.score, severe.score) > calm.score


def test_a_vague_cluster_stands_behind_a_real_issue_of_its_size() -> None:
    same = matters(1, 2, 3)
    assert standing(same, until=NOW, held=0.15).score < standing(same, until=NOW, held=0.6).score


def test_half_of_them_late_makes_it_more_severe() -> None:
    on_time, late = matters(1), matters(2, late=True)
    assert (severity(on_time), severity(on_time * 2 + late), severity(on_time + late)) == (0, 0, 1)
    assert severity(matters(1, urgency=9, late=True)) == 3


def test_the_trend_counts_each_person_once_a_week() -> None:
    trend = standing([*matters(1, 1, 2), *matters(1, days=8), *matters(3, days=800)], until=NOW).trend
    assert len(trend) == WEEKS and trend[-2:] == (1, 2) and sum(trend) == 3
