"""Files of every kind of honesty become rows, or a clear no; never a crash, never a formula."""

import codecs
import gzip
import io
import zipfile
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from huiyin.intake.imports.rules.values import text_of
from huiyin.intake.imports.tables import texts
from huiyin.intake.imports.tables.reading import open_table
from huiyin.intake.imports.tests.tables import HEADINGS, as_csv, as_xlsx, opener, row
from huiyin.kernel.lifecycle import NotAllowed


def read(data: bytes) -> list[list[str]]:
    table = open_table(opener(data))
    return [table.headers, *([text_of(cell) for cell in row.cells] for row in table.rows)]


def refusal(data: bytes) -> str:
    with pytest.raises(NotAllowed) as no:
        list(open_table(opener(data)).rows)
    return no.value.refused.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_the_encodings_of_chinese_offices(encoding: str) -> None:
    rows = [row(1), row(2)]
    assert read(as_csv(rows, encoding)) == [list(HEADINGS), *rows]


def test_rare_characters_survive_in_gb18030() -> None:
    line = row(1, 反映内容="䶮先生和𠮷女士去了窗口😀")
    assert read(as_csv([line], "gb18030"))[1] == line


def test_chinese_that_comes_only_after_a_megabyte_of_ascii() -> None:
    """A look at the beginning alone would take this file for UTF-8."""
    many = [
        row(n, 标题="plain", 反映内容="x" * 900, 答复内容="fine", 答复时间="2021-03-07") for n in range(1500)
    ]
    last = row(9999, 反映内容="最后一行才有汉字")
    table = read(as_csv([*many, last], "gbk", ["id", "title", "text", *"defghij"]))
    assert table[-1] == last


def test_one_broken_byte_spoils_one_row_of_utf_8() -> None:
    data = as_csv([row(1), row(2)]).replace("又让补".encode(), b"\xff\xfe\xfd", 1)
    table = read(data)
    assert "\ufffd" in table[1][2]
    assert table[2] == row(2)


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_other_separators(mark: str) -> None:
    data = as_csv([row(1), row(2)]).replace(b",", mark.encode())
    assert read(data)[0] == list(HEADINGS)


def test_packed() -> None:
    assert read(gzip.compress(as_csv([row(1)], "gbk")))[1] == row(1)


def test_a_title_above_the_headings_is_passed_over() -> None:
    data = "市长信箱 2021 年来信\n\n".encode() + as_csv([row(1)])
    assert read(data)[0] == list(HEADINGS)


def test_a_quotation_mark_never_closed_loses_only_what_it_swallows() -> None:
    table = open_table(opener(as_csv([row(1)]) + b'L2,"never closed\nL3,a,b\n'))
    first, broken = table.rows
    assert first.wrong is None
    assert broken.wrong and broken.wrong.reason == "broken_row"
    assert "never closed" in text_of(broken.cells[0])


def test_dates_of_a_sheet_are_dates_and_numbers_keep_their_digits() -> None:
    data = as_xlsx([row(1, 收到时间=datetime(2021, 3, 4, 9, 32, 9), 联系电话=13900000000)])  # noqa: DTZ001
    cells = next(iter(open_table(opener(data)).rows)).cells
    assert cells[3] == datetime(2021, 3, 4, 9, 32, 9)  # noqa: DTZ001
    assert text_of(cells[7]) == "13900000000"


def test_a_formula_is_never_run_nor_read() -> None:
    """openpyxl stores no results, so the cell is empty: nothing computed it."""
    assert read(as_xlsx([row(1, 标题="=1+1")]))[1][1] == ""


def _zip(**entries: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return body.getvalue()


def _corner() -> bytes:
    """A few kilobytes that would take half a terabyte laid out as a rectangle."""
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "编号", "x"
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


BAD = {
    "nothing": (b"", "empty"),
    "executable called .csv": (b"MZ\x90\x00" + bytes(range(256)) * 64, "no_table"),
    "executable without its first bytes": (bytes(range(256)) * 64, "no_table"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "no_table"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old_excel"),
    "XLSX cut short": (as_xlsx([row(1)])[:-200], "broken"),
    "XLSX with a byte changed": (as_xlsx([row(1)]).replace(b"PK\x03\x04", b"PK\x03\x05", 3), "no_table"),
    "another archive": (_zip(**{"readme.txt": b"hello"}), "no_table"),
    "no workbook inside": (_zip(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w"}), "broken"),
    "macros": (
        _zip(**{"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/vbaProject.bin": b"x"}),
        "macros",
    ),
    "bomb": (_zip(**{"[Content_Types].xml": b"", "xl/workbook.xml": b"0" * 30_000_000}), "bomb"),
    "one cell in the farthest corner": (_corner(), "too_many_rows"),
    "gzip cut short": (gzip.compress(as_csv([row(n) for n in range(200)]))[:300], "broken"),
    "one column": ("标题\n甲\n乙\n".encode(), "no_headings"),
    "no encoding": (("é,è,ü\n" * 50).encode("latin-1"), "unknown_encoding"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_table_is_refused_by_name(name: str) -> None:
    data, reason = BAD[name]
    assert refusal(data) == reason


def test_a_packed_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "UNPACKED_LIMIT", 1_000_000)
    assert refusal(gzip.compress(b"a,b\n" * 1_000_000)) == "bomb"


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "ROW_LIMIT", 3)
    assert len(read(as_csv([row(n) for n in range(3)]))) == 4
    assert refusal(as_csv([row(n) for n in range(4)])) == "too_many_rows"


GOOD = (as_xlsx([row(1), row(2)]), as_csv([row(1)]), gzip.compress(as_csv([row(1)]), mtime=0))


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_damage_never_ends_in_anything_but_rows_or_a_reason(data: st.DataObject) -> None:
    """Bytes of a good file overwritten anywhere: an aborting parser or a stray exception would fail this."""
    good = data.draw(
        st.sampled_from([as_xlsx([row(1), row(2)]), as_csv([row(1)]), gzip.compress(as_csv([row(1)]))])
    )
    place = data.draw(st.integers(0, 100_000)) % len(good)
    damaged = good[:place] + data.draw(st.binary(max_size=12)) + good[place + data.draw(st.integers(0, 12)) :]
    try:
        for line in open_table(opener(damaged)).rows:
            [text_of(cell) for cell in line.cells]
    except NotAllowed as no:
        assert no.refused.reason


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], exclude_characters="\ufeff"),
    min_size=1,
    max_size=30,
)


@given(
    st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1), st.sampled_from(["utf-8-sig", "gb18030"])
)
@settings(max_examples=100, deadline=None)
def test_what_is_written_is_read(rows: list[list[str]], encoding: str) -> None:
    data = as_csv(rows, encoding, ["编号栏目名称", "反映的主要内容", "收到来信的时间"])
    if encoding == "gb18030" and data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    table = open_table(opener(data))
    assert table.shape["delimiter"] == ","
    read_back = [row.cells for row in table.rows]
    assert read_back == [line for line in rows if any(cell.strip() for cell in line)]
