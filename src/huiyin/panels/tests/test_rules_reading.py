"""Rosters with every mistake that offices make: each is named with its line, and nobody gets lost."""

from __future__ import annotations

from huiyin.panels.rules.reading import Known, read

GROUP = {
    "code": "group", "name": "界别", "name_en": "Group",
    "values": [
        {"code": "deputy", "name": "人大代表", "name_en": "Deputies"},
        {"code": "trader", "name": "商户", "name_en": "Businesses"},
    ],
}  # fmt: skip
KNOWN = Known([GROUP], {"县法院": "dm-court", "dm-court": "dm-court"})
HEADS = ["编号", "姓名", "手机", "界别", "同意", "曾任职单位"]


def test_a_roster_in_chinese_is_read_with_names_for_codes() -> None:
    found = read(HEADS, [(2, ["1", "Alice", "139 0000-0001", "人大代表", "是", "县法院"])], KNOWN)
    assert not found.wrong
    assert found.people == [{
        "code": "1", "name": "Alice", "phone": "13900000001", "values": {"group": "deputy"},
        "ties": [("former", "dm-court")], "consents": True, "refuses": False,
    }]  # fmt: skip


def test_every_mistake_is_named_with_its_line() -> None:
    rows = [
        (2, ["1", "Alice", "", "人大代表", "", ""]),
        (3, ["1", "Bob", "", "商户", "", ""]),
        (4, ["3", "", "", "", "maybe", "县气象局"]),
        (5, ["4", "Eve", "12", "医生", "", ""]),
    ]
    found = read(HEADS, rows, KNOWN)
    assert [(one.line, one.reason) for one in found.wrong] == [
        (3, "person_twice"),
        (4, "cell_missing"), (4, "neither_yes_nor_no"), (4, "cell_missing"), (4, "unit_unknown"),
        (5, "no_phone_number"), (5, "value_unknown"),
    ]  # fmt: skip
    assert len(found.people) == 4


def test_a_column_that_is_missing_and_an_empty_file_are_said() -> None:
    assert [(w.reason, w.about) for w in read(["编号", "姓名"], [], KNOWN).wrong] == [
        ("column_missing", "界别")
    ]
    assert [w.reason for w in read(HEADS, [], KNOWN).wrong] == ["nobody_in_file"]
