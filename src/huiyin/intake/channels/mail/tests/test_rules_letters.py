"""Mail as it really comes: sets of characters, pages, enclosures, machines, forgeries, rubbish."""

from __future__ import annotations

from email.header import Header
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.intake.channels.mail.rules.letters import Letter, read
from huiyin.intake.channels.mail.rules.pages import text_of
from huiyin.intake.channels.mail.rules.senders import automatic, trust
from huiyin.kernel.lifecycle import Refused

SAID = "立案窗口让我来回跑了三趟，没有一次说清要什么材料。"


def letter(raw: bytes) -> Letter:
    found = read(raw)
    assert isinstance(found, Letter), found
    return found


def written(charset: str, encoding: str, text: str = SAID, declared: str = "") -> bytes:
    body = text.encode(charset)
    heads = "From: =?utf-8?b?6LS65bCP5ruh?= <he@example.org>\r\nMessage-ID: <1@example.org>\r\n"
    heads += f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset={declared or charset}\r\n"
    if encoding == "quoted-printable":
        from quopri import encodestring

        body = encodestring(body)
    if encoding == "base64":
        from base64 import encodebytes

        body = encodebytes(body)
    return heads.encode() + f"Content-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body


@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable", "base64"])
@pytest.mark.parametrize(
    ("charset", "declared"),
    [("utf-8", ""), ("gbk", ""), ("gbk", "gb2312"), ("gb18030", "gb2312"), ("gbk", "us-ascii"), ("utf-8", "gbk "),
     ("gbk", "klingon")],
)  # fmt: skip
def test_the_text_is_the_same_in_every_set_of_characters(charset: str, declared: str, encoding: str) -> None:
    text = SAID + ("㐂𠮷" if charset in ("utf-8", "gb18030") else "")
    found = letter(written(charset, encoding, text, declared)).body
    assert found == text or (charset == "utf-8" and declared)  # utf-8 that calls itself GBK may read as GBK


def test_big5_and_traditional_characters() -> None:
    assert (
        letter(written("big5", "base64", "立案窗口沒有人，來回跑了三趟。")).body
        == "立案窗口沒有人，來回跑了三趟。"
    )


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "big5"])
def test_a_subject_in_any_set(charset: str) -> None:
    said = "反映立案窗口" if charset != "big5" else "反映立案窗口沒人"
    raw = f"Subject: {Header(said, charset).encode()}\r\nFrom: he@example.org\r\n\r\nhello".encode()
    assert letter(raw).subject == said
    bare = b"Subject: " + said.encode("gbk") + b"\r\nFrom: he@example.org\r\n\r\nhello"
    assert charset == "big5" or letter(bare).subject == said


def test_a_page_alone_is_read_as_text_and_what_is_hidden_is_not() -> None:
    page = (
        "<html><head><title>t</title><style>p{}</style></head><body><p>第一行&nbsp;甲</p><div>第二行<br>第三行</div>"
        "<script>alert(1)</script><span style='display: none'>藏起来的</span><img src='http://x/p.gif'></body></html>"
    )
    mail = MIMEText(page, "html", "gbk")
    mail["From"] = "he@example.org"
    assert letter(mail.as_bytes()).body == "第一行 甲\n\n第二行\n第三行"


@given(st.text(alphabet="<>/abdiv&;!-=' \n", max_size=200))
def test_no_page_is_too_broken_to_read(page: str) -> None:
    text_of(page)


def test_enclosures_come_along_and_logos_do_not() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "He <he@example.org>", "x"
    mail.set_content(SAID)
    mail.add_attachment(b"%PDF-1.4 paper", maintype="application", subtype="pdf", filename="信.pdf")
    mail.add_attachment(b"\xff\xd8" + b"p" * 5000, maintype="image", subtype="jpeg", disposition="inline")
    mail.add_attachment(b"GIF89a", maintype="image", subtype="gif", disposition="inline")
    found = letter(mail.as_bytes())
    assert [file[:4] for file in found.files] == [b"%PDF", b"\xff\xd8pp"]
    assert found.body.strip() == SAID and found.sender == "he@example.org"


def test_plain_text_beside_a_page_is_said_once() -> None:
    mail = MIMEMultipart("alternative")
    mail.attach(MIMEText(SAID, "plain", "utf-8"))
    mail.attach(MIMEText(f"<p>{SAID}</p>", "html", "utf-8"))
    assert letter(mail.as_bytes()).body == SAID


@pytest.mark.parametrize(
    ("sender", "found"),
    [
        ("he@example.org", "he@example.org"),
        ("=?gbk?B?us7Qoc2s?= <HE@Example.org>", "he@example.org"),
        ("a@example.org, b@example.org", ""),
        ("nobody", ""),
        ('"real@example.org" <fake@example.com>', "fake@example.com"),
        ("he@example.org\r\n\tevil", ""),
    ],
)
def test_the_sender_is_one_clean_address_or_none(sender: str, found: str) -> None:
    assert letter(f"From: {sender}\r\n\r\nx".encode()).sender == found


def test_the_mark_follows_the_content_not_only_the_id() -> None:
    first, other = letter(written("utf-8", "8bit")), letter(written("utf-8", "8bit", "另一封信"))
    assert first.message_id == other.message_id and first.mark != other.mark
    again = letter(b"Received: by a second way\r\n" + written("utf-8", "8bit"))
    assert again.mark == first.mark


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("Auto-Submitted: auto-replied", "automatic"),
        ("Auto-Submitted: no", ""),
        ("Precedence: bulk", "list"),
        ("Precedence: auto_reply", "automatic"),
        ("X-Loop: huiyin", "loop"),
        ("Return-Path: <>", "bounce"),
        ("Content-Type: multipart/report; boundary=x", "bounce"),
        ("List-Id: <news.example.org>", "list"),
        ("X-Spam-Flag: YES", "spam"),
        ("X-Autoreply: yes", "automatic"),
        ("X-Other: yes", ""),
    ],
)
def test_what_no_person_wrote_is_told_apart(head: str, why: str) -> None:
    assert automatic(f"From: he@example.org\r\n{head}\r\n\r\nx".encode(), "box@city.example") == why


@pytest.mark.parametrize(
    "sender", ["MAILER-DAEMON@example.org", "no-reply@bank.example", "noreply+3@x.example"]
)
def test_machines_are_known_by_their_names(sender: str) -> None:
    assert automatic(f"From: {sender}\r\n\r\nx".encode()) == "automatic"
    assert automatic(b"From: norepland@example.org\r\n\r\nx") == ""


def test_our_own_address_is_a_loop() -> None:
    assert automatic(b"From: Box <BOX@city.example>\r\n\r\nx", "box@city.example") == "loop"


AUTH = "Authentication-Results: mx.city.example; "


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        (AUTH + "spf=pass; dkim=pass; dmarc=pass", "verified"),
        (AUTH + "spf=fail smtp.mailfrom=x; dkim=none; dmarc=fail", "forged"),
        (AUTH + "spf=fail; dkim=none", "forged"),
        (AUTH + "spf=fail; dkim=pass", "verified"),
        (AUTH + "spf=none", "unknown"),
        ("X-Other: 1", "unknown"),
        ("Authentication-Results: mx.evil.example; dmarc=pass", "unknown"),
        (AUTH + "dmarc=fail\r\n" + AUTH + "dmarc=pass", "forged"),
        ("Authentication-Results: mx.city.example.evil.example; dmarc=pass", "unknown"),
    ],
)
def test_only_our_own_server_says_who_a_sender_is(heads: str, found: str) -> None:
    raw = f"{heads}\r\nFrom: he@example.org\r\n\r\nx".encode()
    assert trust(raw, "mx.city.example") == found
    assert trust(raw, "") == "unknown"


def test_a_mail_built_of_too_many_parts_is_refused_and_soon() -> None:
    deep = MIMEText("x")
    for _ in range(40):
        outer = MIMEMultipart()
        outer.attach(deep)
        deep = outer
    assert isinstance(read(deep.as_bytes()), Refused)


@given(st.binary(max_size=600))
def test_no_bytes_are_too_broken_to_answer(raw: bytes) -> None:
    found = read(raw)
    assert isinstance(found, Letter | Refused)
    automatic(raw)
    trust(raw, "mx")


@given(
    st.sampled_from(
        ["From", "Subject", "Date", "Content-Type", "Content-Transfer-Encoding", "Message-ID", "References"]
    ),
    st.binary(max_size=80).filter(lambda b: b"\n" not in b and b"\r" not in b),
    st.binary(max_size=200),
)
def test_no_header_is_too_broken_to_answer(name: str, value: bytes, body: bytes) -> None:
    read(name.encode() + b": " + value + b"\r\n\r\n" + body)


@pytest.mark.parametrize("encoding", ["base64", "uuencode", "x-uue", "7bit", "nonsense"])
def test_a_broken_transfer_encoding_loses_nothing_silently(encoding: str) -> None:
    heads = f"From: a@b.cn\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: {encoding}\r\n"
    found = read(f"{heads}\r\n%%% 不是编码".encode())
    assert isinstance(found, Refused) or "编码" in found.body or found.body == ""
