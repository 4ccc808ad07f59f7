"""What makes several matters one issue, and which issue is looked at first; without a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations
from math import log

from hypothesis import given
from hypothesis import strategies as st

from huiyin.triage.index.rules.words import pairs
from huiyin.triage.likeness.rules.closeness import FLOOR, Text, Weighed, apart, closeness, plain, weighed
from huiyin.triage.likeness.rules.grouping import TOGETHER, Group, grouped, joined
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


EAST, WEST = frozenset({1}), frozenset({2})


def city(*places: str) -> list[Text]:
    said = [one.format(place=place) for place in places for one in SAID]
    return [Text(plain(one)) for one in (*said, *OTHERS)]


def beside(texts: Sequence[Text]) -> list[Weighed]:
    """The texts, each run of characters weighed by how rare it is among them."""
    counted = Counter(pair for one in texts for pair in pairs(one.says))
    rarity = {pair: log((len(texts) + 1) / (n + 0.5)) for pair, n in counted.items()}
    return [weighed(one, rarity) for one in texts]


def groups(texts: Sequence[Text]) -> list[Group]:
    """As the program groups them: who is close and not apart is a candidate."""
    here = list(enumerate(beside(texts)))
    close = {(i, j): closeness(a, b) for (i, a), (j, b) in combinations(here, 2) if not apart(a, b)}
    near = {pair: how for pair, how in close.items() if how >= FLOOR}
    return grouped({i: one.lands for i, one in here}, near)


def test_what_several_say_of_one_place_is_one_issue() -> None:
    [one] = groups(city("丁香花园"))
    assert set(one.members) == {0, 1, 2} and one.held >= TOGETHER


def test_almost_the_same_words_about_another_place_stay_apart() -> None:
    found = [set(one.members) for one in groups(city("丁香花园", "白杨家园"))]
    assert found == [{0, 1, 2}, {3, 4, 5}]


def test_the_same_name_in_two_counties_is_two_places() -> None:
    unsaid = [*city("丁香花园")[:3], *city("丁香花园")]
    said = [
        Text(one.says, (EAST if i < 3 else WEST) if i < 6 else frozenset()) for i, one in enumerate(unsaid)
    ]
    assert [set(one.members) for one in groups(said)] == [{0, 1, 2}, {3, 4, 5}]
    assert [set(one.members) for one in groups(unsaid)] == [{0, 1, 2, 3, 4, 5}]


def test_no_chain_joins_what_isnt_close_itself() -> None:
    chain = [{1: 0.3}, {0: 0.3, 2: 0.29}, {1: 0.29, 3: 0.3}, {2: 0.3}]
    assert sorted(map(sorted, joined(chain, [frozenset()] * 4, 0.2))) == [[0, 1], [2, 3]]


def test_who_names_no_county_doesnt_join_those_who_name_two() -> None:
    close = [{1: 0.9, 2: 0.8}, {0: 0.9, 2: 0.8}, {0: 0.8, 1: 0.8}]
    lands = [EAST, frozenset[int](), WEST]
    assert sorted(map(sorted, joined(close, lands, 0.1))) == [[0, 1], [2]]


def test_nothing_and_one_are_no_issue() -> None:
    assert groups([]) == groups([Text(plain(SAID[0]))]) == groups([Text(""), Text("")]) == []


def test_what_isnt_there_any_more_holds_nothing_together() -> None:
    none = frozenset[int]()
    assert grouped({1: none, 2: none}, {(1, 3): 1.0, (3, 2): 1.0}) == []


texts = st.lists(st.text(st.sampled_from("丁香白杨花园小区油烟直排噪音扰民。 "), max_size=50), max_size=12)


@given(texts)
def test_groups_share_nothing_and_closeness_has_no_direction(said: list[str]) -> None:
    given_texts = [Text(plain(one)) for one in said]
    found = groups(given_texts)
    members = [i for one in found for i in one.members]
    assert len(members) == len(set(members)) and all(len(one.members) > 1 for one in found)
    assert all(0 < one.held <= 1 for one in found)
    for one, other in combinations(beside(given_texts), 2):
        assert 0 <= closeness(one, other) == closeness(other, one) <= 1.0001


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
