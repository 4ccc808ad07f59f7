"""Files become part of a report, and a unit sees only what a reviewer lets it see."""

from __future__ import annotations

import io
from typing import Any

import pytest

from huiyin.intake.attachments import actions
from huiyin.intake.attachments.models import Attachment, Upload
from huiyin.intake.attachments.queries import attachments_for
from huiyin.intake.attachments.rules.kinds import Limits
from huiyin.intake.attachments.stored import read_file
from huiyin.intake.attachments.tests import samples
from huiyin.intake.attachments.tests.conftest import NOW
from huiyin.intake.models import Report
from huiyin.kernel.actor import Actor, Mandate
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.queries import events_of
from huiyin.organisations.models import Region, Unit

pytestmark = pytest.mark.django_db(transaction=True)
LIMITS = Limits()
COMMITTEE, OTHER = 1, 2


@pytest.fixture
def unit() -> Unit:
    region = Region.objects.create(code="130500", name="邢台市", level="city")
    return Unit.objects.create(
        code="u", name="法院", kind="organ", system="court", level="city", region=region
    )


def report(unit: Unit, number: str = "R1") -> Report:
    return Report.objects.create(
        number=number, unit=unit, channel="scan", problem_type="attitude", text="t", identity_mode="anonymous",
        language="zh-hans", received_at=NOW, promised_at=NOW, promised_how={}, query_code_hash=number,
        idempotency_hash=number, salt="s", digest="d",
    )  # fmt: skip


def sent(data: bytes) -> str:
    return actions.store(
        io.BytesIO(data), draft="form", size=len(data), free=10**12, limits=LIMITS, now=NOW
    ).token


def reason(call: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(NotAllowed) as refusal:
        call(*args, **more)
    return refusal.value.refused.reason


def somebody(role: str, unit: int = COMMITTEE) -> Actor:
    return Actor("account:7", mandates=(Mandate(role, unit),))


def test_files_keep_the_order_in_which_the_sender_put_them(unit: Unit) -> None:
    voice, photo = sent(samples.mp3()), sent(samples.photo())
    attached = actions.attach([photo, voice, photo], report(unit), now=NOW)
    assert [a.kind for a in attached] == ["photo", "audio"]


def test_what_was_sent_outlives_the_time_of_what_was_not(unit: Unit) -> None:
    kept, _left = sent(samples.mp3()), sent(samples.photo())
    actions.attach([kept], report(unit), now=NOW)
    actions.drop(kept)
    assert actions.discard_expired(NOW + LIMITS.kept_unsent) == 1
    assert not Upload.objects.exists()
    assert b"".join(read_file(Attachment.objects.get())) == samples.mp3()


def test_a_file_belongs_to_one_report(unit: Unit) -> None:
    token, first = sent(samples.mp3()), report(unit)
    actions.attach([token], first, now=NOW)
    assert actions.attach([token], first, now=NOW), "sending twice is no mistake"
    assert reason(actions.attach, [token], report(unit, "R2"), now=NOW) == "upload_gone"


def test_half_a_file_an_expired_one_and_a_guessed_one_are_gone(unit: Unit) -> None:
    half = actions.begin_upload(draft="form", size=1000, free=10**12, limits=LIMITS, now=NOW).token
    late = NOW + LIMITS.kept_unsent
    for token, now in ((half, NOW), (sent(samples.mp3()), late), ("GUESSED", NOW)):
        assert reason(actions.attach, [token], report(unit, token[:20]), now=now) == "upload_gone"


def test_a_unit_sees_only_pictures_that_a_reviewer_released(unit: Unit) -> None:
    whole = report(unit)
    photo, voice, paper = actions.attach(
        [sent(samples.photo()), sent(samples.mp3()), sent(samples.pdf())], whole, now=NOW
    )
    handler, reviewer = somebody("handler", OTHER), somebody("reviewer")

    def seen(viewer: Actor) -> list[int]:
        return [a.pk for a in attachments_for(viewer, whole.pk, committee=COMMITTEE)]

    assert seen(handler) == []
    assert seen(reviewer) == [photo.pk, voice.pk, paper.pk]
    for stranger in (handler, somebody("reviewer", OTHER), somebody("clerk")):
        assert reason(actions.release, photo.pk, by=stranger, unit=COMMITTEE, now=NOW) == "wrong_role"
    for kept in (voice, paper):
        assert reason(actions.release, kept.pk, by=reviewer, unit=COMMITTEE, now=NOW) == "kept_from_unit"
    actions.release(photo.pk, by=reviewer, unit=COMMITTEE, now=NOW)
    actions.release(photo.pk, by=reviewer, unit=COMMITTEE, now=NOW)
    assert seen(handler) == [photo.pk]
    actions.release(photo.pk, by=reviewer, unit=COMMITTEE, now=NOW, released=False)
    assert seen(handler) == []
    assert [e.verb for e in events_of("attachment", photo.pk)] == ["release", "withhold"]
