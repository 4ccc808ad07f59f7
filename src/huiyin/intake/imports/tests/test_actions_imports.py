"""Rows become reports once, whole and sealed; nothing is promised in the past, nobody is messaged."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.cast import MORNING, Cast

from huiyin.intake import vault
from huiyin.intake.actions import Wrong
from huiyin.intake.imports import actions, queries
from huiyin.intake.imports.actions import receiving, running
from huiyin.intake.imports.actions.running import LEASE
from huiyin.intake.imports.actions.starting import KEPT
from huiyin.intake.imports.models import ImportBatch, Imported
from huiyin.intake.imports.rejects import fetch, plainly, write
from huiyin.intake.imports.rules.mapping import Mapping
from huiyin.intake.imports.tests.conftest import MAPPING, Bring, worked
from huiyin.intake.imports.tests.tables import as_csv, as_xlsx, row
from huiyin.intake.models import Identity, Report
from huiyin.intake.queries import stands_as_received
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Access, Event
from huiyin.organisations.models import Mandate, Unit

pytestmark = pytest.mark.django_db
Settle = Callable[[datetime], None]

UNANSWERED = {"答复内容": "", "答复时间": ""}


def counts(batch: ImportBatch) -> tuple[str, int, int, int]:
    return batch.state, batch.good, batch.known, batch.failed


def test_nothing_is_added_before_somebody_says_yes(bring: Bring, settle: Settle) -> None:
    batch = bring(as_csv([row(1), row(2), row(3, 收到时间="?")]), begin=False)
    settle(MORNING)
    batch.refresh_from_db()
    assert counts(batch) == ("checked", 2, 0, 1)
    assert not Report.objects.exists()


def test_a_row_becomes_a_report_like_any_other(bring: Bring, city: Cast) -> None:
    bring(as_csv([row(1, 姓名="张测试", 联系电话="13900000000")]))
    report = Report.objects.get()
    assert report.received_at == datetime(2021, 3, 4, 1, 32, 9, tzinfo=UTC)
    assert report.number.startswith("XT-2021-")
    assert (report.channel, report.external_id) == ("import", "市长信箱:L00001")
    event = Event.objects.get(subject_kind="report", subject_id=report.number)
    assert event.actor == city.actor("adam").account
    assert stands_as_received(report)


def test_who_sent_it_lies_in_the_vault_and_nowhere_else(bring: Bring, media: Path) -> None:
    with_account = replace(MAPPING, columns={**MAPPING.columns, "account": "标题"})
    bring(as_csv([row(1, 标题="u-77", 姓名="张测试", 联系电话="13900000000")]), mapping=with_account)
    identity = Identity.objects.get()
    assert identity.phone_hash == vault.hashed("phone", "+8613900000000")
    assert identity.openid_hash == vault.hashed("openid", "市长信箱:u-77")
    (kept,) = [path.read_bytes() for path in media.rglob("*") if path.is_file()]
    assert "张测试".encode() not in kept
    assert b"13900000000" not in kept
    said = str([list(Event.objects.values_list("data")), list(ImportBatch.objects.values())])
    assert "张测试" not in said and "13900000000" not in said


def test_the_same_file_twice_adds_nothing(bring: Bring) -> None:
    data = as_csv([row(1), row(2, **UNANSWERED)])
    assert counts(bring(data)) == ("finished", 2, 0, 0)
    assert counts(bring(data)) == ("finished", 0, 2, 0)
    assert counts(bring(as_xlsx([row(1), row(2, **UNANSWERED)]))) == ("finished", 0, 2, 0)
    assert Report.objects.count() == 2


def test_the_same_without_numbers_and_the_same_row_twice_in_a_file(bring: Bring) -> None:
    columns = {code: head for code, head in MAPPING.columns.items() if code != "external_id"}
    bare = replace(MAPPING, columns=columns)
    data = as_csv([row(1), row(1), row(2)])
    assert counts(bring(data, mapping=bare)) == ("finished", 2, 1, 0)
    assert counts(bring(data, mapping=bare)) == ("finished", 0, 3, 0)


def test_one_number_with_two_texts_is_said_not_swallowed(bring: Bring) -> None:
    bring(as_csv([row(1)]))
    batch = bring(as_csv([row(1, 反映内容="改过的内容"), row(2), row(2, 反映内容="另一个")]))
    assert counts(batch) == ("finished", 1, 0, 2)
    reasons = {refused.reason for one in queries.reasons(batch, 9) for _, refused in one.reasons}
    assert reasons == {"changed_since"}


def test_a_number_of_ours_in_an_export_is_known_again(bring: Bring, send: Callable[..., object]) -> None:
    receipt = send()
    assert counts(bring(as_csv([row(1, 编号=receipt.number)]))) == ("finished", 0, 1, 0)  # type: ignore[attr-defined]


BAD = [row(2, 收到时间="三月五日"), row(3, 标题="=1+1", 单位="某某局"), row(4, 联系电话="+1", 标题="@x")]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_rows_that_cant_be_read_come_back_mended(bring: Bring, kind: str) -> None:
    batch = bring(as_csv([row(1), *BAD]))
    assert counts(batch) == ("finished", 1, 0, 3)
    body = write(batch, kind)
    table = _table(body, kind)
    assert [line[0] for line in table[1:]] in ([3, 4, 5], ["3", "4", "5"]), "rows are counted as in the file"
    assert "received_at: not_a_moment" in table[1][1]
    assert table[2][3] == "'=1+1" and table[3][3] == "'@x", "a formula doesn't run on the clerk's machine"
    table[1][5], table[2][6], table[3][9] = "2021-03-05", "xt-court-filing", "13900000000"
    mended = (as_csv if kind == "csv" else as_xlsx)(table[1:], headings=table[0])
    assert counts(bring(mended)) == ("finished", 3, 0, 0)
    assert Report.objects.get(external_id="市长信箱:L00003").text.startswith("=1+1\n")
    assert counts(bring(as_csv([row(1)]))) == ("finished", 0, 1, 0)


def _table(body: bytes, kind: str) -> list[list[str]]:
    if kind == "csv":
        assert body.startswith(b"\xef\xbb\xbf"), "spreadsheets take it for GBK without"
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(body)).active
    cells = [list(line) for line in sheet.iter_rows()]
    assert not [cell for line in cells for cell in line if cell.data_type == "f"]
    return [[cell.value if cell.value is not None else "" for cell in line] for line in cells]


def test_words_that_nobody_explained_are_counted(bring: Bring) -> None:
    batch = bring(as_csv([row(n, 单位="市局" if n < 3 else "某某局") for n in range(4)]), begin=False)
    assert batch.words == {"unit": {"市局": 3, "某某局": 1}}


class Killed(BaseException):
    """What kill -9 does to a transaction."""


def test_a_worker_killed_in_the_middle_leaves_nothing_half(
    bring: Bring, city: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = bring(as_csv([row(n) for n in range(250)]), begin=False)
    actions.begin(batch.pk, by=city.actor("adam"), now=MORNING)
    assert actions.advance(batch.pk, now=MORNING) == 100
    taken = []

    def dying(*args: object, **kwargs: object) -> object:
        taken.append(1)
        if len(taken) > 30:
            raise Killed
        return receive(*args, **kwargs)

    receive = receiving.receive
    monkeypatch.setattr(receiving, "receive", dying)
    with pytest.raises(Killed):
        actions.advance(batch.pk, now=MORNING)
    monkeypatch.setattr(receiving, "receive", receive)
    assert Report.objects.count() == 100
    assert actions.advance(batch.pk, now=MORNING + LEASE / 2) == 0, "the lease of the dead still holds"
    later = MORNING + LEASE
    while actions.advance(batch.pk, now=later):
        pass
    batch.refresh_from_db()
    assert counts(batch) == ("finished", 250, 0, 0)
    assert Report.objects.count() == Imported.objects.count() == 250


def test_a_worker_that_comes_back_late_writes_nothing(bring: Bring, city: Cast) -> None:
    """It was only slow: meanwhile its lease ran out and another took the batch."""
    batch = bring(as_csv([row(n) for n in range(30)]), begin=False)
    actions.begin(batch.pk, by=city.actor("adam"), now=MORNING)
    slow = running._claim(batch.pk, MORNING)
    assert slow is not None
    assert actions.advance(batch.pk, now=MORNING + LEASE, most=20) == 20
    rows = list(running._rows_from(slow))
    assert running._work(slow, rows, MORNING, last=True) == 0
    assert Report.objects.count() == 20


def test_stopped_and_gone_on_with(bring: Bring, city: Cast) -> None:
    adam = city.actor("adam")
    batch = bring(as_csv([row(n) for n in range(150)]), begin=False)
    actions.begin(batch.pk, by=adam, now=MORNING)
    actions.advance(batch.pk, now=MORNING)
    batch = actions.stop(batch.pk, by=adam, now=MORNING)
    assert counts(batch)[:2] == ("stopped", 100)
    assert actions.advance(batch.pk, now=MORNING) == 0
    batch = worked(actions.describe(batch.pk, MAPPING, by=adam, now=MORNING))
    assert counts(batch) == ("checked", 50, 100, 0)


def test_who_may_import_about_whom(bring: Bring, city: Cast) -> None:
    for nobody in ("bob", "carol", "henry", "una", "lee"):
        with pytest.raises(NotAllowed):
            bring(as_csv([row(1)]), who=nobody)
    below = row(5, 单位="xiangdu-court-filing")
    assert counts(bring(as_csv([row(1), below]), who="adam")) == ("finished", 2, 0, 0)
    assert counts(bring(as_csv([row(2), row(6, 单位="xiangdu-court-filing")]), who="ivy")) == (
        "finished",
        1,
        0,
        1,
    )
    assert counts(bring(as_csv([row(3), row(7, 单位="xiangdu-court-filing")]), who="mia")) == (
        "finished",
        1,
        0,
        1,
    )
    own_house = bring(as_csv([row(8, 单位="xt-committee-office")]), who="adam")
    assert counts(own_house) == ("finished", 0, 0, 1)


def test_a_batch_exists_only_for_who_brought_it(bring: Bring, city: Cast) -> None:
    batch = bring(as_csv([row(1)]), begin=False)
    assert queries.batch_for(city.actor("adam"), batch.pk) == batch
    for other in ("ivy", "grace", "mia", "dan", "carol"):
        assert queries.batch_for(city.actor(other), batch.pk) is None
        with pytest.raises(NotAllowed) as no:
            actions.begin(batch.pk, by=city.actor(other), now=MORNING)
        assert no.value.refused.reason == "unknown"


def test_a_mandate_that_ends_stops_the_import(bring: Bring, city: Cast) -> None:
    batch = bring(as_csv([row(1)]), begin=False)
    actions.begin(batch.pk, by=city.actor("adam"), now=MORNING)
    Mandate.objects.filter(account=city.account("adam")).update(until=MORNING.date())
    actions.advance(batch.pk, now=MORNING)
    batch.refresh_from_db()
    assert (batch.state, batch.error) == ("stopped", "wrong_role")
    assert not Report.objects.exists()


def test_a_file_that_is_none_leaves_nothing_behind(city: Cast, media: Path) -> None:
    for data in (b"MZ" + b"\0" * 500, as_xlsx([row(1)])[:-99]):
        with pytest.raises(NotAllowed):
            actions.take_in([data], "x.xlsx", by=city.actor("adam"), now=MORNING)
    assert not ImportBatch.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_what_is_missing_is_asked_for(bring: Bring, city: Cast) -> None:
    with pytest.raises(Wrong) as wrong:
        bring(as_csv([row(1)]), mapping=Mapping("", {"text": "反映内容"}))
    assert set(wrong.value.fields) == {"source", "received_at", "unit", "problem_type"}


def test_columns_are_kept_under_a_name_and_found_again(city: Cast) -> None:
    adam = city.actor("adam")
    mapping = replace(MAPPING, constants={"unit": "xt-court"})
    batch = actions.take_in([as_csv([row(1)])], "a.csv", by=adam, now=MORNING)
    actions.describe(batch.pk, mapping, by=adam, now=MORNING, name="市长信箱")
    again = actions.take_in([as_csv([row(9)])], "b.csv", by=city.actor("ivy"), now=MORNING)
    assert (again.mapping_name, Mapping.from_json(again.mapping)) == ("市长信箱", mapping)


def test_taking_the_rejects_away_is_written_down(bring: Bring, city: Cast) -> None:
    batch = bring(as_csv(BAD))
    fetch(batch, "csv", by=city.actor("adam"), now=MORNING, say=plainly, headings=("#", "why"))
    looked = Access.objects.using("witness").get(subject_kind="import")
    assert (looked.subject_id, looked.actor) == (str(batch.pk), city.actor("adam").account)


def test_after_a_month_the_file_goes_and_the_counts_stay(bring: Bring, media: Path) -> None:
    batch = bring(as_csv(BAD))
    assert actions.discard_old(MORNING + KEPT) == 0
    assert actions.discard_old(MORNING + KEPT + timedelta(seconds=1)) == 1
    batch.refresh_from_db()
    assert batch.file_gone_at and batch.failed == 3
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_units_are_known_by_every_name_they_have(bring: Bring, city: Cast) -> None:
    filing = Unit.objects.get(code="xt-court-filing")
    house = Unit.objects.get(code="xt-court")
    names = {filing.code, f"{house.name}{filing.name}", house.name, house.short, house.name_en}
    batch = bring(as_csv([row(n, 单位=name) for n, name in enumerate(sorted(names))]), begin=False)
    assert counts(batch) == ("checked", len(names), 0, 0), [r.reasons for r in queries.reasons(batch, 9)]
