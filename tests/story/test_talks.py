"""A complaint isn't reported on before the reporter was called, met and told; what was said stays above."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.story.living import Life

from huiyin.cases import actions
from huiyin.cases.actions import Incomplete, Said
from huiyin.cases.models import Verification
from huiyin.intake.attachments.actions import store
from huiyin.intake.attachments.rules.kinds import Limits
from huiyin.intake.attachments.tests.samples import photo
from huiyin.intake.channels.models import ReplyTask
from huiyin.kernel.clock import SHANGHAI, FixedClock
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Access, Event
from huiyin.policy.models import City, Talk
from huiyin.reporting.queries import behind, on_the_platform
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.measures import HERE, OUTSIDE, Slice
from huiyin.supervision.rounds.queries import irregularities

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(city: object) -> None:
    Talk.objects.create(
        code="complaints", kinds=["call", "meeting", "explanation"], types=[], matters=["complaint"], channels=[],
        basis="-", basis_en="-", position=0,
    )  # fmt: skip
    City.objects.update(edition="with-talks")


def test_a_report_waits_for_the_talks_and_nothing_written_is_lost(
    life: Life, asked: None, settings: pytest.FixtureRequest
) -> None:
    case = life.brought_to("verifying", identity_mode="real_name", name="周爱莲", phone="13900001234")
    assert life.told("to_talk") == life.names("ivy", "grace"), "they phone; the handlers may not know whom"
    bob, ivy = life.city.actor("bob"), life.city.actor("ivy")
    who = {"by": ivy, "now": life.now}
    for kind in ("call", "meeting"):
        actions.write_talk(case.number, Said(kind, True, life.now, "周爱莲说材料都在家里。"), **who)
    with pytest.raises(Incomplete) as lacking:
        actions.submit(case.number, life.draft(case), by=bob, now=life.now)
    assert set(lacking.value.fields) == {"talks"}
    assert lacking.value.fields["talks"].detail == {"kinds": ("explanation",)}
    assert Verification.objects.get().method == life.draft(case).method, "what was written is kept"
    settings.CLOCK = FixedClock(life.now)
    page = Client()
    page.force_login(life.city.account("bob"))
    for address in ("", "/verification"):
        read = page.get(f"/desk/cases/{case.number}{address}").content.decode()
        assert "解释疏导" in read and "周爱莲" not in read and "材料都在家里" not in read
    page.force_login(life.city.account("ivy"))
    assert "周爱莲说材料都在家里" in page.get(f"/desk/cases/{case.number}").content.decode()
    sent = {"kind": "explanation", "held": "no", "held_at": "2022-03-07T10:00", "text": "本人不愿见面。"}
    assert page.post(f"/desk/cases/{case.number}/talk", sent).status_code == 422, "before the report came"
    sent["held_at"] = life.now.astimezone().strftime("%Y-%m-%dT%H:%M")
    actions.write_talk(case.number, Said("explanation", False, life.now, "本人不愿见面。"), **who)
    assert life.act("submit", case, life.draft(case), by="bob").state == "submitted"


def test_who_has_no_part_in_it_writes_nothing_down_and_nobody_in_the_future(life: Life, asked: None) -> None:
    case = life.brought_to("verifying")
    said = Said("call", True, life.now, "打过电话了。")
    for name, why in (("eve", "unknown"), ("dan", "unknown"), ("frank", "wrong_role")):
        with pytest.raises(NotAllowed, match=why):
            actions.write_talk(case.number, said, by=life.city.actor(name), now=life.now)
    for moment in (life.now + timedelta(minutes=1), case.received_at - timedelta(minutes=1)):
        with pytest.raises(NotAllowed, match="not_then"):
            actions.write_talk(
                case.number,
                Said("call", True, moment, "打过电话了。"),
                by=life.city.actor("ivy"),
                now=life.now,
            )


def test_a_record_entered_long_after_the_talk_is_noticed(life: Life, asked: None) -> None:
    case = life.brought_to("verifying")
    held, grace = life.now, life.city.actor("grace")
    life.now += timedelta(days=2)
    write = {"by": life.city.actor("ivy"), "now": life.now}
    actions.write_talk(case.number, Said("call", True, held, "打过电话了。"), **write)
    assert irregularities(grace, life.now, held) == []
    write["now"] = life.now = held + timedelta(days=5)
    actions.write_talk(case.number, Said("meeting", True, held, "见过面了。"), **write)
    assert (
        "late_entry" in dict((c.number, why) for c, why in irregularities(grace, life.now, held))[case.number]
    )


def test_where_the_city_asks_for_nothing_nothing_is_asked(life: Life) -> None:
    case = life.brought_to("submitted")
    assert case.state == "submitted" and life.told("to_talk") == set()


def test_a_signed_paper_lies_with_the_talk_and_is_opened_by_whom_the_words_are_for(
    life: Life, settings: pytest.FixtureRequest
) -> None:
    case = life.brought_to("verifying", identity_mode="real_name", name="周爱莲", phone="13900001234")
    settings.CLOCK = FixedClock(life.now)
    page = Client()
    page.force_login(life.city.account("ivy"))
    address, moment = f"/desk/cases/{case.number}/talk", life.now.astimezone(SHANGHAI)
    sent = {"kind": "meeting", "held": "yes", "held_at": f"{moment:%Y-%m-%dT%H:%M}", "text": "当面谈过。"}
    hidden = SimpleUploadedFile("minutes.exe", b"MZ" + bytes(600))
    refused = page.post(address, sent | {"paper": hidden})
    assert refused.status_code == 422 and "当面谈过" in refused.text
    assert page.post(address, sent | {"paper": SimpleUploadedFile("minutes.jpg", photo())}).status_code == 303
    talk = case.talks.get()
    opened = f"/desk/cases/{case.number}/talks/{talk.pk}"
    assert opened in page.get(f"/desk/cases/{case.number}").text
    assert b"".join(page.get(opened).streaming_content)[:2] == b"\xff\xd8"
    looks = Access.objects.using("witness").filter(subject_kind="report", what="talk")
    assert [one.subject_id for one in looks] == [case.number], "on record, as of this report"
    later = f"{opened}/papers"
    assert later in page.get(f"/desk/cases/{case.number}").text, "who held it may bring another"
    assert (
        page.post(later, {"paper": SimpleUploadedFile("minutes.exe", b"MZ" + bytes(600))}).status_code == 303
    )
    assert not talk.papers.exists()
    page.post(later, {"paper": SimpleUploadedFile("signed.jpg", photo())})
    added = talk.papers.get()
    assert (added.by, added.at) == (life.city.account("ivy"), life.now)
    told = Event.objects.get(subject_kind="talk", subject_id=talk.pk, verb="add_paper")
    assert told.data["sha256"] == added.file.sha256
    assert b"".join(page.get(f"{later}/{added.file_id}").streaming_content)[:2] == b"\xff\xd8"
    assert looks.all().count() == 2
    for name in ("bob", "dan", "eve"):
        page.force_login(life.city.account(name))
        for address in (opened, f"{later}/{added.file_id}"):
            assert page.get(address).status_code == 404, name
    with pytest.raises(NotAllowed, match="unknown"):
        actions.add_talk_paper(case.number, talk.pk, "no", by=life.city.actor("carol"), now=life.now)


def test_what_went_beside_the_platform_is_counted_and_listed(life: Life) -> None:
    """S3-04: one answer was given another way, one talk was entered late, one paper came after the answer."""
    held = life.now
    texts = (
        "立案窗口没有人。",
        "材料退了三次也不说为什么。",
        "电话打了一天没有人接。",
        "大厅的钟慢了半小时。",
    )
    cases = [life.brought_to("answered", text=text) for text in texts]
    grace, ivy = life.city.actor("grace"), life.city.actor("ivy")
    period = Period(
        held.astimezone(SHANGHAI).date(), life.now.astimezone(SHANGHAI).date() + timedelta(days=9)
    )
    assert {name: share.part for name, share in on_the_platform(grace, period).items()} == dict.fromkeys(
        OUTSIDE, 0
    )
    for case, given in ((cases[0], "phone"), (cases[3], "letter")):
        unit = case.committee
        way = {"unit": unit, "way": "letter", "asked_at": life.now, "done_at": life.now, "how": given}
        ReplyTask.objects.create(report=case.report, **way)
    life.now += timedelta(days=4)
    write = {"by": ivy, "now": life.now}
    actions.write_talk(cases[1].number, Said("call", True, cases[1].received_at, "答复前打过电话。"), **write)

    def stored(draft: str) -> str:
        photograph = io.BytesIO(photo())
        limits = {"free": 10**12, "limits": Limits()}
        return store(photograph, draft=draft, size=len(photo()), now=life.now, **limits).token

    actions.write_talk(
        cases[2].number, Said("meeting", True, life.now, "又谈了一次。", stored("talk")), **write
    )
    found = on_the_platform(grace, period)
    assert {name: (share.part, share.whole) for name, share in found.items()} == {
        "outside": (3, 4), "other_way": (1, 4), "entered_late": (1, 4), "paper_later": (1, 4),
    }  # fmt: skip
    assert behind(grace, Slice(HERE, period), now=life.now).count() == 4
    for measure, wanted in zip(OUTSIDE, ((0, 1, 2), (0,), (1,), (2,)), strict=True):
        behind_it = set(behind(grace, Slice(measure, period), now=life.now).values_list("number", flat=True))
        assert behind_it == {cases[n].number for n in wanted}, measure
    talk = cases[1].talks.get()
    actions.add_talk_paper(cases[1].number, talk.pk, stored("later"), **write)
    assert on_the_platform(grace, period)["paper_later"].part == 2
