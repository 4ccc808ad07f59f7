"""What messages say: both languages, short, and nothing in them that could be a person or a story."""

from __future__ import annotations

from string import Formatter

import pytest

from huiyin.messages.rules import sms, texts

FULL = {"number": "XT-2022-000152", "day": "2022-12-31", "link": "q"}
LATE = {
    "pickup": "code/XT-2022-000152/d4814d680a71a8cc9b6621ad",
    "ballot": "bench/6f1c0d2b9a8e7f60514233241506f7e8",
}
BASE, SIGNATURE = "https://hy.example.cn", "邢台政法"


def filled(key: str, language: str, **more: str) -> str:
    blanks = {name: FULL[name] for name in texts.TEXTS[key].blanks}
    return texts.render(key, blanks, language, late=LATE, **more)


@pytest.mark.parametrize("key", texts.TEXTS)
def test_both_languages_have_the_same_blanks_of_known_shape(key: str) -> None:
    text = texts.TEXTS[key]
    english = {name for _, name, _, _ in Formatter().parse(text.en) if name}
    assert english - LATE.keys() == text.blanks <= FULL.keys()
    assert english & LATE.keys() == {n for _, n, _, _ in Formatter().parse(text.zh) if n} & LATE.keys()
    assert not any("\u4e00" <= character <= "\u9fff" for character in text.en)


@pytest.mark.parametrize("key", [key for key in texts.TEXTS if not key.startswith("mail_")])
def test_a_chinese_message_is_one_sms_and_an_english_one_at_most_three(key: str) -> None:
    most = 2 if key.startswith("text_") else 1  # a link to the query code is long
    assert sms.parts(filled(key, "zh-hans", base=BASE, signature=SIGNATURE)) <= most
    assert sms.parts(filled(key, "en", base=BASE, signature=SIGNATURE)) <= 3


def test_receipt_as_it_is_read() -> None:
    assert filled("receipt", "zh-hans", base=BASE, signature=SIGNATURE) == (
        "【邢台政法】您反映的问题已收到，编号XT-2022-000152，最迟12月31日答复。查询：https://hy.example.cn/q"
    )
    assert texts.render("receipt", FULL | {"link": "/q"}, "en", base=BASE + "/") == (
        "We have received your report XT-2022-000152 and will answer by 31 December. "
        "Follow it: https://hy.example.cn/q"
    )


def test_only_the_receipt_may_wake_somebody() -> None:
    assert {"receipt", "mail_receipt", "text_receipt"} == texts.URGENT


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("number", "13900000000"),
        ("number", "张三"),
        ("number", "XT-2022-000152，张三"),
        ("number", "XT-1\n"),
        ("day", "31.12.2022"),
        ("day", "٢٠٢٢-٠١-٠١"),
        ("link", "q?phone=13900000000"),
        ("link", "q/13900000000"),
        ("link", "//elsewhere.example/"),
        ("day", "2022-02-30"),
        ("link", "q 打人"),
    ],
)
def test_a_blank_takes_no_person_no_phone_and_no_other_site(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name) as refused:
        texts.checked("receipt", FULL | {name: value})
    assert value not in str(refused.value)


@pytest.mark.parametrize(
    "params", [{}, {"number": "XT-2022-000152"}, FULL | {"name": "XT-2022"}], ids=["none", "few", "more"]
)
def test_blanks_must_fit_the_text(params: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="receipt"):
        texts.checked("receipt", params)


@pytest.mark.parametrize(
    ("length", "parts"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)]
)
def test_parts_of_an_sms(length: int, parts: int) -> None:
    assert sms.parts("信" * length) == parts


def test_a_character_outside_the_basic_plane_counts_twice() -> None:
    assert sms.parts("𠮷" * 35) == 1
    assert sms.parts("𠮷" * 36) == 2
    assert sms.units("䶮") == 1
