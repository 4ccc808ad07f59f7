"""Who writes "我叫…" is hidden; who writes 我叫他别吵 keeps every word."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.redaction import MASK, redact
from huiyin.kernel.selfnaming import REASONS, names_reporter

SURNAMES = st.sampled_from([*"王李张刘陈赵孙郑谢韩", "欧阳", "司马", "诸葛"])
GIVEN = st.text("强芳娜敏静丽磊洋勇艳杰涛超霞刚", min_size=1, max_size=2)
NAMES = st.builds("{}{}".format, SURNAMES, GIVEN)
SAID = st.sampled_from([
    "我叫{}，住在桥东", "我的名字叫{}，来反映", "我名叫{}，", "本人{}，男，", "本人叫{}。", "本人是{}，今年45岁",
    "反映人：{}\n", "姓名:{} 男", "我是{}，", "我是{}的妻子，他", "举报人 {} 13900000000",
])  # fmt: skip
UNDER = st.sampled_from(["请处理。\n{}", "请处理。\n{}\n2022年3月7日", "此致敬礼\n举报人：{}", "请查。 {}"])
BEFORE = st.sampled_from(["", "您好，", "事情是这样的：\n", "3月7日。"])
PLAIN = """\
我叫他别吵
我叫了出租车
我叫李主任过来看看，他不来
我叫王师傅帮忙
我叫张警官，他不理我
本人于3月7日去大厅
本人于昨日，去过大厅
本人常年在外打工
本人万分感谢
本人高度怀疑，这里有问题
本人马虎，忘了带
我是高中生，不懂这些
我是高龄老人，走不动
我是白跑一趟，
我是明天去，还是后天去
我和张伟吵了一架
我方认为不对
我符合条件，他们不受理
窗口叫我周三再来
请尽快处理。谢谢！
来回补了三次，窗口的项望舒让我自己看墙上。
反映：路灯不亮
投诉：施工扰民，一直不停
当事人：双方都在
本人身份证丢了，补办三次""".splitlines()


@given(NAMES, SAID, BEFORE)
def test_whoever_says_their_name_is_hidden(name: str, said: str, before: str) -> None:
    result = redact(before + said.format(name))
    assert name not in result.text and MASK in result.text
    assert "self" in result.kinds
    assert not {"self_name", "self_kin", "signature"} & set(names_reporter(result.text))
    assert names_reporter(before + said.format(name))


@given(NAMES, UNDER)
def test_a_name_under_the_text_is_hidden(name: str, under: str) -> None:
    assert name not in redact(under.format(name)).text
    assert "signature" in names_reporter(under.format(name))


@given(NAMES, st.sampled_from([" ", "\u3000", "\u200b", "  "]))
def test_gaps_in_a_name_hide_nothing_from_us(name: str, gap: str) -> None:
    assert not set(gap.join(name)) & set(redact(f"我叫{gap}{gap.join(name)}，来反映").text) - set(
        gap + "我叫，来反映"
    )


@pytest.mark.parametrize("text", PLAIN)
def test_ordinary_sentences_stay_and_name_nobody(text: str) -> None:
    assert redact(text) == (text, ())
    assert names_reporter(text) == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("我姓王，住三楼", "self_name"),
        ("我是他的邻居，天天听见", "self_kin"),
        ("我们是被执行人的家属", "self_kin"),
        ("我家住幸福小区3号楼2单元501，", "self_place"),
        ("我是前屯村的村民", "self_place"),
        ("我是大众纺织厂的职工", "self_work"),
        ("My name is John Smith, and", "self_name"),
    ],
)
def test_what_no_mask_hides_stops_the_program(text: str, reason: str) -> None:
    assert reason in names_reporter(text.lower())
    assert set(names_reporter(text.lower())) <= set(REASONS)


@pytest.mark.parametrize(
    "unit", ["我", "我叫", "我叫张", "我是", "本人", "反映人：", "张", "。张", "我 ", "我是张的", "0", "\n"]
)
def test_a_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    text = unit * (30_000 // len(unit))
    begun = time.process_time()
    redact(text)
    names_reporter(text)
    assert time.process_time() - begun < 2
