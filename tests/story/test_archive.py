"""The archive of a closed file: what is in it, what isn't, who may make it; and that it verifies by command."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.test import Client, override_settings
from tests.cast import PEOPLE
from tests.story.living import Life

from huiyin.kernel.clock import FixedClock
from huiyin.ledger.actions import sign_tree
from huiyin.ledger.models import Access, Event
from huiyin.organisations.models import Unit
from huiyin.site.cli import main
from huiyin.supervision.letters import actions as letters

pytestmark = pytest.mark.django_db(databases=["default", "witness"])
NAME, PHONE = "闻人遐", "13900000000"
REPORT = f"我叫{NAME}，打电话问执行款，项望舒说在忙，挂了我的电话，请回{PHONE}。"


def test_a_closed_file_as_one_archive(life: Life, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with override_settings(MEDIA_ROOT=tmp_path):
        case = life.brought_to("verifying", text=REPORT, identity_mode="real_name", name=NAME, phone=PHONE)
        court, issuer = (
            Unit.objects.select_related("region").get(code=c) for c in ("xt-court", "xt-committee")
        )
        known = {"earlier": "提醒函", "demand": "办结。", "due": "2022年3月10日"}
        letter = letters.draft(
            "supervision", issuer, court, about=case, facts=known, now=life.now, because="t"
        )
        letters.propose(letter.pk, now=life.now)
        letters.approve(letter.pk, by=life.city.actor("grace"), now=life.now)
        letters.sign(letter.pk, by=life.city.actor("henry"), now=life.now)
        life.settle(life.now)
        for verb, more, by in (
            ("submit", (life.draft(case),), "bob"), ("approve", (), "frank"),
            ("answer", ("反映属实，已处理。",), "carol"), ("close", (), "ivy"),
        ):  # fmt: skip
            case = life.act(verb, case, *more, by=by)
        sign_tree(life.now)
        address = f"/desk/cases/{case.number}/bundle"
        with override_settings(CLOCK=FixedClock(life.now)):
            for who in (*PEOPLE, "dan"):
                client = Client()
                client.force_login(life.city.account(who))
                assert (client.get(address).status_code == 200) == (who in ("carol", "ivy", "grace")), who
            client.force_login(life.city.account("carol"))
            assert client.post(address, {"reason": "嗯"}).status_code == 422
            assert not Event.objects.filter(subject_kind="archive").exists()
            answer = client.post(address, {"reason": "移交档案室"})
            body = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        names = set(archive.namelist())
        texts = [archive.read(name) for name in names if name.endswith((".html", ".txt", ".json"))]
        index = archive.read("index.html").decode()
    letter_files = {name for name in names if name.startswith("letters/")}
    assert {"README.txt", "index.html", "index.pdf", "papers/verification-1.pdf", "ledger.json"} <= names
    assert {name.rsplit(".", 1)[1] for name in letter_files} == {"pdf", "docx"}
    assert "来回补材料三次" in index and "反映属实，已处理。" in index
    for secret in (NAME, PHONE, "挂了我的电话"):
        assert all(secret.encode() not in text for text in texts), secret
    assert Access.objects.using("witness").filter(what="bundle", reason="移交档案室").count() == 1
    path = tmp_path / "a.zip"
    path.write_bytes(body)
    assert main(["archive", "verify", str(path)]) == 0
    path.write_bytes(body.replace(b"README.txt", b"README.tst"))
    assert main(["archive", "verify", str(path)]) == 1 and "README" in capsys.readouterr().err
