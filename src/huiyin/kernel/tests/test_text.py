import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.lifecycle import Refused
from huiyin.kernel.text import clean, fold, neutral_cell

ANY = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一行\r\n第二行\r第三行\u2028第四行", "第一行\n第二行\n第三行\n第四行"),
        ("a\x00b\x07c\x1bd\x7fe\x9ff\tg", "abcdef\tg"),
        ("\ufeff 您好\u3000\n", "您好"),
        ("\u202eabc\u202c\u2066d\u2069\u200fe\u061c", "abcde"),
        ("张\u200b三\u2060", "张三"),
        ("cafe\u0301", "café"),
        ("\ud800坏", "坏"),
        ("a\uffffb", "ab"),
        ("王䶮、㛃、𠮷、\U000323af、\ue863", "王䶮、㛃、𠮷、\U000323af、\ue863"),
        ("👨‍👩‍👧 ❤️ 🇨🇳", "👨‍👩‍👧 ❤️ 🇨🇳"),
        ("ＡＢＣ１２３，①㎡", "ＡＢＣ１２３，①㎡"),
        ("葛\U000e0100", "葛\U000e0100"),
        (" \n\t ", ""),
    ],
)
def test_what_is_kept_and_what_goes(text: str, expected: str) -> None:
    assert clean(text, 100) == expected


def test_too_long_tells_the_length_and_the_limit_in_code_points() -> None:
    assert clean("𠮷" * 10, 10) == "𠮷" * 10
    assert clean("𠮷" * 11 + "\x00 ", 10) == Refused("too_long", {"length": 11, "limit": 10})
    assert clean("e\u0301" * 10, 10) == "é" * 10


def test_an_endless_run_of_accents_is_refused_without_sorting_it() -> None:
    assert clean("a" + "\u0301\u0316" * 500_000, 5000) == Refused(
        "too_long", {"length": 1_000_001, "limit": 5000}
    )


@given(ANY)
def test_clean_text_is_storable_and_stays_as_it_is(text: str) -> None:
    once = clean(text, 1000)
    assert isinstance(once, str)
    assert clean(once, 1000) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()
    assert not {c for c in once if unicodedata.category(c) == "Cc"} - {"\n", "\t"}
    assert not {
        c
        for c in once
        if unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    }


@pytest.mark.parametrize(
    ("a", "b"),
    [("ＡＢＣ１２３", "abc123"), ("邢台市 公安局", "邢台市公安局"), ("张\u3000三", "张三"), ("Straße", "STRASSE"),
     ("（一）", "(一)"), ("张\u200d三\ufe0f", "张三"), ("⼈民法院", "人民法院")],
)  # fmt: skip
def test_what_folds_together(a: str, b: str) -> None:
    assert fold(a) == fold(b)


def test_different_words_stay_apart() -> None:
    assert len({fold(word) for word in ("法院", "法 官", "检察院", "公安局", "公安分局")}) == 5


@given(ANY)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86139",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1+1",
        "＋1",
        "－1",
        "＠A",
        "\x00=1",
        "\u3000=1",
    ],
)
def test_a_cell_that_would_run_is_held_down(text: str) -> None:
    cell = neutral_cell(text)
    assert cell.startswith("'")
    assert "\x00" not in cell
    assert neutral_cell(cell) == cell


@pytest.mark.parametrize("value", ["办事员态度恶劣", "1-2", "a=b", "", "'quoted", 5, -5, None, 1.5])
def test_other_cells_stay_as_they_are(value: object) -> None:
    assert neutral_cell(value) == value


@pytest.mark.parametrize("marks", ["\u0316\u0301", "\uff9e\u0316", "\u0301 \u0316"])
def test_endless_accents_are_folded_in_no_time(marks: str) -> None:
    began = process_time()
    assert len(fold("a" + marks * 150_000)) < 100
    assert isinstance(clean("a" + marks * 100, 60_000), str)
    assert process_time() - began < 5


def test_marks_beyond_thirty_go_wherever_they_begin() -> None:
    thirty = "\u0316" * 30
    for before in range(62):
        plain = "x" * before + "q"
        assert clean(f"{plain}{thirty}\u0316x", 200) == clean(f"{plain}{thirty}x", 200) == f"{plain}{thirty}x"
