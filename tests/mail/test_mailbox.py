"""Mail for real: from a mailbox on a Dovecot through our door, and back out through an SMTP server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from PIL import Image
from post_office import PASSWORD, Dovecot, free_port
from tests.cast import MORNING, Cast

from huiyin.cases.models import Case
from huiyin.intake.channels.mail.box import MailboxError, Place, opened
from huiyin.intake.models import Identity, Origin, Report, Supplement, Waiting
from huiyin.intake.queries import report_for
from huiyin.journey import mailbox, worker
from huiyin.journey.worker import _alone
from huiyin.kernel.clock import FixedClock
from huiyin.messages.models import Delivery

pytestmark = [pytest.mark.mail, pytest.mark.django_db]

ADDRESS = "box@city.example"
SAID = "邢台市中级人民法院立案庭的窗口让我来回跑了三趟，没有一次说清。"


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with TemporaryDirectory(prefix="post-office-") as folder:
        office = Dovecot(Path(folder))
        try:
            office.start()
            yield office
        finally:
            office.stop()


@pytest.fixture
def box(dovecot: Dovecot, settings: Any, tmp_path: Path, city: Cast) -> Dovecot:
    dovecot.empty()
    settings.IMAP_URL, settings.IMAP_PASSWORD = dovecot.url, PASSWORD
    settings.MAIL_FROM = ADDRESS
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CLOCK = FixedClock(MORNING)
    return dovecot


class Kept:
    """What an SMTP server was handed."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []
        self.refuses = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuses:
            return self.refuses
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))  # type: ignore[arg-type]
        return "250 kept"


@pytest.fixture
def smtp(settings: Any) -> Iterator[Kept]:
    kept = Kept()
    server = Controller(kept, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.MAIL, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", server.port
    settings.MAIL_SECURITY = "none"
    yield kept
    server.stop()


def letter(text: str = SAID, *, sender: str = "He <he@example.org>", **heads: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, ADDRESS
    mail["Subject"] = heads.pop("subject", "反映立案窗口")
    mail["Message-ID"] = heads.pop("message_id", "<first@example.org>")
    for name, value in heads.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def look(now: datetime = MORNING) -> int:
    return mailbox.read_mailbox(now, _alone)


def picture() -> bytes:
    file = BytesIO()
    Image.effect_noise((120, 120), 60).save(file, "png")
    return file.getvalue()


def test_a_letter_becomes_a_report_with_its_files_and_a_sealed_sender(box: Dovecot) -> None:
    mail = letter()
    mail.add_attachment(picture(), maintype="image", subtype="png", filename="来信.png")
    mail.add_attachment(b"MZ" + b"\0" * 3000, maintype="application", subtype="exe", filename="x.exe")
    box.put(mail.as_bytes())
    assert look() == 1
    report = Report.objects.get()
    assert (report.channel, report.unit.code) == ("mail", "xt-court-filing")
    assert report.text == f"反映立案窗口\n{SAID}"
    assert report.attachments.count() == 1
    assert report.origin.left_out == ["wrong_type"]
    assert Identity.objects.get().mail_hash
    assert "he@example.org" not in f"{vars(report)}{vars(report.origin)}"
    assert box.folders() == {"INBOX": 0, "Processed": 1, "Failed": 0}


def test_the_same_letter_by_two_ways_and_read_twice_is_one_report(box: Dovecot, monkeypatch: Any) -> None:
    box.put(letter().as_bytes(), b"Received: by a second way\r\n" + letter().as_bytes())
    monkeypatch.setattr("huiyin.intake.channels.mail.box.Mailbox.put_away", lambda *args, **kwargs: None)
    assert look() == look() == 2  # killed between taking in and putting away
    assert Report.objects.count() == Origin.objects.count() == 1


def test_an_id_used_again_for_another_text_loses_neither(box: Dovecot) -> None:
    box.put(letter().as_bytes(), letter(SAID + "还有第二件。").as_bytes())
    look()
    assert Report.objects.count() == 2


def test_what_names_no_unit_waits_sealed_for_a_person(box: Dovecot) -> None:
    box.put(letter("办事的地方一直没人。", subject="没人").as_bytes())
    look()
    (row,) = Waiting.objects.all()
    assert (row.reason, Report.objects.count()) == ("unit_unclear", 0)
    assert "没人".encode() not in bytes(row.sealed)
    assert box.folders()["Failed"] == 1


@pytest.mark.parametrize(
    ("heads", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "mail_automatic"),
        ({"Return_Path": "<>"}, "mail_bounce"),
        ({"X_Loop": "huiyin"}, "mail_loop"),
        ({"Precedence": "bulk"}, "mail_list"),
        ({"X_Spam_Flag": "YES"}, "mail_spam"),
        ({"sender": ADDRESS}, "mail_loop"),
    ],
)
def test_machines_file_nothing_and_are_never_answered(
    heads: dict[str, str], reason: str, box: Dovecot, smtp: Kept, settle: Any
) -> None:
    box.put(letter(**heads).as_bytes())
    look()
    settle(MORNING)
    assert [row.reason for row in Waiting.objects.all()] == [reason]
    assert not Report.objects.exists() and not Delivery.objects.exists() and not smtp.mails


def test_a_loop_ends_by_itself(box: Dovecot, smtp: Kept, settle: Any) -> None:
    """Our own receipt, sent back by a machine as it is and as an answer."""
    box.put(letter().as_bytes())
    look()
    settle(MORNING)
    ((_, receipt),) = smtp.mails
    box.put(
        receipt.as_bytes(),
        letter(In_Reply_To=receipt["Message-ID"], Auto_Submitted="auto-replied").as_bytes(),
    )
    look()
    settle(MORNING)
    assert Report.objects.count() == len(smtp.mails) == 1
    assert not Supplement.objects.exists()


def test_the_receipt_says_number_and_link_and_nothing_of_the_matter(
    box: Dovecot, smtp: Kept, settle: Any, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://huiyin.example"
    box.put(letter().as_bytes())
    look()
    settle(MORNING)
    ((to, mail),) = smtp.mails
    said = mail.get_payload(decode=True).decode()  # type: ignore[union-attr]
    number = Report.objects.get().number
    assert to == ["he@example.org"] and number in said
    assert "立案" not in said and "法院" not in said and not re.search(r"\d{4} ?\d{4} ?\d{4} ?\d{4}", said)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "he@example.org" not in f"{list(Delivery.objects.values())}"
    link = re.search(r"https://huiyin.example(/code/\S+)", said)
    assert link and link[1] not in f"{list(Delivery.objects.values())}"
    fetched(link[1], number)


def fetched(path: str, number: str) -> None:
    """The code is fetched once; opening the page alone gives nothing away; the second comer is told."""
    first, second = Client(), Client()
    assert Client().get(path).status_code == 200
    page = first.post(path, follow=True)
    code = page.context["query_code"]
    assert report_for(number, code) == Report.objects.get()
    assert second.post(path).status_code == 409
    assert second.get("/receipt").status_code == 302
    assert Client().get(path[:-1] + "x").status_code == 404


def test_an_address_hears_once_a_day_however_much_it_writes(box: Dovecot, smtp: Kept, settle: Any) -> None:
    box.put(*(letter(f"{SAID}第{i}件。", message_id=f"<{i}@example.org>").as_bytes() for i in range(3)))
    look()
    settle(MORNING)
    assert (Report.objects.count(), len(smtp.mails)) == (3, 1)


def test_a_flood_from_one_address_waits_for_a_person(box: Dovecot, monkeypatch: Any) -> None:
    monkeypatch.setattr("huiyin.intake.channels.mail.actions.A_DAY", 2)
    box.put(*(letter(f"{SAID}第{i}件。", message_id=f"<{i}@example.org>").as_bytes() for i in range(4)))
    look()
    assert Report.objects.count() == 2
    assert {row.reason for row in Waiting.objects.all()} == {"mail_too_many"}


@pytest.mark.parametrize(
    ("result", "mode", "mails"),
    [("dmarc=pass", "contact", 1), ("dmarc=fail", "anonymous", 0), ("spf=none", "contact", 0)],
)
def test_a_forged_sender_is_neither_kept_nor_answered(
    result: str, mode: str, mails: int, box: Dovecot, smtp: Kept, settle: Any, settings: Any
) -> None:
    settings.MAIL_AUTHSERV = "mx.city.example"
    box.put(f"Authentication-Results: mx.city.example; {result}\r\n".encode() + letter().as_bytes())
    look()
    settle(MORNING)
    assert Report.objects.get().identity_mode == mode
    assert len(smtp.mails) == mails


def test_an_answer_to_our_mail_from_its_address_adds_to_the_report(
    box: Dovecot, smtp: Kept, settle: Any
) -> None:
    box.put(letter().as_bytes())
    look()
    settle(MORNING)
    ours = smtp.mails[0][1]["Message-ID"]
    more = letter("再补充：第四天也没人。", message_id="<more@example.org>", In_Reply_To=ours)
    other = letter("不是我写的。", sender="eve@example.org", message_id="<eve@example.org>", In_Reply_To=ours)
    box.put(more.as_bytes(), more.as_bytes(), other.as_bytes())
    look()
    (added,) = Supplement.objects.all()
    assert "第四天" in added.text and Report.objects.count() == 1
    assert [row.reason for row in Waiting.objects.filter(settled_at=None)] == ["unit_unclear"]


def test_when_it_is_answered_the_sender_is_told_by_mail(
    box: Dovecot, smtp: Kept, settle: Any, city: Cast
) -> None:
    from huiyin.cases import actions as cases

    box.put(letter().as_bytes())
    look()
    settle(MORNING)
    case = Case.objects.get()
    cases.decline(case.number, "已告知应当向哪里反映。", by=city.actor("carol"), now=MORNING)
    settle(MORNING)
    said = smtp.mails[-1][1].get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert (
        len(smtp.mails) == 2
        and "告知" not in said
        and case.number in str(smtp.mails[-1][1]["Subject"]) + said
    )


def test_a_letter_that_breaks_the_program_keeps_no_other_waiting(box: Dovecot, monkeypatch: Any) -> None:
    true = mailbox.take_letter

    def taking(channel: Any, raw: bytes, *args: Any, **kwargs: Any) -> str:
        if b"breaks-it" in raw:
            raise ZeroDivisionError
        return true(channel, raw, *args, **kwargs)

    monkeypatch.setattr(mailbox, "take_letter", taking)
    box.put(letter(message_id="<breaks-it@example.org>").as_bytes(), letter().as_bytes())
    assert look() == 2
    assert Report.objects.count() == 1
    assert [row.reason for row in Waiting.objects.all()] == ["letter_broken"]
    assert box.folders() == {"INBOX": 0, "Processed": 1, "Failed": 1}


def test_a_mail_that_is_too_large_is_not_even_fetched(box: Dovecot, monkeypatch: Any) -> None:
    monkeypatch.setattr("huiyin.journey.mailbox.LARGEST", 500)
    monkeypatch.setattr("huiyin.intake.channels.mail.box.Mailbox.read", lambda *args: pytest.fail("fetched"))
    box.put(letter("长" * 1000).as_bytes())
    look()
    assert [(row.reason, bool(row.sealed)) for row in Waiting.objects.all()] == [("mail_too_large", False)]


def test_without_room_for_its_files_a_letter_stays_where_it_is(box: Dovecot, monkeypatch: Any) -> None:
    monkeypatch.setattr("huiyin.journey.mailbox.free_bytes", lambda: 0)
    mail = letter()
    mail.add_attachment(picture(), maintype="image", subtype="png", filename="p.png")
    box.put(mail.as_bytes())
    look()
    assert box.folders()["INBOX"] == 1 and not Waiting.objects.exists()
    monkeypatch.undo()
    look()
    assert Report.objects.get().attachments.count() == 1


def test_a_letter_of_300_000_characters_is_taken_whole(box: Dovecot) -> None:
    long = SAID + "字" * 290_000
    box.put(letter(long).as_bytes())
    look()
    assert Report.objects.get().text.endswith(long)


@pytest.mark.parametrize(
    ("url", "password", "reason"),
    [
        ("imap://box@127.0.0.1:1/INBOX", PASSWORD, "unreachable"),
        ("{url}x", PASSWORD, "no_such_folder"),
        ("{url}", "wrong", "log_in_refused"),
    ],
)
def test_a_mailbox_that_cannot_be_read_says_why_and_nothing_secret(
    url: str, password: str, reason: str, box: Dovecot, settings: Any
) -> None:
    with pytest.raises(MailboxError) as caught, opened(Place(url.format(url=box.url), password)):
        pass
    assert (caught.value.reason, str(caught.value)) == (reason, reason)
    settings.IMAP_URL, settings.IMAP_PASSWORD = url.format(url=box.url), password
    assert look() == 0


def test_a_mail_server_that_refuses_is_tried_again_or_given_up(box: Dovecot, smtp: Kept, settle: Any) -> None:
    smtp.refuses = "451 later"
    box.put(letter().as_bytes())
    look()
    settle(MORNING)
    row = Delivery.objects.get()
    assert (row.state, row.last_error) == ("failed", "mail_451")
    smtp.refuses = ""
    worker.run_until_idle(MORNING + timedelta(minutes=2))
    row.refresh_from_db()
    assert row.state == "sent" and len(smtp.mails) == 1
