"""A whole round through the pages of those who organise it, and what the public can check afterwards."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import MORNING, Cast, blueprint

from huiyin.journey.worker import run_until_idle
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import FixedClock
from huiyin.messages.models import Delivery, Notice
from huiyin.panels.actions import hand_in, links
from huiyin.panels.models import Judge, Round, Task
from huiyin.panels.rules.verify_draw import problems
from huiyin.panels.rules.voting import Marking
from huiyin.panels.tests.cast import FOLK, TOWN
from huiyin.panels.tests.rounds import RULE
from huiyin.policy import actions as policy
from huiyin.policy.rules.appraising import Answer, Appraisal, Bench, Duty, Trait, Value
from huiyin.supervision.letters.models import Letter

pytestmark = pytest.mark.django_db

MONTH = Appraisal(
    code="month", kind="month", name="月评议", name_en="Monthly", seats=TOWN.seats, cooldown=1,
    traits=tuple(
        Trait(code=f.code, name=f"{f.code}类", name_en=f.code, values=tuple(
            Value(code=q.value, name=q.value, name_en=q.value, least=q.least, most=q.most) for q in f.quotas
        ))
        for f in TOWN.features
    ),
    scale=tuple(
        Answer(code=a["code"], name=a["name"], name_en=a["name_en"], points=str(a.get("points", "")))
        for a in RULE["scale"]
    ),
    axes=tuple(Duty(**axis) for axis in RULE["axes"]),
    layers=(Bench(code="judges", name="评委", name_en="Judges"),),
    systems=("court", "police"),
)  # fmt: skip


@pytest.fixture
def city(city: Cast, settings: Any) -> Cast:
    settings.CLOCK = FixedClock(MORNING)
    policy.load(replace(blueprint(), appraisals=(MONTH,)), by=SYSTEM, now=MORNING)
    return city


def browser(city: Cast, name: str) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(city.account(name))
    return client


def roster(*broken: str) -> SimpleUploadedFile:
    """Everybody of FOLK, the first without a telephone; then lines as they are."""
    heads = ",".join(["编号", "姓名", "手机", "同意", *(f"{f.code}类" for f in TOWN.features)])
    lines = [
        ",".join([f"p{i}", f"Judge {i}", f"1390000{i:04}" if i else "", "是", *values])
        for i, values in enumerate(FOLK)
    ]
    return SimpleUploadedFile("roster.csv", "\n".join([heads, *lines, *broken]).encode("gb18030"))


def press(client: Client, address: str, **data: Any) -> str:
    answer = client.post(address, data, follow=True)
    assert answer.status_code == 200, re.findall(r'role="alert">(.*?)</div>', answer.content.decode(), re.S)
    return answer.content.decode()


def test_a_roster_with_mistakes_changes_nothing_and_names_them(city: Cast) -> None:
    carol = browser(city, "carol")
    answer = carol.post(
        "/desk/appraisals/pool", {"file": roster("p1,Twice,,是,deputy,f,east", "p99,,,是,nobody,f,east")}
    )
    said = answer.content.decode()
    assert answer.status_code == 422 and not Judge.objects.exists()
    assert f"第 {len(FOLK) + 2} 行：编号 p1 前面已经有了。" in said
    assert f"第 {len(FOLK) + 3} 行：“姓名”是空的。" in said and "nobody" in said
    broken = SimpleUploadedFile("roster.xlsx", b"PK\x03\x04 nothing")
    assert carol.post("/desk/appraisals/pool", {"file": broken}).status_code == 422


def test_a_round_from_roster_to_ranks_by_pages_alone(city: Cast) -> None:
    carol, henry = browser(city, "carol"), browser(city, "henry")
    press(carol, "/desk/appraisals/pool", file=roster())
    press(carol, "/desk/appraisals/new", kind="month", title="三月民主评议")
    row = Round.objects.get()
    here = f"/desk/appraisals/{row.pk}"
    assert carol.get(f"/appraisals/{row.pk}").status_code == 404, "nothing is public before it is announced"
    press(carol, f"{here}/announcement", kind="numbers", draws="双色球 2022-026", standby="")
    assert carol.post(f"{here}/draw", {"numbers": "1 2\n3", "witnesses": "见证人"}).status_code == 422
    press(carol, f"{here}/draw", numbers="1 2 3 4 5 6 7", witnesses="见证人一\n见证人二")
    gone = row.members.order_by("pk").exclude(judge__code="p0")[0]
    assert gone.judge.code in carol.get(here).content.decode()
    press(carol, f"{here}/members/{gone.pk}/resignation")
    house = browser(city, "bob")
    own = row.objects_judged.filter(unit__system="court")[0]
    press(house, f"{here}/objects/{own.pk}/report", text="本月回访了全部来访群众，窗口人手仍不足。")
    other = row.objects_judged.filter(unit__system="police")[0]
    assert house.get(f"{here}/objects/{other.pk}/report").status_code == 404, "another house's"
    many = house.get(f"{here}/reports").content.decode()
    assert f'name="r{own.pk}"' in many and f'name="r{other.pk}"' not in many
    press(house, f"{here}/reports", **{f"r{own.pk}": "本月回访了全部来访群众。"})
    own.refresh_from_db()
    assert own.report == "本月回访了全部来访群众。"
    assert f"Judge {gone.judge.code[1:]}" not in house.get(here).content.decode(), (
        "who judges them is no business of theirs"
    )
    ends = MORNING + timedelta(days=3)
    press(carol, f"{here}/ballots", closes_at=f"{ends:%Y-%m-%dT%H:%M}")
    run_until_idle(MORNING)
    sent = Delivery.objects.filter(template="text_ballot", state="sent")
    with_phone = row.members.filter(state="seated").exclude(judge__code="p0")
    assert sorted(map(int, sent.values_list("recipient_id", flat=True))) == sorted(
        with_phone.values_list("pk", flat=True)
    )
    row.refresh_from_db()
    assert not [link for link in links(row).values() if link in str(list(sent.values()))], (
        "a link is stored nowhere"
    )
    checks = [hand_in(link, said(row, i), now=MORNING) for i, link in enumerate(links(row).values())]
    press(carol, f"{here}/count")
    press(henry, f"{here}/objects/{own.pk}/veto", reason="经查实，发生责任事故。")
    assert carol.post(f"{here}/publication").status_code == 404, "only a leader publishes"
    press(henry, f"{here}/publication")
    run_until_idle(MORNING)
    assert Letter.objects.filter(because=f"round:{row.pk}").exists()
    assert Notice.objects.filter(template="appraised", account=city.account("bob")).exists()
    task = Task.objects.get(judged=own)
    result = house.get(f"{here}/objects/{own.pk}").content.decode()
    assert "窗口很少有人。" in result and "未整改" in result
    assert house.get(f"{here}/objects/{other.pk}").status_code == 404, "another house's"
    press(house, f"{here}/tasks/{task.pk}/answer", text="已完成整改，责任人已处理。")
    assert house.post(f"{here}/tasks/{task.pk}/confirmation").status_code == 404, "nobody confirms their own"
    press(carol, f"{here}/tasks/{task.pk}/confirmation")
    assert "已整改" in house.get(f"{here}/objects/{own.pk}").content.decode()
    anybody = Client(headers={"accept-language": "zh-hans"})
    shown = anybody.get(f"/appraisals/{row.pk}").content.decode()
    assert "经查实，发生责任事故。" in shown and "名次范围" in shown
    assert problems(anybody.get(f"/appraisals/{row.pk}/draw.json").json()) == []
    assert len(anybody.get(f"/appraisals/{row.pk}/ballots.json").json()["ballots"]) == TOWN.seats
    assert "已计入" in press(anybody, f"/appraisals/{row.pk}/check", number=checks[0])
    assert "少了一张票" in press(anybody, f"/appraisals/{row.pk}/check", number="222222222222")


def said(row: Round, i: int) -> Marking:
    first, *others = (str(pk) for pk in row.objects_judged.values_list("pk", flat=True))
    whole = {pk: ("good" if i % 2 else "fair", "fair") for pk in others}
    return Marking({first: ("bad", "bad"), **whole}, {first: "窗口很少有人。"})
