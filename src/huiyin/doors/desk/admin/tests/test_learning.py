"""What was learnt, as administrators and leaders see it, and who may change what is used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.cast import MORNING, Cast

from huiyin.cases.models import Case
from huiyin.intake.models import Report
from huiyin.kernel.actor import SYSTEM
from huiyin.organisations.models import Account, Officer, Unit
from huiyin.triage.learning import queries
from huiyin.triage.learning.actions import ask, learn
from huiyin.triage.learning.models import ModelVersion
from huiyin.triage.learning.queries import Taught
from huiyin.triage.learning.studies import study
from huiyin.triage.learning.tests.lessons import SLIPPED, texts, version

pytestmark = pytest.mark.django_db
Enter = Callable[[str], Client]
PAGE = "/desk/admin/learning"
HOUSES = ("xt-court-filing", "xt-court-enforcement", "xt-police")


def said(client: Client, path: str = PAGE) -> str:
    return client.get(path).content.decode()


def test_before_anything_is_learnt_the_page_says_what_happens_meanwhile(enter: Enter) -> None:
    assert "Nothing is learnt yet" in said(enter("adam"))
    assert enter("adam").get(f"{PAGE}?target=officer").status_code == 404


def test_the_card_shows_figures_with_their_denominators(enter: Enter) -> None:
    made = version("unit", HOUSES, MORNING)
    page = said(enter("henry"))
    card = made.card
    assert f"{card['right']} / {card['tried']}" in page and f"{card['sure_right']} / {card['sure']}" in page
    assert f"{100 * card['right'] / card['tried']:.1f}%" in page
    assert "promised 95%" in page and "240 lessons" in page


def test_what_concerns_few_reports_is_not_told_apart(enter: Enter, cast: Cast) -> None:
    made = version("unit", HOUSES, MORNING)
    card = made.card | {
        "labels": {"xt-court-filing": 200, "xt-police": 4},
        "confusions": [["xt-court-filing", "xt-police", 4]],
    }
    ModelVersion.objects.filter(pk=made.pk).update(card=card)
    page = said(enter("henry"))
    police, filing = (Unit.objects.get(code=code) for code in ("xt-police", "xt-court-filing"))
    assert (filing.name_en or filing.name) in page and (police.name_en or police.name) not in page
    assert "1 other label" in page and "No mistake is common" in page


def test_a_leader_is_not_shown_how_their_own_house_fares(enter: Enter, cast: Cast) -> None:
    version("unit", HOUSES, MORNING)
    court = Unit.objects.get(code="xt-court-filing")
    name = court.name_en or court.name
    assert name in said(enter("henry"))
    of_the_court = Officer.objects.filter(unit__path__startswith=f"/{court.parent_id}/", account=None)
    Account.objects.filter(pk=cast.account("henry").pk).update(officer=of_the_court.first())
    page = said(enter("henry"))
    assert name not in page and "2 other labels" in page


def test_decisions_that_look_wrong_are_shown_to_whom_the_cases_exist_until_decided_anew(
    enter: Enter, cast: Cast, send: Callable[..., Any], settle: Callable[..., None]
) -> None:
    number = send().number
    settle(MORNING)
    report, made = Report.objects.get(number=number), version("unit", HOUSES, MORNING)
    learn(report, target="unit", label=HOUSES[0], source="assigned", now=MORNING)
    ModelVersion.objects.filter(pk=made.pk).update(
        card=made.card | {"doubtful": [[number, HOUSES[0], HOUSES[2]]]}
    )
    line = f"/desk/cases/{number}"
    shown = {name: line in said(enter(name)) for name in ("carol", "henry", "adam")}
    assert shown == {"carol": True, "henry": True, "adam": False}
    close = min(cast.actor("carol").stays_out_for)
    Case.objects.filter(number=number).update(accused=[close])
    assert line not in said(enter("carol")) and "look at again" not in said(enter("carol"))
    Case.objects.filter(number=number).update(accused=[])
    learn(report, target="unit", label=HOUSES[2], source="override", now=MORNING)
    assert line not in said(enter("carol"))


def test_what_is_learnt_names_the_decisions_that_all_others_contradict() -> None:
    written, codes = texts(120, wrong=3)
    taught = [
        Taught(f"n{i}", text, code, MORNING + timedelta(hours=i))
        for i, (text, code) in enumerate(zip(written, codes, strict=True))
    ]
    doubtful = study(taught).card["doubtful"]
    assert {(number, label) for number, label, _ in doubtful[:3]} == {(f"n{i}", codes[i]) for i in range(3)}
    assert all(SLIPPED[rather] == label for _, label, rather in doubtful[:3])


def test_an_administrator_asks_for_a_new_version_and_others_cannot(enter: Enter) -> None:
    for name, status in (("henry", 403), ("carol", 403), ("adam", 303)):
        assert enter(name).post(f"{PAGE}/unit/new").status_code == status
    assert [one.state for one in ModelVersion.objects.all()] == ["asked"]
    assert "A new version is being learnt" in said(enter("adam"))
    assert enter("adam").post(f"{PAGE}/officer/new").status_code == 404


def test_an_earlier_version_is_used_again_after_a_yes(enter: Enter) -> None:
    first, second = version("unit", HOUSES, MORNING, 150), version("unit", HOUSES, MORNING)
    use = f"{PAGE}/versions/{first.pk}/use"
    assert "Use version 1 again" in said(enter("adam"), use)
    assert enter("henry").post(use).status_code == 403
    assert queries.used(SYSTEM, "unit").pk == second.pk  # type: ignore[union-attr]
    assert enter("adam").post(use).status_code == 303
    assert queries.used(SYSTEM, "unit").pk == first.pk  # type: ignore[union-attr]
    for gone in (first.pk, ask("unit", by=SYSTEM, now=MORNING).pk, 0):
        assert enter("adam").get(f"{PAGE}/versions/{gone}/use").status_code == 404
