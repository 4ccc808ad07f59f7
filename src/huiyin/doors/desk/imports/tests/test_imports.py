"""The clerk's way through an import, by clicking; and who finds no such page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import MORNING

from huiyin.intake.imports import actions
from huiyin.intake.imports.models import ImportBatch
from huiyin.intake.imports.tests.tables import as_csv, row
from huiyin.intake.models import Report

pytestmark = pytest.mark.django_db

Sit = Callable[[str], Client]
ROWS = [
    row(1, 姓名="张测试", 联系电话="13900000000"),
    row(2, 答复内容="", 答复时间=""),
    row(3, 单位="市法院窗口"),
    row(4, 收到时间="三月五日", 标题="=1+1"),
]


def send(client: Client, data: bytes, name: str = "旧系统.csv") -> str:
    """Chooses a file; the address of the page that comes next."""
    answer = client.post("/desk/imports", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"]).removesuffix("/columns")


def columns(client: Client, place: str, **changed: str) -> dict[str, str]:
    """What the form of columns proposes, as a browser would send it."""
    form = client.get(f"{place}/columns").context["form"]
    shown = {bound.name: bound.value() or "" for bound in form}
    return shown | {"source": "市长信箱"} | changed


def checked(client: Client, rows: list[list[object]]) -> str:
    place = send(client, as_csv(rows, "gbk"))
    answer = client.post(f"{place}/columns", columns(client, place))
    assert answer["Location"] == place
    return place


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_way_from_a_file_to_its_reports(at_desk: Sit) -> None:
    clerk = at_desk("ivy")
    assert "You haven’t imported anything yet" in page(clerk, "/desk/imports")
    place = checked(clerk, ROWS)
    found = page(clerk, place)
    assert "What is in the file" in found
    assert "Nobody has said yet what “市法院窗口” means here." in found
    assert "Received: “三月五日” isn’t a date that we can read." in found
    assert "张测试" not in found and "13900000000" not in found

    form = clerk.get(f"{place}/words").context["form"]
    ((name, _, word),) = form.asked
    assert word == "市法院窗口"
    clerk.post(f"{place}/words", {name: "xt-court-filing"})

    asked = page(clerk, f"{place}/beginning")
    assert "3 reports will be added." in asked
    assert "2 of them were answered before" in asked
    assert "1 has no answer yet" in asked
    assert "1 row is left out" in asked
    assert "Citizens won’t be messaged." in asked
    assert not Report.objects.exists()

    clerk.post(f"{place}/beginning")
    assert "data-follow" in page(clerk, place)
    while actions.run_due(MORNING):
        pass
    done = page(clerk, place)
    assert "The import is finished" in done and "data-follow" not in done
    assert Report.objects.count() == 3


def test_sent_twice_it_begins_once(at_desk: Sit) -> None:
    clerk = at_desk("ivy")
    place = checked(clerk, ROWS[:2])
    clerk.post(f"{place}/beginning")
    assert clerk.post(f"{place}/beginning").status_code == 409
    while actions.run_due(MORNING):
        pass
    assert Report.objects.count() == 2
    again = checked(clerk, ROWS[:2])
    assert "Every row of this file is here already." in page(clerk, again)
    assert clerk.get(f"{again}/beginning").status_code == 303


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_rejects_are_fetched(at_desk: Sit, kind: str) -> None:
    clerk = at_desk("ivy")
    place = checked(clerk, ROWS)
    answer = clerk.get(f"{place}/rejects.{kind}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    if kind == "csv":
        text = answer.content.decode("utf-8-sig")
        assert "'=1+1" in text and ",=1+1" not in text
        assert text.startswith("Row,Why it can’t be read,编号")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("photo.csv", b"MZ\x90\x00" + b"\0" * 400, "This file isn’t a table."),
        ("table.xlsx", b"PK\x03\x04" + b"x" * 400, "This file can’t be opened."),
        ("empty.csv", b"", "This file is empty."),
        ("one.csv", b"text\nhello\n", "No row with headings was found"),
    ],
)
def test_a_file_that_is_no_table_gets_a_sentence(at_desk: Sit, name: str, data: bytes, says: str) -> None:
    answer = at_desk("ivy").post("/desk/imports", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_missing_columns_are_asked_for_and_nothing_is_lost(at_desk: Sit) -> None:
    clerk = at_desk("ivy")
    place = send(clerk, as_csv(ROWS))
    answer = clerk.post(f"{place}/columns", columns(clerk, place, c_unit="", name="每月来信"))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Say which column holds this." in shown
    assert "每月来信" in shown


def test_columns_kept_under_a_name_fill_the_next_form(at_desk: Sit) -> None:
    clerk = at_desk("ivy")
    place = send(clerk, as_csv(ROWS))
    clerk.post(
        f"{place}/columns", columns(clerk, place, k_problem_type="B2", c_problem_type="", name="每月来信")
    )
    place = send(at_desk("adam"), as_csv(ROWS))
    form = at_desk("adam").get(f"{place}/columns?saved=每月来信").context["form"]
    assert form["k_problem_type"].value() == "B2"


@pytest.mark.parametrize("name", ["bob", "carol", "henry", "lee", "una", "eve"])
def test_who_may_not_import_finds_no_way_in(at_desk: Sit, name: str) -> None:
    place = checked(at_desk("ivy"), ROWS)
    client = at_desk(name)
    assert client.get("/desk/imports").status_code == 403
    for one in ("", "/columns", "/words", "/beginning", "/rejects.csv"):
        assert client.get(place + one).status_code == 404
    assert "desk/imports" not in page(client, "/desk/")


@pytest.mark.parametrize("name", ["adam", "grace", "mia"])
def test_another_clerks_import_isnt_there(at_desk: Sit, name: str) -> None:
    place = checked(at_desk("ivy"), ROWS)
    client = at_desk(name)
    for one in ("", "/columns", "/words", "/beginning", "/rejects.csv"):
        assert client.get(place + one).status_code == 404
    assert client.post(f"{place}/beginning").status_code == 404
    assert client.post(f"{place}/end").status_code == 404
    assert "旧系统" not in page(client, "/desk/imports")
