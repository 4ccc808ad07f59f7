import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.identifiers import mobile
from huiyin.kernel.redaction import KINDS, MASK, redact

FULL = str.maketrans("0123456789", "０１２３４５６７８９")
WORDS = str.maketrans("0123456789", "零一二三四五六七八九")
CAPITALS = str.maketrans("0123456789", "〇壹贰叁肆伍陆柒捌玖")
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
SCRIPTS = st.sampled_from([{}, FULL, WORDS, CAPITALS, CIRCLED])
GAPS = st.sampled_from(["", " ", "-", "－", "—", "·", ".", " - ", "\u3000", "\u200b", "\n", "_", "/", ") "])
AROUND = st.sampled_from(["", "电话", "其一", "，", "一直打不通", "x", "请回电", "。"])
MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@given(MOBILES, SCRIPTS, st.lists(GAPS, min_size=11, max_size=11), AROUND, AROUND)
def test_a_phone_is_hidden_however_it_is_written(
    number: str, script: dict[int, int], gaps: list[str], before: str, after: str
) -> None:
    written = "".join(digit + gap for digit, gap in zip(number, [*gaps[:10], ""], strict=True)).translate(
        script
    )
    result = redact(before + written + after)
    assert "phone" in result.kinds
    left = result.text.translate({c: chr(i) for t in (WORDS, CAPITALS) for i, c in t.items()})
    assert len(re.sub(r"\D", "", left)) < 4  # what stands around it may hold a numeral
    assert MASK in result.text


@pytest.mark.parametrize(
    ("text", "expected", "kinds"),
    [
        ("电话13900000000 2022-03-15再说", "电话＊＊＊ 2022-03-15再说", ("phone",)),
        ("2022-03-15 13900000000", "2022-03-15 ＊＊＊", ("phone",)),
        ("+86 139-0000-0000", "＊＊＊", ("phone",)),
        ("008613900000000", "＊＊＊", ("phone",)),
        ("幺三九零零零零零零零零一直打不通", "＊＊＊一直打不通", ("phone",)),
        ("l39OOOOOOOO", "＊＊＊", ("phone",)),
        ("家里0319-2000000转8", "家里＊＊＊转8", ("phone",)),
        ("(010) 8000 0000", "(＊＊＊", ("phone",)),
        ("证号11010519491231002X。", "证号＊＊＊。", ("id",)),
        ("证号１１０１０５　１９４９１２３１　００２ｘ。", "证号＊＊＊。", ("id",)),
        ("证号110105194912310021", "证号＊＊＊", ("id",)),  # as long as a card number, but told once
        ("老证110105491231002", "老证＊＊＊", ("id",)),
        ("卡号6222 0000 0000 0000 000", "卡号＊＊＊", ("card",)),
        ("卡6222000000000000", "卡＊＊＊", ("card",)),
        ("我的邮箱zhang.san @ example . com，请回", "我的邮箱＊＊＊，请回", ("email",)),
        ("ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", "＊＊＊", ("email",)),
        ("我开冀E·12345来的", "我开＊＊＊来的", ("plate",)),
        ("我开冀 e d00001来的", "我开＊＊＊来的", ("plate",)),
        ("微信号：abc_00001", "微信号：＊＊＊", ("account",)),
        ("QQ 100000000", "QQ ＊＊＊", ("account",)),
    ],
)
def test_each_kind_is_hidden_and_told(text: str, expected: str, kinds: tuple[str, ...]) -> None:
    result = redact(text)
    assert result.text == expected
    assert result.kinds == kinds


@pytest.mark.parametrize(
    "text",
    [
        "2022年3月15日上午9:30，2022-03-15 2022-03-16一早去大厅，等了120分钟",
        "2022-03-15 14:30至2022-03-16 08:00",
        "（2021）冀0502民初1234号，执行标的1500000.00元，3000 2000 1500元",
        "接警编号A1305020000002022030001",
        "拨打12345、110、12389都没用",
        "微信支付12345元，买了全新iPhone14",
        "二〇二二年三月十五日，一百二十三万四千五百六十七元",
        "川A区的民警，桂林路32号",
        "电话没人接 @ 大厅",
    ],
)
def test_the_facts_of_a_report_stay(text: str) -> None:
    assert redact(text) == (text, ())


@pytest.mark.parametrize("written", ["张三丰", "张 三 丰", "张　三-丰", "张\u200b三丰", "我叫张三丰的"])
def test_a_name_is_hidden_with_gaps_in_it(written: str) -> None:
    result = redact(f"前{written}后", names=["张三丰"])
    assert "三" not in result.text and result.kinds == ("name",)


def test_names_of_other_scripts_are_hidden_whole_and_only_then() -> None:
    assert redact("我叫 ＡＬＩＣＥ。", ["Alice"]).text == "我叫 ＊＊＊。"
    assert redact("malice alices", ["Alice"]).text == "malice alices"
    assert redact("买买提吐尔逊来过", ["买买提·吐尔逊"]).text == "＊＊＊来过"
    assert redact("a.b", ["a.*"]).text == "a.b"


def test_a_name_of_one_letter_hides_nothing() -> None:
    assert redact("张所长", ["张", "", " "]) == ("张所长", ())


def test_only_the_kinds_asked_for_are_hidden() -> None:
    text = "冀E12345，13900000000"
    assert redact(text, kinds=[kind for kind in KINDS if kind != "plate"]) == ("冀E12345，＊＊＊", ("phone",))


def test_things_that_touch_are_hidden_each() -> None:
    assert redact("13900000000 13900000001 13900000002").text.count("0") == 0
    assert redact("张三13900000000，a@b.cn", ["张三"]) == ("＊＊＊＊＊＊，＊＊＊", ("phone", "email", "name"))


def test_the_kinds_are_told_in_one_order_and_once() -> None:
    result = redact("a@b.cn 13900000000，13900000001，c@d.cn")
    assert result.kinds == ("phone", "email")


@given(st.text("0139 -一零xX@.冀E张三微信号q", max_size=60))
def test_nothing_that_could_be_dialled_is_left(text: str) -> None:
    hidden = redact(text, ["张三"]).text
    assert not any(
        isinstance(mobile(run), str) for run in re.findall(r"(?<![0-9])[0-9]{11}(?![0-9])", hidden)
    )
    assert not {c for c in hidden if c not in text} - {"＊"}


@pytest.mark.parametrize("unit", ["a", "1", "1 ", "a ", "a@", "a.", "冀e", "微信", "张", "微信:", "1-", "0"])
def test_a_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    text = unit * (10_000 // len(unit))
    begun = time.process_time()
    redact(text, ["张三"])
    assert time.process_time() - begun < 1
