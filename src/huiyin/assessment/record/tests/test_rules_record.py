"""A record tells each entry once, counts what it tells, and isn't the same once anything is taken out of it."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from huiyin.assessment.record.rules.record import KINDS, Item, digest, told

ENTRIES = st.lists(
    st.builds(
        Item, st.sampled_from(KINDS), st.dates(date(2022, 1, 1), date(2023, 1, 1)), st.text("甲乙丙", min_size=1),
        st.sampled_from(["属实", "不属实"]),
    ),
    max_size=12,
)  # fmt: skip


@given(ENTRIES)
def test_every_entry_is_told_and_the_sum_is_theirs(entries: list[Item]) -> None:
    text = told(entries)
    numbered = [line for line in text.splitlines() if line.split(".")[0].isdigit()]
    assert len(numbered) == len(entries)
    assert f"以上共{len(entries)}条" in text
    for kind in KINDS:
        assert f"：{sum(row.kind == kind for row in entries)}条" in text


@given(ENTRIES)
def test_its_check_number_doesnt_depend_on_the_order_and_changes_when_something_is_left_out(
    entries: list[Item],
) -> None:
    assert digest(entries) == digest(entries[::-1]) and told(entries) == told(entries[::-1])
    for at in range(len(entries)):
        assert digest(entries[:at] + entries[at + 1 :]) != digest(entries)
