from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from huiyin.documents import papers, typesetting
from huiyin.documents.tests.cast import (
    POSTER,
    RECEIPT,
    REPORT,
    TIMELINE,
    empty_boxes,
    lines,
    opened,
    read_code,
    text,
)

MM = 72 / 25.4
PDFS: dict[str, Callable[[], bytes]] = {
    "poster": lambda: papers.poster(replace(POSTER, languages=("zh", "en"))),
    "verification": lambda: papers.verification_report(REPORT),
    "timeline": lambda: papers.case_timeline(TIMELINE),
}


@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("languages", [("zh",), ("en",), ("zh", "en")])
def test_the_code_on_a_poster_opens_the_place(paper: str, languages: tuple[str, ...]) -> None:
    poster = replace(POSTER, paper=paper, languages=languages)

    code = read_code(typesetting.png("poster", papers._posters([poster]), ppi=72))

    assert code.text == POSTER.url
    assert code.ec_level in ("M", "Q", "H")


@pytest.mark.parametrize(("paper", "width", "height"), [("a4", 210, 297), ("a3", 297, 420)])
def test_a_poster_has_the_size_of_its_sheet(paper: str, width: int, height: int) -> None:
    (page,) = opened(papers.poster(replace(POSTER, paper=paper))).pages

    assert page.mediabox.width / MM == pytest.approx(width, abs=0.1)
    assert page.mediabox.height / MM == pytest.approx(height, abs=0.1)


def test_a_poster_says_where_how_and_that_it_is_safe() -> None:
    printed = text(papers.poster(POSTER))

    for said in (
        "邢台市中级人民法院",
        "立案大厅3号窗口",
        "说明情况",
        "按期答复",
        "被反映的人看不到，也查不到",
    ):
        assert said in printed
    assert "jiandu.example.cn" in printed
    assert POSTER.token in printed


def test_own_steps_take_the_place_of_the_usual_ones() -> None:
    printed = text(papers.poster(replace(POSTER, how=(("打分", "给刚才的办理打个分"),))))

    assert "给刚才的办理打个分" in printed
    assert "说明情况" not in printed


def test_many_places_make_one_file_in_their_order() -> None:
    made = papers.posters(
        [replace(POSTER, place=f"{n}号窗口", paper="a3" if n == 2 else "a4") for n in (1, 2, 3)]
    )

    assert [
        n
        for page in opened(made).pages
        for n in "123"
        if f"{n}号窗口" in "".join(page.extract_text().split())
    ] == [
        "1",
        "2",
        "3",
    ]
    assert [round(page.mediabox.width / MM) for page in opened(made).pages] == [210, 297, 210]


def test_the_longest_names_still_fit_on_one_page() -> None:
    unit = "河北省邢台市襄都区人民检察院未成年人检察工作办公室暨控告申诉接待中心" * 2
    place = "一楼大厅东侧群众来访接待室二号窗口（老年人、残疾人、军人优先）" * 2
    made = papers.poster(replace(POSTER, unit=unit, place=place, languages=("zh", "en")))

    assert len(opened(made).pages) == 1
    assert unit in text(made)
    assert min(y for _, y, _ in lines(made, 0)) > 10 * MM


def test_no_place_no_poster() -> None:
    with pytest.raises(ValueError, match="no place"):
        papers.posters([])


def test_more_steps_than_can_be_read_are_refused() -> None:
    with pytest.raises(ValueError, match="3 steps"):
        papers.poster(replace(POSTER, how=(("一", "二"),) * 4))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_receipt_is_a_picture_for_a_phone_whose_code_opens_the_query_page(language: str) -> None:
    picture = papers.receipt(replace(RECEIPT, language=language))

    image = Image.open(BytesIO(picture))
    assert image.format == "PNG"
    assert image.width == papers.RECEIPT_WIDTH
    assert 1000 < image.height < 2200
    assert read_code(picture).text == RECEIPT.url


def test_the_receipt_shows_the_query_code_in_fours_and_the_day_with_its_weekday() -> None:
    data = papers._receipt(RECEIPT)

    assert data["query_code"] == "4821 9077 3356 0418"
    assert data["promised"] == "2022年4月6日（星期三）"
    assert papers._receipt(replace(RECEIPT, language="en"))["promised"] == "Wednesday, 6 April 2022"


@pytest.mark.parametrize(
    "changed",
    [
        {"query_code": "4821907733560419"},
        {"number": "XT-2022-000153"},
        {"promised": date(2022, 4, 7)},
        {"hash": "0" * 64},
        {"how": ()},
    ],
)
def test_every_line_of_the_receipt_is_really_drawn(changed: dict[str, object]) -> None:
    assert papers.receipt(replace(RECEIPT, **changed)) != papers.receipt(RECEIPT)


def test_the_query_code_never_gets_into_the_address() -> None:
    with pytest.raises(ValueError, match="query code"):
        papers.receipt(replace(RECEIPT, url=f"https://jiandu.example.cn/q?code={RECEIPT.query_code}"))


def test_the_verification_report_says_everything_it_must() -> None:
    printed = text(papers.verification_report(REPORT))

    for said in (
        "案件编号：XT-2022-000152", "邢台市中级人民法院政治部", "中共邢台市委政法委员会：", "没有利害关系",
        "韩某（督察科科长）、路某（督察科科员）", "调取立案大厅监控录像", "（一）关于“窗口未一次性告知”的问题",
        "认定结论：属实。", "（二）关于“因熟人插队先办”的问题", "认定结论：无法查实。", "3号窗口监控录像",
        "9f2b6c1d9f2b6c1d", "对窗口工作人员批评教育。", "统一使用一次性补正告知书。", "2022年3月18日", "—1—",
    ):  # fmt: skip
        assert said in printed


def test_whoever_has_not_declared_is_named_and_nothing_is_claimed_for_them() -> None:
    team = (REPORT.team[0], replace(REPORT.team[1], declared=False))
    printed = text(papers.verification_report(replace(REPORT, team=team)))

    assert "尚未作出回避声明：路某。" in printed
    assert "没有利害关系" not in printed


def test_the_page_is_laid_out_as_gb_t_9704_asks() -> None:
    report = papers.verification_report(replace(REPORT, method=("汉" * 28 * 60,)))
    body = [(x, y, line) for x, y, line in lines(report, 1) if "—" not in line]

    assert [line for _, _, line in body] == ["汉" * 28] * 22
    assert {round(x / MM) for x, _, _ in body} == {28}
    pitches = [(above - below) / MM for (_, above, _), (_, below, _) in pairwise(body)]
    assert pitches == pytest.approx([10.23] * 21, abs=0.36)  # 225 mm in 22 lines; positions are whole points
    top = 297 - body[0][1] / MM
    assert 37 <= top <= 37 + 16 / MM


def test_odd_pages_are_numbered_on_the_right_and_even_pages_on_the_left() -> None:
    report = papers.verification_report(replace(REPORT, method=("汉" * 28 * 60,)))
    places = [next(x for x, _, line in lines(report, page) if "—" in line) / MM for page in (0, 1)]

    assert places[0] > 150
    assert places[1] == pytest.approx(28 + 14 / MM, abs=1)


def test_the_closed_file_tells_each_entry_with_its_hash_in_local_time() -> None:
    printed = text(papers.case_timeline(TIMELINE))

    for said in (
        "收到反映",
        "2022年3月7日10:42",
        "a" * 64,
        "催办",
        "逾期",
        "请尽快接手。",
        "共2条",
        "被反映单位",
    ):
        assert said in printed
    assert printed.count("b" * 64) == 2  # at its entry, and as the seal of the whole
    assert printed.count("逾期") == 1


def test_an_instant_without_a_time_zone_is_refused() -> None:
    entry = replace(TIMELINE.entries[0], at=datetime(2022, 3, 7, 10, 42))  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        papers.case_timeline(replace(TIMELINE, entries=(entry,)))


@pytest.mark.parametrize("paper", PDFS)
def test_every_font_is_embedded_and_no_box_is_empty(paper: str) -> None:
    made = PDFS[paper]()
    fonts = [
        descendant.get_object()["/FontDescriptor"]
        for page in opened(made).pages
        for font in page["/Resources"]["/Font"].values()
        for descendant in font.get_object()["/DescendantFonts"]
    ]

    assert fonts
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
    assert empty_boxes(made) == 0


@pytest.mark.parametrize("paper", PDFS)
def test_the_same_paper_is_the_same_bytes(paper: str) -> None:
    assert PDFS[paper]() == PDFS[paper]()


@pytest.mark.parametrize(
    "written",
    [
        "#panic()",
        "$x^2$",
        "*粗*",
        "@某人",
        "]]]#[",
        "`r`",
        "<label>",
        "// 注",
        "\\u{41}",
        '#"a"',
        "= 标题",
        "_x_",
        "~",
        "--",
    ],
)
def test_what_people_write_is_printed_as_it_stands(written: str) -> None:
    report = replace(REPORT, unit=written + "院", method=(written,), persons=(f"甲{written}乙",))
    timeline = replace(TIMELINE, title=f"甲{written}乙", facts=((written, written),))

    expected = f"甲{''.join(written.split())}乙"
    assert expected in text(papers.verification_report(report))
    assert expected in text(papers.case_timeline(timeline))
    assert f"甲{''.join(written.split())}乙" in text(papers.poster(replace(POSTER, place=f"甲{written}乙")))


def test_rare_characters_are_drawn_and_what_cannot_be_drawn_is_spelled_out() -> None:
    printed = text(papers.case_timeline(replace(TIMELINE, title="䶮㛃同志\U000f0000\0\u202e好\r\n了")))

    assert "䶮㛃同志〔U+F0000〕好了" in printed
    assert papers.receipt(replace(RECEIPT, platform="邢台😀👍🏽🇨🇳"))


@given(st.text(st.characters(), max_size=60))
@settings(max_examples=60, deadline=None)
def test_nothing_a_citizen_writes_stops_a_paper_or_leaves_an_empty_box(written: str) -> None:
    made = papers.case_timeline(replace(TIMELINE, facts=(("内容", written),)))

    assert empty_boxes(made) == 0


@pytest.mark.parametrize(
    "make", [papers.poster, papers.verification_report, papers.case_timeline, papers.receipt]
)
def test_a_language_without_words_is_refused(make: Callable[[object], bytes]) -> None:
    sample = {papers.poster: POSTER, papers.verification_report: REPORT, papers.case_timeline: TIMELINE}.get(
        make, RECEIPT
    )
    change = {"languages": ("fr",)} if make is papers.poster else {"language": "fr"}
    with pytest.raises(KeyError, match="fr"):
        make(replace(sample, **change))
