"""A unit named in a free text: sure, or nothing."""

from __future__ import annotations

import pytest

from huiyin.intake.channels.rules.naming import Named, named_unit

UNITS = (
    Named(1, 1, ("甲市公安局", "市公安局")),
    Named(11, 1, ("交警支队",)),
    Named(12, 1, ("政治部",)),
    Named(2, 2, ("乙区公安局",)),
    Named(21, 2, ("东门派出所",)),
    Named(22, 2, ("政治部",)),
    Named(3, 3, ("甲市中级人民法院", "市中级法院")),
    Named(31, 3, ("立案庭",)),
    Named(32, 3, ("一科",)),
)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("甲市公安局交警支队的人乱收费", 11),
        ("市公安局不管", 1),
        ("甲 市 公 安 局", 1),
        ("东门派出所夜里没人", 21),
        ("政治部的人", None),
        ("甲市公安局政治部的人", 12),
        ("甲市公安局和甲市中级人民法院互相推", None),
        ("乙区公安局的交警支队", 2),
        ("一科没人", None),
        ("法院没人", None),
        ("", None),
        ("市公安局交警支队、政治部都去过", 1),
    ],
)
def test_what_a_text_names(text: str, unit: int | None) -> None:
    assert named_unit(text, UNITS) == unit


def test_a_longer_name_takes_the_shorter_inside_it() -> None:
    units = (Named(1, 1, ("市公安局",)), Named(2, 2, ("丙市公安局",)))
    assert named_unit("丙市公安局", units) == 2
