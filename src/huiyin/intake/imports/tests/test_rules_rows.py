"""Columns, words and values of a row; the key by which it is known again."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.intake.imports.rules.fields import distinct, guess
from huiyin.intake.imports.rules.mapping import Mapping, lacks, proposed
from huiyin.intake.imports.rules.rows import Known, Past, read
from huiyin.intake.imports.rules.stages import ROLES, STAGES
from huiyin.intake.imports.rules.values import Cell, moment, text_of
from huiyin.intake.imports.tests.tables import HEADINGS, row
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import Refused, Step
from huiyin.kernel.text import fold, neutral_cell

NOW = datetime(2022, 3, 7, 2, 42, tzinfo=UTC)
UNITS = {"xt-court-filing": {7}, "立案庭": {7, 8}, "县法院": {9}}
KNOWN = Known(
    units={fold(word): frozenset(ids) for word, ids in UNITS.items()},
    types={fold("B2"): "B2", fold("推诿扯皮"): "B2"},
    within=frozenset({7, 8}),
    now=NOW,
)
MAPPING = Mapping(source="市长信箱", columns=guess(HEADINGS))


def reading(mapping: Mapping = MAPPING, **changed: Cell) -> Past | dict[str, Refused]:
    return read(list(HEADINGS), row(1, **changed), mapping, KNOWN)


def wrong(**changed: Cell) -> dict[str, str]:
    found = reading(**changed)
    assert isinstance(found, dict)
    return {field: refused.reason for field, refused in found.items()}


def past(mapping: Mapping = MAPPING, **changed: Cell) -> Past:
    found = reading(mapping, **changed)
    assert isinstance(found, Past), found
    return found


def test_headings_in_two_languages_are_guessed() -> None:
    assert guess(HEADINGS) == {
        "external_id": "编号", "title": "标题", "text": "反映内容", "received_at": "收到时间", "unit": "单位",
        "problem_type": "问题类型", "name": "姓名", "phone": "联系电话", "reply": "答复内容", "replied_at": "答复时间",
    }  # fmt: skip
    english = [
        "Ticket ID",
        "Received at",
        "Department",
        "Category",
        "Description",
        "Reply",
        "Replied at",
        "Phone",
    ]
    assert guess(english) == {
        "external_id": "Ticket ID", "received_at": "Received at", "unit": "Department", "problem_type": "Category",
        "text": "Description", "reply": "Reply", "replied_at": "Replied at", "phone": "Phone",
    }  # fmt: skip


def test_no_column_is_taken_for_two_things() -> None:
    found = guess(["留言时间", "答复时间", "留言详情", "答复意见（摘要）"])
    assert found == {
        "received_at": "留言时间",
        "replied_at": "答复时间",
        "text": "留言详情",
        "reply": "答复意见（摘要）",
    }


def test_headings_are_made_distinct() -> None:
    assert distinct(["时间", "", "时间", " 备 注 "]) == ["时间", "#2", "时间 (2)", "备 注"]


def test_what_a_mapping_lacks_is_said_by_field() -> None:
    said = lacks(Mapping(columns={"text": "内容", "officer": "没有这列"}), ["内容"])
    assert {field: refused.reason for field, refused in said.items()} == {
        "received_at": "column_needed", "unit": "column_needed", "problem_type": "column_needed",
        "officer": "no_column", "source": "missing",
    }  # fmt: skip
    constants = {"received_at": "2021-01-01", "unit": "xt-court", "problem_type": "B2"}
    assert lacks(Mapping("旧系统", {"text": "内容"}, constants), ["内容"]) == {}


def test_the_saved_mapping_that_fits_most_is_proposed() -> None:
    small = Mapping("甲", {"text": "反映内容"})
    other = Mapping("丙", {"text": "别的列"})
    assert proposed(list(HEADINGS), [("小", small), ("大", MAPPING), ("别", other)]) == ("大", MAPPING)
    assert proposed(list(HEADINGS), [("别", other)])[1].columns == MAPPING.columns


def test_a_whole_row() -> None:
    found = past(姓名="张测试", 联系电话="139 0000 0000")
    assert found.checked.text == "窗口1\n第 1 次去窗口，又让补一份材料。"
    assert found.received_at == datetime(2021, 3, 4, 9, 32, 9, tzinfo=SHANGHAI)
    assert found.replied_at == datetime(2021, 3, 7, 10, tzinfo=SHANGHAI)
    assert found.checked.phone == "+8613900000000"
    assert found.checked.submission.identity_mode == "real_name"
    assert found.checked.submission.external_id == "市长信箱:L00001"
    assert found.checked.submission.channel == "import"


def test_who_sent_it_may_be_known_by_name_alone_or_not_at_all() -> None:
    assert past(姓名="张测试").checked.submission.identity_mode == "real_name"
    assert past(联系电话=13900000000.0).checked.submission.identity_mode == "contact"
    assert past().checked.submission.identity_mode == "anonymous"


def test_our_words_for_theirs_and_a_value_for_all_rows() -> None:
    theirs = replace(
        MAPPING, values={"unit": {"法院": "xt-court-filing"}, "problem_type": {"态度": "推诿扯皮"}}
    )
    assert past(theirs, 单位="法院", 问题类型="态度").checked.submission.unit == 7
    whole = replace(MAPPING, constants={"unit": "xt-court-filing"})
    assert past(whole, 单位="").checked.submission.unit == 7
    found = reading(whole, 单位="县法院")
    assert isinstance(found, dict) and found["unit"].reason == "out_of_reach", (
        "a constant fills only what is empty"
    )


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"反映内容": " \n "}, {"text": "missing"}),
        ({"反映内容": "长" * 5001}, {"text": "too_long"}),
        ({"反映内容": "长" * 40_000}, {"反映内容": "cell_too_long"}),
        ({"标题": "a\0b"}, {"标题": "damaged_cell"}),
        ({"标题": "a\ufffdb"}, {"标题": "undecodable"}),
        ({"收到时间": ""}, {"received_at": "missing"}),
        ({"收到时间": "4/25/2019"}, {"received_at": "not_a_moment"}),
        ({"收到时间": "0019-04-25"}, {"received_at": "not_a_moment"}),
        ({"收到时间": "2022-03-08"}, {"received_at": "future_date"}),
        ({"单位": ""}, {"unit": "missing"}),
        ({"单位": "某某局"}, {"unit": "unknown_word"}),
        ({"单位": "立案庭"}, {"unit": "ambiguous"}),
        ({"单位": "县法院"}, {"unit": "out_of_reach"}),
        ({"问题类型": "态度"}, {"problem_type": "unknown_word"}),
        ({"联系电话": "12345"}, {"phone": "not_a_phone"}),
        ({"编号": ""}, {"external_id": "missing"}),
        ({"编号": "9" * 49}, {"external_id": "too_long"}),
        ({"答复时间": ""}, {"replied_at": "missing"}),
        ({"答复时间": "2020-01-01"}, {"replied_at": "before_received"}),
        ({"答复时间": "2030-01-01"}, {"replied_at": "future_date"}),
        ({"答复内容": "长" * 10_001}, {"reply": "too_long"}),
        ({"收到时间": "?", "单位": "?"}, {"received_at": "not_a_moment", "unit": "unknown_word"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_field(changed: dict[str, Cell], reasons: dict[str, str]) -> None:
    assert wrong(**changed) == reasons


def test_a_row_longer_than_the_headings_was_cut_wrongly() -> None:
    found = read(list(HEADINGS), [*row(1), "", "rest"], MAPPING, KNOWN)
    assert isinstance(found, dict) and found[""].reason == "too_many_cells"
    assert isinstance(read(list(HEADINGS), [*row(1), "", ""], MAPPING, KNOWN), Past)
    assert isinstance(read(list(HEADINGS), row(1)[:8], MAPPING, KNOWN), Past), (
        "trailing empty cells may be missing"
    )


def test_a_number_is_known_again_only_within_its_source() -> None:
    assert past().key == past(反映内容="改过的内容").key
    assert past().key != past(replace(MAPPING, source="县长信箱")).key
    assert past().key != past(编号="L00002").key


def test_without_a_number_all_that_a_row_says_is_its_key() -> None:
    columns = {code: head for code, head in MAPPING.columns.items() if code != "external_id"}
    bare = replace(MAPPING, columns=columns)
    assert past(bare).key == past(bare, 编号="other", 答复内容="另一个答复").key, "the answer may come later"
    for change in ({"反映内容": "别的"}, {"收到时间": "2021-03-05"}, {"姓名": "李测试"}):
        assert past(bare).key != past(bare, **change).key


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2019/4/25 9:32:09", datetime(2019, 4, 25, 9, 32, 9, tzinfo=SHANGHAI)),
        ("2019-04-25 09:32", datetime(2019, 4, 25, 9, 32, tzinfo=SHANGHAI)),
        ("2019年4月25日 星期四 9时32分", datetime(2019, 4, 25, 9, 32, tzinfo=SHANGHAI)),
        (" 2019／4／25　9：32 ", datetime(2019, 4, 25, 9, 32, tzinfo=SHANGHAI)),
        ("2019.4.5", datetime(2019, 4, 5, 12, tzinfo=SHANGHAI)),
        ("20190425", datetime(2019, 4, 25, 12, tzinfo=SHANGHAI)),
        ("2019-04-25T01:32:09Z", datetime(2019, 4, 25, 1, 32, 9, tzinfo=UTC)),
        ("2019-04-25T09:32:09.123+08:00", datetime(2019, 4, 25, 9, 32, 9, tzinfo=SHANGHAI)),
        (date(2019, 4, 25), datetime(2019, 4, 25, 12, tzinfo=SHANGHAI)),
        (43580, datetime(2019, 4, 25, 12, tzinfo=SHANGHAI)),
        (43580.75, datetime(2019, 4, 25, 18, tzinfo=SHANGHAI)),
    ],
)
def test_moments_as_people_and_programs_write_them(written: Cell, expected: datetime) -> None:
    assert moment(written) == expected


@pytest.mark.parametrize(
    "written", ["2019-02-30", "2019/5/910:02", "昨天", "2019", "25/04/2019", 12, "13900000000"]
)
def test_what_is_no_moment_is_never_guessed(written: Cell) -> None:
    found = moment(written)
    assert isinstance(found, Refused) and found.reason == "not_a_moment"


@given(st.datetimes(datetime(1992, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001
def test_every_moment_reads_back(at: datetime) -> None:
    whole = at.replace(microsecond=0, tzinfo=SHANGHAI)
    for form in ("%Y/%m/%d %H:%M:%S", "%Y年%m月%d日%H时%M分%S秒", "%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S+08:00"):
        assert moment(whole.strftime(form)) == whole


@given(st.text(max_size=40))
def test_an_export_of_ours_reads_back(text: str) -> None:
    """What was made harmless for a spreadsheet means the same when it comes back, once or twice."""
    kept = text_of(neutral_cell(text))
    assert kept == text_of(text_of(neutral_cell(kept))) or not kept
    if not text.startswith("'") and neutral_cell(text) == f"'{text}":
        assert kept == text


@given(st.lists(st.one_of(st.text(max_size=50), st.none(), st.floats(), st.datetimes()), max_size=12))
def test_any_cells_give_a_report_or_reasons(cells: list[Cell]) -> None:
    found = read(list(HEADINGS), cells, MAPPING, KNOWN)
    assert isinstance(found, Past) or (found and all(isinstance(one, Refused) for one in found.values()))


MAY = {
    ("uploaded", "describe"), ("checking", "describe"), ("checked", "describe"), ("stopped", "describe"),
    ("checked", "begin"), ("checking", "stop"), ("importing", "stop"),
}  # fmt: skip
BY_ITSELF = {("checking", "checked"), ("importing", "finish"), ("checking", "stop"), ("importing", "stop")}


@pytest.mark.parametrize("state", STAGES.states)
@pytest.mark.parametrize("verb", STAGES.verbs)
@pytest.mark.parametrize("role", sorted(ROLES | {"system", "reviewer", "leader", "handler"}))
def test_every_stage_verb_and_role(state: str, verb: str, role: str) -> None:
    allowed = (state, verb) in (BY_ITSELF if role == "system" else MAY if role in ROLES else set())
    assert isinstance(STAGES.step(verb, state, frozenset({role})), Step) is allowed


def test_nothing_older_than_the_day_of_its_receipt_lies_in_its_future() -> None:
    columns = {**MAPPING.columns, "occurred_on": "标题"}
    early = reading(replace(MAPPING, columns=columns), 标题="2021-03-05")
    assert isinstance(early, dict) and early["occurred_on"].reason == "future_date"
    same_day = past(replace(MAPPING, columns=columns), 标题="2021-03-04")
    assert same_day.checked.submission.occurred_on == date(2021, 3, 4)
