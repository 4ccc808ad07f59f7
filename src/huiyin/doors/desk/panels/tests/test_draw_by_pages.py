"""The draw through the desk: witnesses who commit themselves, one who keeps silent, a standby that decides."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.cast import MORNING, Cast

from huiyin.kernel.clock import FixedClock
from huiyin.panels.models import Round
from huiyin.panels.rules.sources import commitment
from huiyin.panels.rules.verify_draw import problems
from huiyin.panels.tests.rounds import SECRETS, fill_pool, planned, witnessed

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(city: Cast, settings: Any) -> Client:
    settings.CLOCK = FixedClock(MORNING)
    fill_pool(city)
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(city.account("carol"))
    return client


def errors(answer: Any) -> str:
    assert answer.status_code == 422
    return "".join(re.findall(r'role="alert">(.*?)</div>', answer.content.decode(), re.S))


def test_a_witness_keeps_silent_is_named_and_the_numbers_decide(city: Cast, carol: Client) -> None:
    row = witnessed(city)
    here, (first, second) = f"/desk/appraisals/{row.pk}/draw", SECRETS
    assert "葡萄" not in Client().get(f"/appraisals/{row.pk}").content.decode()
    said = {"secret0": SECRETS[first], "secret1": "", "numbers": "3 1\n2", "witnesses": "见证人"}
    assert second in errors(carol.post(here, said))
    assert "3 1" in carol.post(here, said).content.decode(), "what was typed stays"
    assert errors(carol.post(here, said | {"secret1": "something else"})).count(second) == 1
    assert errors(carol.post(here, said | {"fallback": "on"})), (
        "the standby decides only where it is said what failed"
    )
    assert carol.post(here, said | {"fallback": "on", "failed": f"{second}未到场"}).status_code == 303
    shown = Client().get(f"/appraisals/{row.pk}").content.decode()
    assert f"{second}未到场" in shown and SECRETS[first] in shown
    assert problems(Client().get(f"/appraisals/{row.pk}/draw.json").json()) == []


def test_witnesses_and_a_beacon_are_named_by_pages(city: Cast, carol: Client) -> None:
    row = planned(city)
    here = f"/desk/appraisals/{row.pk}/announcement"
    made = "\n".join(f"{name} {commitment(name, said)}" for name, said in SECRETS.items())
    witnesses = {"kind": "witnesses", "committed": made}
    assert errors(carol.post(here, witnesses)), "something must decide where one keeps silent"
    assert errors(carol.post(here, {"kind": "witnesses", "committed": "Ann", "standby": "3D 2022-066"}))
    assert errors(carol.post(here, {"kind": "beacon", "moment": ""}))
    assert errors(carol.post(here, {"kind": "beacon", "moment": "2022-03-01T12:00"})), "what is over is known"
    assert carol.post(here, {"kind": "beacon", "moment": "2022-03-09T20:00"}).status_code == 303
    told = Round.objects.get(pk=row.pk).announcement
    assert (
        told is not None
        and told["source"]["kind"] == "beacon"
        and told["source"]["beacon"] == "drand quicknet"
    )
    page = carol.get(f"/desk/appraisals/{row.pk}/draw").content.decode()
    assert str(told["source"]["round"]) in page
    broken = {"randomness": "00" * 32, "signature": "ab" * 48, "witnesses": "见证人"}
    assert errors(carol.post(f"/desk/appraisals/{row.pk}/draw", broken))
