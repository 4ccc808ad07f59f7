"""Places, calendar, accounts, relationships, rules: who may open each page, and what each act does."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import zxingcpp
from django.test import Client
from tests.cast import MORNING, Cast, blueprint

from huiyin.documents import qr
from huiyin.intake.actions import count_scan, make_code
from huiyin.intake.models import Place, PlaceCode
from huiyin.journey.places import codes_for_blueprint
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.actor import Mandate as Held
from huiyin.kernel.lifecycle import Conflict, NotAllowed
from huiyin.ledger.models import Event
from huiyin.organisations import actions
from huiyin.organisations.models import Account, Mandate, Officer, Relation, Unit
from huiyin.policy.queries import calendar

pytestmark = pytest.mark.django_db
Enter = Callable[[str], Client]

WHO = ("adam", "sam", "una", "carol", "grace", "henry", "bob", "frank", "eve", "lee")
PAGES = {
    "/desk/admin/places": {"adam"},
    "/desk/admin/places/new": {"adam"},
    "/desk/admin/calendar": {"adam"},
    "/desk/admin/units": {"adam"},
    "/desk/admin/accounts": {"adam", "sam"},
    "/desk/admin/accounts/new": {"adam"},
    "/desk/admin/relations": {"sam", "carol"},
    "/desk/admin/learning": {"adam", "carol", "henry"},
    "/desk/library": set(WHO),
    "/desk/releases": set(WHO),
}


@pytest.mark.parametrize("name", WHO)
def test_who_may_open_which_page(enter: Enter, name: str) -> None:
    client = enter(name)
    opened = {page for page in PAGES if client.get(page).status_code == 200}
    assert opened == {page for page, people in PAGES.items() if name in people}


def test_nobody_opens_them_without_logging_in(cast: Cast, client: Client) -> None:
    assert {client.get(page).status_code for page in PAGES} == {302}


# places and posters


def test_every_place_of_the_blueprint_gets_one_code_and_no_second(cast: Cast) -> None:
    made = codes_for_blueprint(blueprint(), SYSTEM, MORNING)
    assert len(made) == len(blueprint().places) > 3
    assert codes_for_blueprint(blueprint(), SYSTEM, MORNING) == []
    PlaceCode.objects.filter(pk=made[0].pk).update(active=False)
    assert [code.place for code in codes_for_blueprint(blueprint(), SYSTEM, MORNING)] == [made[0].place]


def test_a_new_place_gets_its_code_and_a_twin_is_refused(enter: Enter) -> None:
    client = enter("adam")
    unit = Unit.objects.get(code="xt-court-filing").pk
    sent = {"unit": unit, "name": "立案大厅 3 号窗口", "name_en": "Window 3", "bilingual": "on"}
    assert client.post("/desk/admin/places/new", sent).status_code == 303
    place = Place.objects.get()
    assert (place.unit_id, place.bilingual, place.codes.count()) == (unit, True, 1)
    event = Event.objects.get(subject_kind="place")
    assert event.actor == f"account:{Account.objects.get(username='city.administrator').pk}"
    again = client.post("/desk/admin/places/new", sent)
    assert again.status_code == 422
    assert PlaceCode.objects.count() == 1


def test_scans_are_shown_by_day_week_and_in_all(enter: Enter) -> None:
    code = make_code(Unit.objects.get(code="xt-court-filing"), "立案大厅", by=SYSTEM, now=MORNING)
    for days, times in ((0, 2), (6, 3), (7, 5)):
        for _ in range(times):
            count_scan(code.place_id, now=MORNING - timedelta(days=days))
    [(_, [place])] = enter("adam").get("/desk/admin/places").context["groups"]
    assert (place.scans_today, place.scans_week, place.scans_ever) == (2, 5, 10)


def test_a_code_is_switched_off_after_a_warning(enter: Enter) -> None:
    code = make_code(Unit.objects.get(code="xt-court-filing"), "立案大厅", by=SYSTEM, now=MORNING)
    client, url = enter("adam"), f"/desk/admin/codes/{code.token}/end"
    assert "by hand" in client.get(url).content.decode()
    assert PlaceCode.objects.get().active
    assert client.post(url).status_code == 303
    assert not PlaceCode.objects.get().active
    assert client.post(url).status_code == 404


@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("a3", 842)])
def test_posters_carry_the_codes_that_were_chosen(
    enter: Enter, settings: object, monkeypatch: pytest.MonkeyPatch, paper: str, width: int
) -> None:
    from pypdf import PdfReader

    settings.PUBLIC_URL = "https://watch.example"  # type: ignore[attr-defined]
    drawn: list[str] = []
    monkeypatch.setattr(qr, "svg", lambda url, real=qr.svg: drawn.append(url) or real(url))
    unit = Unit.objects.get(code="xt-court-filing")
    one, two, three = (make_code(unit, f"{n} 号窗口", by=SYSTEM, now=MORNING) for n in (1, 2, 3))
    answer = enter("adam").get(
        "/desk/admin/places/posters", {"code": [one.token, three.token], "paper": paper}
    )
    pdf = PdfReader(io.BytesIO(answer.content))
    assert drawn == [f"https://watch.example/c/{code.token}" for code in (one, three)]
    assert round(float(pdf.pages[0].mediabox.width)) == width
    for page, code in zip(pdf.pages, (one, three), strict=True):
        assert code.token in page.extract_text().replace(" ", "")
    assert not any(two.token in page.extract_text() for page in pdf.pages)


def test_the_code_on_a_poster_is_read_by_a_phone(enter: Enter, tmp_path: object) -> None:
    import subprocess
    from pathlib import Path

    from PIL import Image

    code = make_code(Unit.objects.get(code="xt-court-filing"), "立案大厅", by=SYSTEM, now=MORNING)
    pdf = Path(str(tmp_path)) / "poster.pdf"
    pdf.write_bytes(enter("adam").get("/desk/admin/places/posters", {"code": code.token}).content)
    subprocess.run(["pdftoppm", "-r", "60", "-png", "-singlefile", pdf, pdf.with_suffix("")], check=True)
    with Image.open(pdf.with_suffix(".png")) as picture:
        assert [found.text.endswith(f"/c/{code.token}") for found in zxingcpp.read_barcodes(picture)] == [
            True
        ]


def test_posters_of_nothing_send_back_to_the_list(enter: Enter) -> None:
    answer = enter("adam").get("/desk/admin/places/posters", {"code": "NOSUCH"})
    assert (answer.status_code, answer["Location"]) == (303, "/desk/admin/places")


def test_an_administrator_keeps_the_places_of_the_committees_below_alone(enter: Enter, cast: Cast) -> None:
    county = Unit.objects.get(code="xiangdu-committee")
    actions.grant(
        cast.account("eve"), "administrator", county, since=date(2022, 1, 1), by=SYSTEM, now=MORNING
    )
    theirs = make_code(Unit.objects.get(code="xiangdu-court"), "大厅", by=SYSTEM, now=MORNING)
    above = make_code(Unit.objects.get(code="xt-court"), "大厅", by=SYSTEM, now=MORNING)
    client = enter("eve")
    page = client.get("/desk/admin/places").content.decode()
    assert theirs.token in page
    assert above.token not in page
    assert client.get(f"/desk/admin/codes/{above.token}/end").status_code == 404
    both = enter("adam").get("/desk/admin/places").content.decode()
    assert {theirs.token, above.token} <= set(re.findall(r'value="([^"]+)"', both))


# calendar


def test_a_changed_day_counts_at_once_with_its_reason(enter: Enter) -> None:
    client = enter("adam")
    day = date(2022, 3, 9)
    assert calendar().is_working(day)
    sent = {"day": day.isoformat(), "working": "0", "note": "市里通知放假一天"}
    assert client.post("/desk/admin/calendar", sent).status_code == 303
    assert not calendar().is_working(day)
    assert "市里通知放假一天" in client.get("/desk/admin/calendar").content.decode()


@pytest.mark.parametrize("wrong", [{"note": ""}, {"day": "2031-01-01"}, {"working": "maybe"}, {"day": "x"}])
def test_a_day_without_reason_or_out_of_reach_is_not_changed(enter: Enter, wrong: dict[str, str]) -> None:
    sent = {"day": "2022-03-09", "working": "0", "note": "市里通知放假一天"} | wrong
    assert enter("adam").post("/desk/admin/calendar", sent).status_code == 422
    assert calendar().is_working(date(2022, 3, 9))


def test_a_missing_year_is_said_aloud(enter: Enter, settings: object) -> None:
    from huiyin.kernel.calendar import WorkingCalendar
    from huiyin.kernel.clock import FixedClock

    last = max(WorkingCalendar.official().years)
    settings.CLOCK = FixedClock(MORNING.replace(year=last))  # type: ignore[attr-defined]
    page = enter("adam").get("/desk/admin/calendar").content.decode()
    assert f"calendar for {last + 1} is missing" in page
    assert f"calendar for {last} is missing" not in page


@pytest.mark.parametrize(("month", "said"), [(11, False), (12, True)])
def test_every_desk_says_in_december_that_next_years_calendar_is_missing(
    enter: Enter, settings: object, month: int, said: bool
) -> None:
    from huiyin.kernel.calendar import WorkingCalendar
    from huiyin.kernel.clock import FixedClock

    last = max(WorkingCalendar.official().years)
    client = enter("carol")
    settings.CLOCK = FixedClock(MORNING.replace(year=last, month=month))  # type: ignore[attr-defined]
    assert (f"official calendar for {last + 1}" in client.get("/desk/library").content.decode()) is said


# accounts and mandates


def test_the_administrator_opens_an_account_that_can_do_nothing(enter: Enter) -> None:
    officer = Officer.objects.filter(account=None).first()
    assert officer is not None
    sent = {"username": "new.person", "name": "新同事", "officer": officer.pk}
    page = enter("adam").post("/desk/admin/accounts/new", sent).content.decode()
    made = Account.objects.get(username="new.person")
    first = re.search(r'class="token big">([^<]+)<', page)
    assert first is not None
    assert made.check_password(first[1])
    assert made.officer == officer
    assert not made.mandates.exists()


@pytest.mark.parametrize("name", ["court.handler", "AB", "with space", "é"])
def test_a_taken_or_odd_name_is_refused(enter: Enter, name: str) -> None:
    before = Account.objects.count()
    answer = enter("adam").post("/desk/admin/accounts/new", {"username": name, "name": "x"})
    assert answer.status_code == 422
    assert Account.objects.count() == before


def test_the_security_administrator_gives_and_takes_a_role(enter: Enter, cast: Cast) -> None:
    client, ben = enter("sam"), cast.account("ben")
    unit = Unit.objects.get(code="xt-court")
    sent = {"role": "approver", "unit": unit.pk, "since": "2022-03-07"}
    assert client.post(f"/desk/admin/accounts/{ben.pk}/mandates", sent).status_code == 303
    given = Mandate.objects.get(account=ben, role="approver")
    url = f"/desk/admin/mandates/{given.pk}/end"
    assert client.get(url).status_code == 200
    assert Mandate.objects.in_force(MORNING).filter(pk=given.pk).exists()
    assert client.post(url).status_code == 303
    assert not Mandate.objects.in_force(MORNING).filter(pk=given.pk).exists()


def test_a_role_that_does_not_fit_is_refused_on_the_page(enter: Enter, cast: Cast) -> None:
    adam = cast.account("adam")
    sent = {"role": "auditor", "unit": Unit.objects.get(code="xt-committee").pk, "since": "2022-03-07"}
    answer = enter("sam").post(f"/desk/admin/accounts/{adam.pk}/mandates", sent)
    assert answer.status_code == 422
    assert "check each other" in answer.content.decode()


def test_the_administrator_gives_no_roles_and_the_other_opens_no_accounts(enter: Enter, cast: Cast) -> None:
    ben = cast.account("ben")
    sent = {"role": "approver", "unit": Unit.objects.get(code="xt-court").pk, "since": "2022-03-07"}
    assert enter("adam").post(f"/desk/admin/accounts/{ben.pk}/mandates", sent).status_code == 403
    assert enter("sam").post("/desk/admin/accounts/new", {"username": "x.y", "name": "x"}).status_code == 403
    assert enter("sam").post(f"/desk/admin/accounts/{ben.pk}/end").status_code == 403
    with pytest.raises(NotAllowed):
        actions.open_account("x.y", "x", "", by=cast.actor("sam"), now=MORNING)
    with pytest.raises(NotAllowed):
        actions.close_account(ben.pk, by=cast.actor("carol"), now=MORNING)


def test_a_closed_account_is_out_at_once(enter: Enter, cast: Cast) -> None:
    ben, client = cast.account("ben"), enter("ben")
    assert client.get("/desk/library").status_code == 200
    assert enter("adam").post(f"/desk/admin/accounts/{ben.pk}/end").status_code == 303
    assert client.get("/desk/library").status_code != 200
    assert cast.actor("ben").mandates == ()
    with pytest.raises(Conflict):
        actions.close_account(ben.pk, by=cast.actor("adam"), now=MORNING)


def test_nobody_closes_their_own_account(enter: Enter, cast: Cast) -> None:
    adam = cast.account("adam")
    assert enter("adam").post(f"/desk/admin/accounts/{adam.pk}/end").status_code == 403
    assert cast.account("adam").is_active


# relationships, rules


def test_a_relationship_is_written_down_once_in_either_order(enter: Enter) -> None:
    one, other = Officer.objects.order_by("pk")[:2]
    for a, b in ((one, other), (other, one)):
        sent = {"one": a.pk, "other": b.pk, "kind": "family"}
        assert enter("carol").post("/desk/admin/relations", sent).status_code == 303
    assert Relation.objects.count() == 1
    same = {"one": one.pk, "other": one.pk, "kind": "family"}
    assert enter("carol").post("/desk/admin/relations", same).status_code == 422


def test_the_rules_and_the_releases_are_there_to_read(enter: Enter) -> None:
    client = enter("bob")
    rules = client.get("/desk/library").content.decode()
    assert "Working Rules of the platform" in rules
    assert "Accepted or locked" in rules
    notes = client.get("/desk/releases").context["notes"]
    assert [str(note["kind"]) for note in notes].count("trial") == 3
    assert [str(note["kind"]) for note in notes].count("update") == 4
    assert [note["on"] for note in notes] == sorted((note["on"] for note in notes), reverse=True)


def test_a_unit_s_address_is_kept_by_its_administrator_and_outlives_the_next_loading(enter: Enter) -> None:
    client, court = enter("adam"), Unit.objects.get(code="xt-court")
    address = f"/desk/admin/units/{court.pk}/mail"
    wrong = client.post(address, {"mail": "court at example"})
    assert wrong.status_code == 422 and "court at example" in wrong.text
    assert client.post(address, {"mail": "court@example.org"}).status_code == 303
    assert "court@example.org" in client.get("/desk/admin/units").text
    event = Event.objects.filter(subject_kind="register").latest("pk")
    assert (event.verb, event.data) == ("mail_set", {"there": True}), "never the address itself"
    actions.load(blueprint(), by=SYSTEM, now=MORNING, accounts=False)
    assert Unit.objects.get(pk=court.pk).mail == "court@example.org"
    assert enter("carol").get(address).status_code == 404
    with pytest.raises(NotAllowed):
        actions.set_unit_mail(court.pk, "", by=of_a_county(), now=MORNING)


def of_a_county() -> Actor:
    """An administrator of a county's committee, in whose charge the city's court isn't."""
    county = Unit.objects.get(code="xiangdu-committee")
    return Actor("account:0", mandates=(Held("administrator", county.pk),))
