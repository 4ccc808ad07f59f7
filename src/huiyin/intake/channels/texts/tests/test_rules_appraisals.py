"""What people type as a text message."""

from __future__ import annotations

import pytest

from huiyin.intake.channels.texts.rules.appraisals import Message, from_bytes, said, sender
from huiyin.intake.channels.texts.rules.charsets import decoded


@pytest.mark.parametrize(
    ("text", "level", "words"),
    [
        ("5", 5, ""),
        (" ５ ", 5, ""),
        ("5分", 5, ""),
        ("三", 3, ""),
        ("②", 2, ""),
        ("1，民警一小时才到", 1, "民警一小时才到"),
        ("2 态度不好", 2, "态度不好"),
        ("1.没人管", 1, "没人管"),
        ("110来得很快", None, "110来得很快"),
        ("6", None, "6"),
        ("0", None, "0"),
        ("一次也没来过", None, "一次也没来过"),
        ("55", None, "55"),
        ("东门派出所夜里没人", None, "东门派出所夜里没人"),
    ],
)
def test_a_number_counts_where_it_stands_alone_or_before_words(
    text: str, level: int | None, words: str
) -> None:
    found = said(text)
    assert (found.level, found.words) == (level, words)


@pytest.mark.parametrize(
    ("text", "nothing"),
    [("TD", True), ("退订", True), ("", True), ("  ", True), ("5", False), ("谢谢", False)],
)
def test_who_wants_no_more_messages_reports_nothing(text: str, nothing: bool) -> None:
    assert said(text).nothing is nothing


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("13900000000", "+8613900000000"),
        ("+8613900000000", "+8613900000000"),
        ("106900001234", ""),
        ("110", ""),
        ("x", ""),
    ],
)
def test_service_numbers_are_no_people(number: str, found: str) -> None:
    assert sender(number) == found


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("出警慢".encode("utf-16-be"), "UTF-16BE", "出警慢"),
        ("出警慢".encode(), "UTF-8", "出警慢"),
        ("出警慢".encode("gbk"), "", "出警慢"),
        (b"ok", "windows-1252", "ok"),
        (b"\x00\x01\x02", "UTF-16BE", None),
        (b"\x00", "", None),
    ],
)
def test_the_characters_of_a_message(data: bytes, charset: str, text: str | None) -> None:
    assert decoded(data, charset) == text


def test_what_waits_comes_back_as_it_was() -> None:
    message = Message("+8613900000000", '{"phone" 出警慢')
    assert from_bytes(message.to_bytes()) == message
    assert from_bytes(b"From: he@example.org\r\n\r\nx") is None
