"""Papers measured against GB/T 9704-2012: as PDF, and as LibreOffice prints the DOCX."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from huiyin.documents import official, word
from huiyin.documents.official import Enclosure, Official
from huiyin.documents.tests.cast import opened, text
from huiyin.documents.tests.measuring import Sheet, converted, sheets

URL = "https://jd.example.org/proof/23456789ABCDEFGHJKMN"
LONG = "督" * 28 * 60
PAPER = Official(
    form="document",
    issuer="中共邢台市委政法委员会",
    head="中共邢台市委政法委员会",
    number="邢政法通〔2022〕12号",
    title="关于一季度监督件办理情况的通报",
    to=("邢台市中级人民法院", "邢台市公安局"),
    body=("现将有关情况通报如下。", "一、总体情况", "（一）接收情况", LONG, "请认真整改。"),
    signed_on=date(2022, 3, 8),
    copies=("市纪委监委",),
    urgency="加急",
    proof="23456789ABCDEFGHJKMN",
    proof_url=URL,
)
SEALED = replace(PAPER, seal=official.system_seal(PAPER.issuer))
LETTER = replace(SEALED, form="letter")

WAYS = [
    pytest.param("pdf", 0.6, id="pdf"),
    pytest.param(
        "docx", 1.2, id="docx",
        marks=pytest.mark.skipif(not shutil.which("soffice"), reason="needs Debian's libreoffice-writer-nogui"),
    ),
]  # fmt: skip
"""How a paper is made, and by how many millimetres it may differ: LibreOffice puts its own typefaces in."""


def printed(way: str, paper: Official, folder: Path) -> list[Sheet]:
    return sheets(official.pdf(paper) if way == "pdf" else converted(word.docx(paper), folder), folder)


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """Prints each paper once."""
    kept: dict[tuple[str, str], list[Sheet]] = {}

    def printing(way: str, paper: Official) -> list[Sheet]:
        key = (way, paper.form)
        if key not in kept:
            kept[key] = printed(way, paper, tmp_path_factory.mktemp("paper"))
        return kept[key]

    return printing


@pytest.mark.parametrize("form", [SEALED, LETTER], ids=["document", "letter"])
@pytest.mark.parametrize(("way", "off"), WAYS)
def test_a_full_page_has_22_lines_of_28_characters_in_the_type_area(printer, way, off, form) -> None:  # type: ignore[no-untyped-def]
    second = printer(way, form)[1]
    full = [line for line in second.lines() if line[0].text == "督" * 28]
    assert len(full) == 22
    for (line,) in full:
        assert line.left == pytest.approx(28, abs=off) and line.right == pytest.approx(184, abs=off)
    steps = [b[0].top - a[0].top for a, b in pairwise(full)]
    assert all(step == pytest.approx(225 / 22, abs=0.05) for step in steps)
    left, top, right, bottom = second.ink(30, 264)
    assert (left, right) == (pytest.approx(28, abs=off), pytest.approx(184, abs=off))
    assert 37 - off < top < 38.3
    assert 255 - off < bottom <= 263


@pytest.mark.parametrize(("way", "off"), WAYS)
def test_the_red_head_of_a_document(printer, way, off) -> None:  # type: ignore[no-untyped-def]
    first = printer(way, SEALED)[0]
    (rule,) = first.rules(red=True)
    assert rule.right - rule.left == pytest.approx(156, abs=off) and rule.left == pytest.approx(28, abs=off)
    _, top, _, bottom = first.ink(50, rule.top - 1, red=True)
    assert top == pytest.approx(37 + 35, abs=2 * off)
    number = next(w for w in first.words if w.text.startswith("邢政法通"))
    assert "〔2022〕12号" in "".join(w.text for w in first.words)
    _, above, _, below = first.ink(bottom + 5, rule.top - 1)
    assert rule.top - below == pytest.approx(4, abs=off)
    assert above - bottom == pytest.approx(2 * 225 / 22, abs=2 + 2 * off)
    assert (number.left + number.right) / 2 == pytest.approx(106, abs=12)
    assert first.words[0].text == "加急" and first.words[0].left == pytest.approx(28, abs=off)


@pytest.mark.parametrize(("way", "off"), WAYS)
def test_the_head_and_the_double_rules_of_a_letter(printer, way, off) -> None:  # type: ignore[no-untyped-def]
    first = printer(way, LETTER)[0]
    rules = first.rules(red=True)
    assert len(rules) == 4
    for rule in rules:
        assert rule.right - rule.left == pytest.approx(170, abs=off)
        assert (rule.left + rule.right) / 2 == pytest.approx(105, abs=off)
    upper, under, over, lowest = rules
    assert upper.thick > 1.5 * under.thick and lowest.thick > 1.5 * over.thick
    _, top, _, bottom = first.ink(20, upper.top - 0.5, red=True)
    assert top == pytest.approx(30, abs=2 * off) and upper.top - bottom == pytest.approx(4, abs=2 * off)
    assert 297 - (lowest.top + lowest.thick) == pytest.approx(20, abs=off)
    number = next(line for line in first.lines() if "邢政法通" in "".join(w.text for w in line))
    assert number[-1].right == pytest.approx(184, abs=off) and number[0].text == "加急"
    assert "文件" not in "".join(w.text for w in first.words[:2])


@pytest.mark.parametrize(("way", "off"), WAYS)
def test_page_numbers(printer, way, off) -> None:  # type: ignore[no-untyped-def]
    pages = printer(way, SEALED)
    for number, page in enumerate(pages[:2], 1):
        left, top, right, bottom = page.ink(263, 290) if number == 2 else _right_half(page)
        assert (top + bottom) / 2 == pytest.approx(262 + 7 + 2.4, abs=2)
        edge = right if number % 2 else left
        assert edge == pytest.approx(184 - 4.94 if number % 2 else 28 + 4.94, abs=off + 0.8)
    first, second = printer(way, LETTER)[:2]
    foot = [w.text for w in first.words if w.top > 265]
    assert "1" not in foot and "2" in "".join(w.text for w in second.words if w.top > 265)


def _right_half(page: Sheet) -> tuple[float, float, float, float]:
    words = [w for w in page.words if w.top > 263 and w.left > 120]
    return (
        min(w.left for w in words),
        min(w.top for w in words),
        max(w.right for w in words),
        max(w.bottom for w in words),
    )


@pytest.mark.parametrize(("way", "off"), WAYS)
def test_the_seal_lies_on_office_and_date_within_a_line_of_the_body(printer, way, off) -> None:  # type: ignore[no-untyped-def]
    page = printer(way, LETTER)[-1]
    office = next(w for w in page.words if w.text == PAPER.issuer)
    left, top, right, bottom = page.ink(office.top - 40, office.bottom + 40, red=True)
    assert right - left == pytest.approx(42, abs=0.6) and bottom - top == pytest.approx(42, abs=0.6)
    assert (left + right) / 2 == pytest.approx((office.left + office.right) / 2, abs=off)
    body = max(w.bottom for w in page.words if w.bottom < office.top - 5)
    assert -1.5 <= top - body <= 225 / 22
    date_line = next(line for line in page.lines() if line[0].text.startswith("2022"))
    assert date_line[-1].right == pytest.approx(184 - 4 * 5.57, abs=off)
    assert top < office.top and bottom > date_line[0].bottom


@pytest.mark.parametrize(("way", "off"), WAYS)
def test_the_bands_stand_at_the_foot_of_the_last_page(printer, way, off) -> None:  # type: ignore[no-untyped-def]
    pages = printer(way, SEALED)
    bands = pages[-1].rules(red=False)
    assert [r.top > 230 for r in bands] == [True] * 3
    assert bands[-1].top == pytest.approx(262, abs=off) and bands[0].thick >= bands[1].thick
    assert all(r.right - r.left == pytest.approx(156, abs=off) for r in bands)
    if way == "pdf":
        assert len(pages) % 2 == 0
    said = "".join(w.text for w in pages[-1].words)
    assert "抄送：市纪委监委。" in said and "2022年3月8日印发" in said
    assert all(r.top < 50 or r.top > 270 for p in printer(way, LETTER) for r in p.rules(red=False))


def test_a_paper_of_exactly_one_page_gets_its_bands_on_the_next_and_one_of_two_on_the_second(
    tmp_path: Path,
) -> None:
    short = replace(PAPER, body=("请认真整改。",))
    assert len(sheets(official.pdf(short), tmp_path)) == 2
    two = replace(PAPER, body=("督" * 28 * 16,))
    assert len(sheets(official.pdf(two), tmp_path)) == 2


def test_annexes_are_named_and_begin_on_pages_of_their_own(tmp_path: Path) -> None:
    two = (Enclosure("问题清单", ("一、窗口",)), Enclosure("名单", ("略",)))
    annexed = replace(SEALED, body=("请整改。",), enclosures=two)
    pages = sheets(official.pdf(annexed), tmp_path)
    said = ["".join(w.text for w in page.words) for page in pages]
    assert "请整改。" in said[0] and "附件：1.问题清单2.名单" in "".join(said[:2]).replace(" ", "")
    assert [page[:3] for page in said if page.startswith("附件") and "：" not in page[:3]] == [
        "附件1",
        "附件2",
    ]


def test_levels_have_their_typefaces_and_docx_names_what_offices_have() -> None:
    made = Document(BytesIO(word.docx(SEALED)))
    runs = [(p.text[:4], p.runs[0]._element) for p in made.paragraphs if p.runs and p.text]
    named = {said: run.xpath("./w:rPr/w:rFonts/@w:eastAsia")[0] for said, run in runs}
    assert named["一、总体"] == "黑体" and named["（一）接"] == "楷体_GB2312"
    assert named["现将有关"] == "仿宋_GB2312" and named["关于一季"] == "方正小标宋简体"
    assert named["加急"] == "黑体"


def test_the_same_paper_is_the_same_bytes_and_a_draft_says_so() -> None:
    assert official.pdf(SEALED) == official.pdf(SEALED)
    draft = replace(PAPER, number="", proof="", proof_url="")
    assert "草" in text(official.pdf(draft)) and "草" not in text(official.pdf(PAPER))


def test_what_people_write_is_no_markup_and_every_font_is_inside() -> None:
    written = "#set text(red) $x$ *b* <w:p> @ref \\ " + "龘䶮"
    pdf = official.pdf(replace(PAPER, body=(written,)))
    assert "#settext(red)$x$*b*<w:p>@ref" in text(pdf).replace(" ", "").replace("\n", "")
    assert opened(pdf).pages
    made = Document(BytesIO(word.docx(replace(PAPER, body=(written,)))))
    assert written.strip() in [p.text for p in made.paragraphs]


@pytest.mark.parametrize("name", ["局", "邢台市委", "邢台市襄都区人民法院东郭村人民法庭监督工作办公室"])
def test_a_seal_is_a_circle_that_says_the_program_set_it(name: str) -> None:
    seal = Image.open(BytesIO(official.system_seal(name)))
    assert seal.size == (496, 496) and seal.mode == "RGBA"
    assert seal.getpixel((3, 3))[3] == 0 and seal.getchannel("A").getextrema()[1] < 255
