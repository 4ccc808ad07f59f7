"""A small appraisal on the database: a pool, a round at each stage; all people invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from PIL import Image
from tests.cast import MORNING, Cast

from huiyin.intake.attachments.actions import store
from huiyin.intake.attachments.rules.kinds import Limits
from huiyin.organisations.models import Unit
from huiyin.panels import actions
from huiyin.panels.actions import Entry
from huiyin.panels.models import Indicator, Round
from huiyin.panels.papers import codes
from huiyin.panels.rules.indicators import Span
from huiyin.panels.rules.sources import commitment
from huiyin.panels.rules.voting import Marking
from huiyin.panels.tests.cast import DRAWN, FOLK, NUMBERS, TOWN

PLAN = {
    "seats": TOWN.seats,
    "features": {f.code: {q.value: [q.least, q.most] for q in f.quotas} for f in TOWN.features},
}
RULE: Mapping[str, Any] = {
    "scale": [
        {"code": "good", "name": "好", "name_en": "Good", "points": 100},
        {"code": "fair", "name": "一般", "name_en": "Fair", "points": 60},
        {"code": "bad", "name": "差", "name_en": "Bad", "points": 0},
        {"code": "unknown", "name": "不了解", "name_en": "Don’t know"},
    ],
    "axes": [
        {"code": "work", "name": "履职", "name_en": "Duties", "weight": 3},
        {"code": "service", "name": "服务", "name_en": "Service"},
    ],
    "layers": [
        {"code": "judges", "name": "评委", "name_en": "Judges", "weight": 70, "quorum": "1/2"},
        {"code": "leaders", "name": "领导", "name_en": "Leaders", "weight": 30, "public": True},
    ],
}
TERMS = {"plan": PLAN, "rule": RULE, "cooldown": 1}
SECRETS = {"安明": "葡萄 7", "毕林": "plum 川"}
CLOSES = MORNING + timedelta(days=3)


def committee() -> Unit:
    return Unit.objects.get(code="xt-committee")


def fill_pool(cast: Cast) -> Cast:
    """Everybody of FOLK, willing."""
    codes = [feature.code for feature in TOWN.features]
    roster = [
        Entry(f"p{i}", f"Judge {i}", "", dict(zip(codes, values, strict=True)), consents=True)
        for i, values in enumerate(FOLK)
    ]
    actions.enter(committee(), roster, by=cast.actor("carol"), now=MORNING)
    return cast


def planned(cast: Cast) -> Round:
    objects = [Unit.objects.get(code=code) for code in ("xt-court", "xt-police")]
    by = cast.actor("carol")
    return actions.plan(committee(), "month", "三月民主评议", TERMS, objects, by=by, now=MORNING)


def drawn(cast: Cast) -> Round:
    carol = cast.actor("carol")
    round_ = actions.announce(planned(cast).pk, NUMBERS, by=carol, now=MORNING)
    return actions.draw(round_.pk, DRAWN, ["Ann", "Bert"], by=carol, now=MORNING)


def witnessed(cast: Cast) -> Round:
    """Announced: two witnesses have committed themselves, public numbers stand by."""
    made = [{"name": name, "commitment": commitment(name, said)} for name, said in SECRETS.items()]
    source = {"kind": "witnesses", "witnesses": made}
    return actions.announce(planned(cast).pk, source, NUMBERS, by=cast.actor("carol"), now=MORNING)


def voting(cast: Cast) -> Round:
    return actions.issue(drawn(cast).pk, CLOSES, by=cast.actor("carol"), now=MORNING)


def measured(cast: Cast, round_: Round) -> Indicator:
    """Petitions before and after, with a paper that says so."""
    spans = (
        Span(date(2021, 1, 1), date(2021, 2, 28), Decimal(500)),
        Span(date(2022, 1, 1), date(2022, 2, 28), Decimal(386)),
    )
    moved = actions.Moved("信访总量", "市信访局统计月报", "件次", *spans)
    Image.new("RGB", (60, 40), "white").save(file := BytesIO(), "png")
    room = {"size": file.tell(), "free": 10**10, "limits": Limits()}
    token = store(file, draft=f"indicator:{round_.pk}", now=MORNING, **room).token
    return actions.state_indicator(round_.pk, moved, token, by=cast.actor("carol"), now=MORNING)


def marking(round_: Round, court: str, police: str, opinion: str = "") -> Marking:
    """The same answer on both axes about the court; about the police nothing known on the second."""
    first, second = (str(pk) for pk in round_.objects_judged.values_list("pk", flat=True))
    return Marking({first: (court, court), second: (police, "unknown")}, {first: opinion})


def rounds_at_each_stage(cast: Cast) -> dict[str, object]:
    """One published, with a check number in it; one drawn, one planned, one whose ballots are out; and their links."""
    fill_pool(cast)
    done = voting(cast)
    checks = [
        actions.hand_in(link, marking(done, "good" if i % 3 else "fair", "fair", "答复很快。"), now=MORNING)
        for i, link in enumerate(actions.links(done).values())
    ]
    actions.count(done.pk, by=cast.actor("carol"), now=MORNING)
    told = measured(cast, done)
    actions.publish(done.pk, by=cast.actor("henry"), now=MORNING)
    voted, begun, open_ = voted_round(cast)
    papers, papers_codes = on_paper(cast)
    ready = drawn(cast)
    first = ready.members.order_by("pk").first()
    return {
        "round_published": done.pk,
        "round_check": checks[0],
        "round_indicator": told.pk,
        "round_result": done.objects_judged.filter(unit__system="court").values_list("pk", flat=True)[0],
        "round_task": done.objects_judged.filter(unit__system="court").values_list("tasks", flat=True)[0],
        "round_voting": open_,
        "voted_ballot": voted,
        "ballot": begun,
        "round_papers": papers,
        "round_paper": papers_codes[0],
        "round_witnessed": witnessed(cast).pk,
        "round_drawn": ready.pk,
        "round_member": first.pk if first else 0,
        "round_planned": planned(cast).pk,
        "round_object": ready.objects_judged.values_list("pk", flat=True)[0],
    }


def on_paper(cast: Cast) -> tuple[int, list[str]]:
    """A round in which five papers are back and one person has entered the first; its key and the papers' codes."""
    round_, carol = voting(cast), cast.actor("carol")
    members = list(round_.members.order_by("pk").values_list("pk", flat=True))
    actions.give_papers(round_.pk, members[:6], by=carol, now=MORNING)
    for member in members[:5]:
        actions.take_paper(member, by=carol, now=MORNING)
    found = sorted(codes(round_))
    for who, court in (("ivy", "good"), ("carol", "fair")):
        actions.transcribe(
            round_.pk, found[0], marking(round_, court, "bad"), by=cast.actor(who), now=MORNING
        )
    actions.transcribe(round_.pk, found[1], marking(round_, "good", "bad"), by=carol, now=MORNING)
    return round_.pk, found


def voted_round(cast: Cast) -> tuple[str, str, int]:
    """A round in which ballots are out: the links of somebody who has voted and of somebody who has begun; its key."""
    round_ = voting(cast)
    voted, begun, *_ = actions.links(round_).values()
    actions.hand_in(voted, marking(round_, "good", "fair"), now=MORNING)
    first = str(round_.objects_judged.values_list("pk", flat=True)[0])
    actions.keep(begun, Marking({first: ("good", "")}, {}), now=MORNING)
    return voted, begun, round_.pk
