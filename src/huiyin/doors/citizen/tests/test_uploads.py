"""Files over the wire: in parts, or with the form; every no is said, and the text never suffers."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client

from huiyin.doors.citizen import uploads
from huiyin.doors.citizen.incoming import RefusesEarly
from huiyin.doors.citizen.upload_words import message
from huiyin.doors.shared.attachments import open_attachment
from huiyin.intake.attachments.models import Attachment, Upload
from huiyin.intake.attachments.rules.kinds import Limits
from huiyin.intake.attachments.tests import samples
from huiyin.kernel.actor import Actor, Mandate
from huiyin.kernel.clock import FixedClock
from huiyin.kernel.lifecycle import Refused
from huiyin.ledger.models import Access

NOW = datetime(2022, 2, 14, 1, 0, tzinfo=UTC)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("huiyin.doors.citizen.tests.upload_urls"),
]
DRAFT = "form-0001"


@pytest.fixture(autouse=True)
def world(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CLOCK = FixedClock(NOW)
    settings.LANGUAGE_CODE = "en"


def begin(client: Client, size: int) -> Any:
    return client.post("/uploads", {"draft": DRAFT, "size": str(size)})


def part(client: Client, token: str, offset: object, body: bytes) -> Any:
    return client.post(f"/uploads/{token}/parts?offset={offset}", body, "application/octet-stream")


def send(client: Client, data: bytes) -> str:
    token: str = begin(client, len(data)).json()["token"]
    assert part(client, token, 0, data).json() == {"offset": len(data)}
    assert client.post(f"/uploads/{token}/file").status_code == 200
    return token


def test_a_file_goes_in_parts_and_says_where_it_stands(client: Client) -> None:
    data = samples.mp4(30_000)
    token = begin(client, len(data)).json()["token"]
    assert part(client, token, 0, data[:10_000]).json() == {"offset": 10_000}
    late = part(client, token, 0, data[:10_000])
    assert (late.status_code, late.json()) == (409, {"reason": "offset", "offset": 10_000})
    assert part(client, token, "x", b"").status_code == 409
    assert client.get(f"/uploads/{token}").json() == {"offset": 10_000, "size": len(data), "done": False}
    part(client, token, 10_000, data[10_000:])
    assert client.post(f"/uploads/{token}/file").json() == {"token": token, "kind": "video"}
    assert client.get(f"/uploads/{token}").json()["done"] is True


@pytest.mark.parametrize(
    ("size", "body", "status", "reason"),
    [
        (5000, b"MZ" + bytes(4998), 415, "wrong_type"),
        (199_000_000, samples.photo() + bytes(5000), 413, "too_large"),
        (2_000_000, bytes(1_048_577), 413, "chunk_too_large"),
        (4000, samples.mp4(), 413, "larger_than_announced"),
        (5000, samples.mp4(brand=b"heic")[:5000], 415, "heic"),
    ],
)
def test_each_no_has_its_status_and_its_words(
    client: Client, size: int, body: bytes, status: int, reason: str
) -> None:
    answer = part(client, begin(client, size).json()["token"], 0, body)
    assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert "%" not in answer.json()["message"]


def test_a_full_disk_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "free_bytes", lambda: 5)
    answer = begin(client, 1000)
    assert (answer.status_code, answer.json()["reason"]) == (507, "disk_low")


@pytest.mark.parametrize("size", ["", "-1", "x", "٣", "9" * 20])
def test_nonsense_instead_of_a_size_is_refused(client: Client, size: str) -> None:
    assert client.post("/uploads", {"draft": DRAFT, "size": size}).status_code == 415


def test_a_guessed_or_removed_token_is_gone(client: Client) -> None:
    token = send(client, samples.mp3())
    assert client.post(f"/uploads/{token}/removal").status_code == 200
    for gone in (token, "GUESSED"):
        assert client.get(f"/uploads/{gone}").status_code == 410
        assert part(client, gone, 0, b"x").status_code == 410
    assert not Attachment.objects.exists()


def test_without_the_forms_token_nothing_is_taken() -> None:
    stranger = Client(enforce_csrf_checks=True)
    assert begin(stranger, 1000).status_code == 403
    assert stranger.post("/form", {"text": "x"}).status_code == 403
    assert not Upload.objects.exists()


def test_a_flood_from_one_address_waits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "BEGUN_PER_ADDRESS", (2, 600))
    answers = [begin(client, 1000) for _ in range(3)]
    assert [a.status_code for a in answers] == [201, 201, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 600


def test_with_the_form_the_good_files_and_the_text_arrive_and_the_bad_are_named(client: Client) -> None:
    ahead = send(client, samples.mp3())
    files = [
        SimpleUploadedFile("a.jpg", samples.photo_that_tells()),
        SimpleUploadedFile("b.jpg", b"MZ" + bytes(500)),
        SimpleUploadedFile("c.jpg", b""),
        SimpleUploadedFile("d.jpg", samples.photo()[:-100]),
    ]
    answer = client.post("/form", {"text": "words", "files": files, "uploads": [ahead]}).json()
    assert answer["text"] == "words"
    assert answer["tokens"][0] == ahead
    assert answer["refused"] == ["b.jpg: wrong_type", "d.jpg: broken"]
    stored = Upload.objects.get(token=answer["tokens"][1]).attachment
    assert stored is not None
    assert stored.media_type == "image/jpeg"
    assert Attachment.objects.count() == len(answer["tokens"]) == 2


def test_200_mb_with_the_form_are_refused_while_they_come_and_never_held(client: Client) -> None:
    from django.http.multipartparser import MultiPartParser
    from django.test import RequestFactory

    class Stream:
        """A form with a text and a photo of 200 MB that is made while it is read."""

        def __init__(self) -> None:
            head = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nwords\r\n'
            head += b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'
            self.pieces = [head + samples.photo(), *[bytes(1_000_000)] * 200, b"\r\n--x--\r\n"][::-1]
            self.rest = b""

        def read(self, size: int = -1) -> bytes:
            while self.pieces and len(self.rest) < size:
                self.rest += self.pieces.pop()
            taken, self.rest = self.rest[:size], self.rest[size:]
            return taken

    request = RequestFactory().post("/form")
    handler = RefusesEarly(request, Limits(), lambda: 10**12)
    meta = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": "200001000"}
    tracemalloc.start()
    post, files = MultiPartParser(meta, Stream(), [handler]).parse()  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert post["text"] == "words"
    assert not files
    assert handler.refused == [("a.jpg", Refused("too_large", {"kind": "photo", "limit_mb": 20}))]
    assert peak < 30_000_000


def viewer(role: str, unit: int = 1) -> Actor:
    return Actor("account:7", mandates=(Mandate(role, unit),))


def test_a_voice_is_only_downloaded_only_by_the_committee_and_that_is_recorded(client: Client) -> None:
    send(client, samples.mp3())
    voice = Attachment.objects.get()
    for stranger in (viewer("handler", 9), viewer("reviewer", 9), Actor("public")):
        with pytest.raises(Http404):
            open_attachment(stranger, voice, committee=1, now=NOW)
    assert not Access.objects.exists()
    answer = open_attachment(viewer("reviewer"), voice, committee=1, now=NOW)
    assert b"".join(answer.streaming_content) == samples.mp3()  # type: ignore[arg-type]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert Access.objects.get().actor == "account:7"


def test_a_released_picture_is_shown_to_the_unit(client: Client) -> None:
    send(client, samples.photo())
    picture = Attachment.objects.get()
    with pytest.raises(Http404):
        open_attachment(viewer("handler", 9), picture, committee=1, now=NOW)
    picture.released_to_unit = True
    answer = open_attachment(viewer("handler", 9), picture, committee=1, now=NOW)
    assert answer.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("reason", ["heic", "too_many_files", "unheard_of"])
def test_every_refusal_has_words(reason: str) -> None:
    assert message(Refused(reason, {"limit": 9}))
