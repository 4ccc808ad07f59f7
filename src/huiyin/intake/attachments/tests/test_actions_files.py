"""Files on their way: taken up again, refused in time, sealed, and gone when nobody sends them."""

from __future__ import annotations

import errno
import hashlib
import io
import random
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection

from huiyin.intake.attachments import actions, stored
from huiyin.intake.attachments.models import Attachment, Upload
from huiyin.intake.attachments.rules.kinds import Kind, Limits
from huiyin.intake.attachments.tests import samples
from huiyin.intake.attachments.tests.conftest import NOW, stored_files
from huiyin.intake.crypto import Tampered
from huiyin.kernel.lifecycle import Conflict, NotAllowed

pytestmark = pytest.mark.django_db(transaction=True)
LIMITS = Limits()
ROOM = 10**12


def begin(size: int, draft: str = "form", **more: Any) -> Upload:
    return actions.begin_upload(
        **{"draft": draft, "size": size, "free": ROOM, "limits": LIMITS, "now": NOW} | more
    )


def send(data: bytes, step: int = 100_000, **more: Any) -> Attachment:
    upload = begin(len(data), **more)
    for offset in range(0, len(data), step):
        actions.append(upload.token, offset, data[offset : offset + step], limits=LIMITS, now=NOW)
    return actions.finish(upload.token, now=NOW)


def reason(call: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(NotAllowed) as refusal:
        call(*args, **more)
    return refusal.value.refused.reason


def plain(attachment: Attachment) -> bytes:
    return b"".join(stored.read_file(attachment))


def test_a_recording_taken_up_again_is_the_same_to_the_last_byte() -> None:
    data = samples.mp4(700_000)
    upload, dice = begin(len(data)), random.Random(4)
    offset = 0
    while offset < len(data):
        chunk = data[offset : offset + dice.randint(5_000, 90_000)]
        actions.append(upload.token, offset, chunk, limits=LIMITS, now=NOW)
        if (
            dice.random() < 0.5
        ):  # the answer was lost: the browser sends the same again and is told where it stands
            with pytest.raises(Conflict) as conflict:
                actions.append(upload.token, offset, chunk, limits=LIMITS, now=NOW)
            assert conflict.value.changed == str(offset + len(chunk))
        offset += len(chunk)
    attachment = actions.finish(upload.token, now=NOW)
    assert (attachment.kind, attachment.size) == (Kind.VIDEO, len(data))
    assert (
        attachment.sha256 == hashlib.sha256(data).hexdigest() == hashlib.sha256(plain(attachment)).hexdigest()
    )


def test_a_wrong_offset_changes_nothing() -> None:
    upload = begin(50_000)
    for offset in (1, 50_000, -1):
        with pytest.raises(Conflict, match=r"^0$"):
            actions.append(upload.token, offset, bytes(10), limits=LIMITS, now=NOW)
    upload.refresh_from_db()
    assert (upload.received, upload.parts) == (0, 0)


def test_two_browsers_appending_at_once_never_write_over_each_other() -> None:
    data = samples.mp4(40_000)
    upload, results = begin(len(data)), []

    def one() -> None:
        try:
            actions.append(upload.token, 0, data[:20_000], limits=LIMITS, now=NOW)
            results.append("taken")
        except Conflict as conflict:
            results.append(conflict.changed)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["20000"] * 3 + ["taken"]
    actions.append(upload.token, 20_000, data[20_000:], limits=LIMITS, now=NOW)
    assert plain(actions.finish(upload.token, now=NOW)) == data


def test_finishing_twice_gives_one_file(media: Path) -> None:
    upload = begin(len(samples.mp3()))
    actions.append(upload.token, 0, samples.mp3(), limits=LIMITS, now=NOW)
    first = actions.finish(upload.token, now=NOW)
    assert actions.finish(upload.token, now=NOW) == first
    assert Attachment.objects.count() == 1
    assert stored_files(media) == {stored.file_name(first.name)}, "the parts must be gone"


def test_finishing_early_says_where_it_stands() -> None:
    data = samples.mp4(20_000)
    upload = begin(len(data))
    actions.append(upload.token, 0, data[:9_000], limits=LIMITS, now=NOW)
    with pytest.raises(Conflict, match=r"^9000$"):
        actions.finish(upload.token, now=NOW)
    actions.append(upload.token, 9_000, data[9_000:], limits=LIMITS, now=NOW)
    assert plain(actions.finish(upload.token, now=NOW)) == data


def test_a_photo_of_200_mb_is_refused_at_its_first_bytes(media: Path) -> None:
    upload = begin(200_000_000)
    first = samples.photo((600, 400), quality=95) + bytes(500_000)
    assert reason(actions.append, upload.token, 0, first, limits=LIMITS, now=NOW) == "too_large"
    assert stored_files(media) == set()


def test_more_than_was_announced_is_refused() -> None:
    upload = begin(10_000)
    data = samples.mp4(20_000)
    assert reason(actions.append, upload.token, 0, data, limits=LIMITS, now=NOW) == "larger_than_announced"


def test_a_first_part_too_small_to_tell_what_it_is_is_refused() -> None:
    upload = begin(100_000)
    assert (
        reason(actions.append, upload.token, 0, b"\xff\xd8\xff\xe0", limits=LIMITS, now=NOW)
        == "chunk_too_small"
    )
    large = bytes(LIMITS.chunk_bytes + 1)
    assert (
        reason(actions.append, begin(2_000_000).token, 0, large, limits=LIMITS, now=NOW) == "chunk_too_large"
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"MZ\x90\0" + bytes(5000), "wrong_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "wrong_type"),
        (samples.photo() + samples.archive({"a": b"b"}), "polyglot"),
        (samples.photo()[:-200], "broken"),
        (samples.bomb_png(), "bomb"),
        (samples.docx(**{"word/media/a.bmp": bytes(5_000_000)}), "bomb"),
        (samples.pdf(b"/S /JavaScript ("), "active_content"),
        (samples.mp4() + b"<script>x</script>", "polyglot"),
        (b"", "empty"),
    ],
)
def test_a_refused_file_leaves_nothing_behind(data: bytes, why: str, media: Path) -> None:
    answer = reason(
        actions.store, io.BytesIO(data), draft="f", size=len(data), free=ROOM, limits=LIMITS, now=NOW
    )
    assert answer == why
    assert not Upload.objects.exists()
    assert not Attachment.objects.exists()
    assert stored_files(media) == set()


def test_a_file_refused_at_its_end_leaves_no_parts(media: Path) -> None:
    assert reason(send, samples.mp4(300_000) + samples.archive({"a": b"b"})) == "polyglot"
    assert (Upload.objects.count(), stored_files(media)) == (0, set())


def test_nothing_that_was_sent_stands_readable_on_the_disk(media: Path) -> None:
    data = samples.mp4(200_000)
    upload = begin(len(data))
    actions.append(upload.token, 0, data[:150_000], limits=LIMITS, now=NOW)
    on_the_way = b"".join(p.read_bytes() for p in media.rglob("*") if p.is_file())
    assert len(on_the_way) > 150_000
    actions.append(upload.token, 150_000, data[150_000:], limits=LIMITS, now=NOW)
    attachment = actions.finish(upload.token, now=NOW)
    arrived = (media / stored.file_name(attachment.name)).read_bytes()
    for body in (on_the_way, arrived):
        assert data[1000:1040] not in body
        assert b"ftyp" not in body


def test_what_the_camera_wrote_into_a_photo_is_kept_nowhere(media: Path) -> None:
    attachment = send(samples.photo_that_tells())
    assert (attachment.kind, attachment.media_type) == (Kind.PHOTO, "image/jpeg")
    assert samples.PLACE not in plain(attachment)
    assert stored_files(media) == {stored.file_name(attachment.name)}


def test_a_paper_gets_the_type_that_its_contents_show() -> None:
    assert send(samples.xlsx()).media_type.endswith("spreadsheetml.sheet")
    assert send(samples.docx()).media_type.endswith("wordprocessingml.document")


def test_the_ninth_file_goes_and_the_tenth_does_not() -> None:
    for _ in range(9):
        begin(1000)
    assert reason(begin, 1000) == "too_many_files"
    assert begin(1000, draft="another form").pk


def test_a_full_disk_refuses_files_before_and_while_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reason(begin, 1000, free=LIMITS.free_bytes + 999) == "disk_low"
    upload = begin(len(samples.mp3()))

    def full(*_: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "_save", full)
        assert reason(actions.append, upload.token, 0, samples.mp3(), limits=LIMITS, now=NOW) == "disk_low"
    actions.append(upload.token, 0, samples.mp3(), limits=LIMITS, now=NOW)
    assert plain(actions.finish(upload.token, now=NOW)) == samples.mp3()


def test_what_was_never_sent_goes_away_with_its_bytes(media: Path) -> None:
    begun, late = begin(len(samples.mp4())), NOW + LIMITS.kept_unsent
    actions.append(begun.token, 0, samples.mp4()[:30_000], limits=LIMITS, now=NOW)
    send(samples.mp3())

    assert len(stored_files(media)) == 2
    assert actions.discard_expired(late - timedelta(seconds=1)) == 0
    assert actions.discard_expired(late) == 2
    assert (Upload.objects.count(), Attachment.objects.count()) == (0, 0)
    assert stored_files(media) == set()


def test_an_expired_or_unknown_token_is_gone() -> None:
    upload, late = begin(1000), NOW + LIMITS.kept_unsent
    assert reason(actions.append, upload.token, 0, b"x", limits=LIMITS, now=late) == "upload_gone"
    assert reason(actions.finish, "GUESSED", now=NOW) == "upload_gone"


def test_a_touched_file_does_not_open(media: Path) -> None:
    attachment = send(samples.mp3())
    path = media / stored.file_name(attachment.name)
    body = bytearray(path.read_bytes())
    body[100] ^= 1
    path.write_bytes(body)
    with pytest.raises(Tampered):
        plain(attachment)
