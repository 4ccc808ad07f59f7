"""The general rules of work: a version is put in, everybody acknowledges it, whoever leads sees who hasn't (S3-10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.cast import MORNING, Cast, blueprint

from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import FixedClock
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Event
from huiyin.organisations.actions import acknowledge_rules
from huiyin.organisations.models import RulesRead
from huiyin.organisations.readers import readers
from huiyin.policy.actions import load
from huiyin.policy.models import RegulationText
from huiyin.policy.queries import versions_of

pytestmark = pytest.mark.django_db
RULES = "/desk/library/working-rules"
NEXT_WEEK = MORNING + timedelta(days=7)


@pytest.fixture
def enter(city: Cast, settings: Any) -> Any:
    settings.CLOCK = FixedClock(MORNING)

    def entering(name: str, language: str = "zh-hans") -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE=language)
        client.force_login(city.account(name))
        return client

    return entering


def test_a_new_version_is_on_every_desk_until_it_is_acknowledged(
    city: Cast, enter: Any, settings: Any
) -> None:
    bob, adam, henry = enter("bob"), enter("adam"), enter("henry")
    [first] = versions_of("working-rules")
    assert RULES in bob.get("/desk/").text and "还没有签阅" in bob.get("/desk/").text
    assert "haven’t acknowledged" in enter("frank", "en").get("/desk/").text
    assert first.text.splitlines()[0] in bob.get(RULES).text
    assert bob.post(f"{RULES}/acknowledgement", {"version": first.pk}).status_code == 303
    assert bob.post(f"{RULES}/acknowledgement", {"version": first.pk}).status_code == 303
    assert "还没有签阅" not in bob.get("/desk/").text
    assert [event.verb for event in Event.objects.filter(subject_kind="regulation")] == ["acknowledge"]

    said = {
        "since": "2022-03-14", "change": "增加第十七条", "change_en": "Article 17 is new",
        "text": first.text + "\n第十七条　值班。", "text_en": first.text_en + "\nArticle 17. On duty.",
    }  # fmt: skip
    assert {enter(name).get(f"{RULES}/new").status_code for name in ("bob", "carol", "henry")} == {403}
    kept = adam.post(f"{RULES}/new", said)
    assert kept.status_code == 422 and "第十七条　值班" in kept.text, "not sure yet: what was typed stays"
    assert adam.post(f"{RULES}/new", said | {"since": "2022-03-06", "sure": "on"}).status_code == 422
    assert adam.post(f"{RULES}/new", said | {"sure": "on"}).status_code == 303
    assert "还没有签阅" not in bob.get("/desk/").text, "it doesn't hold yet"

    settings.CLOCK = FixedClock(NEXT_WEEK)
    assert "还没有签阅" in bob.get("/desk/").text
    assert "增加第十七条" in bob.get(RULES).text and "第十七条　值班" in bob.get(RULES).text
    assert "第十七条　值班" not in bob.get(f"{RULES}?since={first.since}").text, "the old one stays readable"
    assert "第十七条　值班" in Client(HTTP_ACCEPT_LANGUAGE="zh-hans").get("/rules").text
    names = {city.account(name).name for name in ("bob", "frank")}
    missing = henry.get(f"{RULES}/readers").text
    assert all(name in missing for name in names)
    bob.post(f"{RULES}/acknowledgement", {"version": versions_of("working-rules")[0].pk})
    known, new = city.actor("henry"), versions_of("working-rules")[0]
    at = {one.name: one.at for one in readers(known, new, NEXT_WEEK.date())}
    assert [at[city.account(name).name] for name in ("bob", "frank")] == [NEXT_WEEK, None]


def test_who_leads_sees_their_own_people_and_nobody_else(city: Cast, enter: Any) -> None:
    """Frank leads the court: Bob is his, Eve of the police isn't. Bob leads nobody."""
    text = enter("frank").get(f"{RULES}/readers").text
    assert city.account("bob").name in text and city.account("eve").name not in text
    assert enter("bob").get(f"{RULES}/readers").status_code == 403
    assert enter("carol").get("/desk/library/measures").status_code == 404, "nobody has to acknowledge that"


def test_what_people_acknowledged_stays_as_it_was(city: Cast) -> None:
    """Loading the blueprint again keeps what the page added, and changes no text under its date."""
    [first] = versions_of("working-rules")
    acknowledge_rules(first.pk, by=city.actor("bob"), now=MORNING)
    made = RegulationText.objects.create(
        code="working-rules", title="规则", title_en="Rules", since=date(2022, 4, 1), text="新", text_en="New",
        binding=True, added_by="account:1", position=first.position,
    )  # fmt: skip
    load(blueprint(), by=SYSTEM, now=MORNING)
    assert [one.pk for one in versions_of("working-rules")] == [made.pk, first.pk]
    texts = tuple(
        replace(row, text="别的话") if row.code == "working-rules" else row for row in blueprint().regulations
    )
    with pytest.raises(NotAllowed) as no:
        load(replace(blueprint(), regulations=texts), by=SYSTEM, now=MORNING)
    assert no.value.refused.reason == "rules_changed_in_place"
    with pytest.raises(NotAllowed):
        acknowledge_rules(first.pk, by=SYSTEM, now=MORNING)
    assert RulesRead.objects.count() == 1
