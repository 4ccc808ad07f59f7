"""What a paper carries on its head is found however it is disguised; the word in a sentence is no mark."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.policy.blueprint import load
from huiyin.triage.secrecy.rules.marks import Mark, in_name, in_text

MARKS = [
    Mark(row.code, row.words, row.patterns, row.lines, row.names) for row in load("xingtai").secrecy_marks
]
CARRIED = {
    "机密★10年": "degree",
    "绝密★长期": "degree",
    "秘密★6个月": "degree",
    "密级：机密": "degree",
    "绝密 特急": "degree",
    "机密 000123": "degree",
    "机密★": "degree",
    "内部资料 注意保存": "internal",
    "内部刊物，不得外传": "internal",
    "内部参阅　严禁复印": "internal",
    "阅后收回": "internal",
    "某密发〔2022〕3号": "number",
    "密字第12号": "number",
    "机要件第5号": "number",
    "机密级文件编号A0012": "number",
}
ORDINARY = """\
警察说要保守秘密
他们说属于国家秘密不予公开
说是机密文件，不给我看，要我走信息公开
泄露商业秘密和个人隐私
我要秘密举报一个人，请为我保密
对方掌握了我公司的商业机密，报案三个月没有立案
保密期限到底是多少，没人告诉我
这事在村里早就不是秘密了
窗口的人态度很差，来回补了三次材料
（2021）冀0502民初1234号，判决了不执行
邢政法〔2022〕3号文件里写得清清楚楚
他们内部资料管理混乱，我的材料丢了
内部人员说注意保存好票据
请注意保存录像
涉密不涉密的，我只要一个答复
这个秘密10年了没人知道
机密10年前就公开了
他们当成绝密，问什么都不说
★★★★★ 服务好
请给五星★，谢谢
秘密调查的时候请不要通知他们
手机密码忘了，电话123号
机要局门口修路，噪音很大
密切联系群众，2022年第3号窗口
秘密报告给了局长，局长不管""".splitlines()


def codes(text: str) -> list[str]:
    return [found.mark for found in in_text(text, MARKS)]


@pytest.mark.parametrize(("text", "code"), CARRIED.items())
def test_each_mark_is_found_on_its_own_line_and_under_other_words(text: str, code: str) -> None:
    assert codes(text) == [code] or code in codes(text)
    assert code in codes(f"转来一份：\n{text}\n关于某项工作的通知")


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_sentences_carry_none(text: str) -> None:
    assert in_text(text, MARKS) == []
    assert in_text(f"您好。{text}。请尽快处理。", MARKS) == []
    assert in_text(f"您好：\n{text}\n请尽快处理", MARKS) == []


WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
TRADITIONAL = str.maketrans("绝机级资发为长个号阅", "絕機級資發為長個號閱")
GAPS = st.sampled_from(
    [
        " ",
        "\u3000",
        "\u200b",
        "\u2060",
        ".",
        "-",
        "·",
        "、",
        "/",
        "|",
        "_",
        "~",
        "＊",
        "*",
        "…",
        "\u00ad",
        "\ufeff",
    ]
)
AROUND = st.sampled_from(["", "前文。", "请看：\n", "3月7日"])


@given(
    st.sampled_from(sorted(CARRIED)), st.lists(GAPS, min_size=20, max_size=20), st.booleans(), st.booleans()
)
def test_no_disguise_helps(text: str, gaps: list[str], wide: bool, traditional: bool) -> None:
    """Spaces, invisible characters and signs between all characters, full width, traditional forms."""
    code = CARRIED[text]
    if wide:
        text = text.translate(WIDE)
    if traditional:
        text = text.translate(TRADITIONAL).replace("秘密", "祕密")
    broken = "".join(char + gap for char, gap in zip(text, gaps, strict=False))
    assert code in codes(broken)
    assert code in codes(f"前文。\n{broken}\n后文。")


@given(
    st.sampled_from(["机密★10年", "内部资料注意保存", "某密发〔2022〕3号"]),
    st.lists(st.booleans(), min_size=12, max_size=12),
)
def test_line_breaks_between_the_characters_help_neither(text: str, breaks: list[bool]) -> None:
    broken = "".join(c + ("\n" if cut else "") for c, cut in zip(text, breaks, strict=False))
    assert CARRIED.get(text, "internal") in codes(broken)


@pytest.mark.parametrize("star", "☆⭐✩※*＊★")
def test_what_looks_like_the_star_is_one(star: str) -> None:
    assert codes(f"机密{star}10年") == ["degree"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("机密-会议纪要.docx", "degree"),
        ("【绝密】方案.pdf", "degree"),
        ("通报（秘密）.pdf", "degree"),
        ("某密发〔2022〕3号.pdf", "number"),
        ("内部资料 注意保存.doc", "internal"),
        ("絕密.pdf", "degree"),
    ],
)
def test_a_files_name_may_carry_one(name: str, code: str) -> None:
    assert [found.mark for found in in_name(name, MARKS)] == [code]


@pytest.mark.parametrize(
    "name", ["秘密录音.mp3", "IMG_0012.jpg", "保密承诺书.pdf", "", ".pdf", "判决书.pdf", "机要局门口.jpg"]
)
def test_ordinary_names_carry_none(name: str) -> None:
    assert in_name(name, MARKS) == []


@given(st.text("机密绝秘★级号发年0123456789 \n，。的了", max_size=60))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    bare = "".join(char for char in text if char not in " \n，。")
    for found in in_text(text, MARKS):
        assert found.words.replace("★", "") in bare.replace("★", "") and found.where == "text"


def test_a_long_letter_costs_little() -> None:
    text = "机密的事我不知道，内部资料不给看。密切联系群众。" * 13_000
    begun = time.process_time()
    assert in_text(text, MARKS) == []
    assert time.process_time() - begun < 3
