"""Every combination of circumstances: the program dispatches in exactly those where nothing can be lost."""

from __future__ import annotations

from itertools import product

import pytest

from huiyin.kernel.redaction import redact
from huiyin.policy.rules.rows import MATTERS
from huiyin.triage.routing.rules.safety import HELD, Circumstances, against, telling

YES_NO = (False, True)
ALL = [
    Circumstances(
        sure=sure, stop=stop, accused=accused, matter=matter, same_house=same, screened=screened,
        quarantined=quarantined, imported=imported, reads_as=reads, tells_writer=tells,
    )
    for sure, stop, accused, same, screened, quarantined, imported in product(YES_NO, repeat=7)
    for matter in MATTERS
    for reads in ("", "complaint", "request")
    for tells in ((), ("self_name",))
]  # fmt: skip


def may(here: Circumstances) -> bool:
    """Written out from what was promised, not taken from the rule."""
    if here.accused or here.screened or here.quarantined or here.tells_writer:
        return False
    if here.matter == "complaint" and here.same_house:
        return False
    if here.matter != "complaint" and here.same_house and here.reads_as == "complaint":
        return False
    return here.sure and not here.stop and not here.imported


def test_the_whole_matrix() -> None:
    assert {here for here in ALL if not against(here)} == {here for here in ALL if may(here)}


def test_no_reason_is_given_without_a_word_for_it() -> None:
    assert set().union(*map(against, ALL)) <= set(HELD)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"sure": False}, "unsure"),
        ({"stop": True}, "stopped"),
        ({"accused": True}, "accuses"),
        ({"matter": "complaint", "same_house": True}, "complains_of_house"),
        ({"screened": True}, "screened"),
        ({"quarantined": True}, "quarantined"),
        ({"tells_writer": ("signature",)}, "tells_writer"),
        ({"imported": True}, "imported"),
        ({"reads_as": "complaint", "same_house": True}, "reads_as_complaint"),
    ],
)
def test_each_circumstance_is_enough(changed: dict[str, object], reason: str) -> None:
    plain = {
        "sure": True,
        "stop": False,
        "accused": False,
        "matter": "request",
        "same_house": False,
        "screened": False,
    }
    assert against(Circumstances(**plain)) == ()  # type: ignore[arg-type]
    assert against(Circumstances(**plain | changed)) == (reason,)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "红绿灯坏了，我叫宋平安。",
        "红绿灯坏了，本人在对面开店。",
        "红绿灯坏了，我是门口修鞋摊的老宋。",
        "红绿灯坏了。\n此致\n敬礼\n宋平安",
        "红绿灯坏了，盼修。\n宋平安\n2015年3月9日",
        "红绿灯坏了。——老宋",
        "我家住对面3号楼2单元501，红绿灯坏了。",
    ],
)
def test_whoever_speaks_of_themselves_is_read_by_a_person_first(text: str) -> None:
    assert telling(redact(text, ["宋平安"]).text)


@pytest.mark.parametrize(
    "text",
    [
        "红绿灯坏了三天，盼着早点修好，可打13900001111。",
        "我是一名市民，路口的灯坏了。\n请早些来修，谢谢你们！",
        "我们小区门口停车太乱——救护车都进不来。",
        "孩子上学过马路要绕很远，希望画一条斑马线。",
    ],
)
def test_what_tells_nothing_may_go(text: str) -> None:
    assert telling(redact(text).text) == ()
