"""A report is deleted by law: wherever it was repeated, in any table, nothing of it is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models
from tests.architecture.test_tables import own_models
from tests.architecture.test_words import all_written
from tests.cast import Cast
from tests.story.living import Life

from huiyin.assessment.exemplars.queries import on_show
from huiyin.assessment.models import Exemplar
from huiyin.cases.actions import hold_back
from huiyin.cases.models import Case
from huiyin.doors.desk.channels.queries import owed
from huiyin.intake.attachments.actions import claim, store
from huiyin.intake.attachments.rules.kinds import Limits
from huiyin.intake.attachments.tests.samples import photo
from huiyin.intake.channels.hotline.actions import queue_parcel
from huiyin.intake.channels.hotline.queries import due_parcels
from huiyin.intake.models import HotlineOrder, ReplyTask, Report
from huiyin.journey.hotline import in_sight
from huiyin.ledger.queries import broken_at, events_of
from huiyin.organisations.models import Account, Officer, Region, Unit
from huiyin.supervision.letters import actions as letters
from huiyin.supervision.letters.queries import Asked, issued, ledger, letter_for, proven, received
from huiyin.supervision.models import Alert, AlertMember, Breach, Interview, InterviewPaper, Letter, Service
from huiyin.supervision.rounds.queries import breaches
from huiyin.triage.secrecy.actions import delete
from huiyin.triage.secrecy.models import Quarantine

pytestmark = pytest.mark.django_db

SAID = "方案第三页"
Made = dict[type[models.Model], models.Model]


def sent_letter(life: Life, case: Case) -> Letter:
    """Signed, printed, delivered to the court and answered, with a file; the court has to answer again."""
    carol, grace, frank = (life.city.actor(name) for name in ("carol", "grace", "frank"))
    committee = Unit.objects.select_related("region").get(code="xt-committee")
    facts = {"earlier": "无", "demand": f"请说明{SAID}。", "due": "3月10日"}
    unit = case.unit or committee
    pk = letters.draft(
        "supervision", committee, unit, about=case, facts=facts, now=life.now, because="climb:1"
    ).pk
    letters.propose(pk, by=carol, now=life.now)
    letters.approve(pk, by=grace, now=life.now)
    letters.sign(pk, by=life.city.actor("henry"), now=life.now)
    life.settle(life.now)
    files = ((photographed("reply", life.now), f"{SAID}的照片"),)
    letters.reply(pk, unit.pk, f"{SAID}已收回。", files, by=frank, now=life.now)
    return Letter.objects.get(pk=pk)


def photographed(draft: str, now: datetime) -> str:
    """The token of a photograph that arrived whole."""
    file, size = BytesIO(photo()), len(photo())
    return store(file, draft=draft, size=size, free=10**12, limits=Limits(), now=now).token


def row(model: type[models.Model], made: Made, now: datetime) -> models.Model:
    """A row of `model` that leads to the case: its own where there is one already, else one with what it must have."""
    if model not in made:
        values = {
            field.attname if field.is_relation else field.name: _value(field, made, now)
            for field in model._meta.concrete_fields
            if not (field.primary_key and not field.is_relation) and not field.has_default()
            and not (field.null and field.related_model not in (Case, Report, Breach))
        }  # fmt: skip
        made[model] = model._default_manager.create(**values)
    return made[model]


def _value(field: Any, made: Made, now: datetime) -> object:
    if field.is_relation:
        return row(field.related_model, made, now).pk
    plain: dict[type[models.Field[Any, Any]], object] = {
        models.DateTimeField: now, models.DateField: now.date(), models.BooleanField: False,
        models.JSONField: [], models.BinaryField: b"", models.TextField: "x", models.CharField: "x",
    }  # fmt: skip
    return next((value for kind, value in plain.items() if isinstance(field, kind)), 1)


def repeated(case: Case, made: Made, now: datetime) -> None:
    """Writes it into every column that is to be emptied, in a row for each."""
    for rows, names in all_written(case):
        if not rows.exists():
            row(rows.model, made, now)
        fields = {name: rows.model._meta.get_field(name) for name in names}
        said = {
            name: [SAID] if isinstance(field, models.JSONField)
            else SAID.encode() if isinstance(field, models.BinaryField) else SAID
            for name, field in fields.items()
            if not isinstance(field, models.DateField) and name != "wrapped_key"
        }  # fmt: skip
        assert not said or rows.update(**said) == rows.count() > 0, rows.model


def tables_that_say_it() -> set[str]:
    found = set()
    with connection.cursor() as cursor:
        for model in own_models():
            table = model._meta.db_table
            cursor.execute(
                f'SELECT 1 FROM "{table}" AS t WHERE t::text LIKE %s OR t::text LIKE %s LIMIT 1',
                [f"%{SAID}%", f"%{SAID.encode().hex()}%"],
            )
            if cursor.fetchone():
                found.add(model._meta.label)
    return found


def test_nothing_of_it_is_left_in_any_table_or_file(
    city: Cast,
    life: Life,
    settings: Any,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    settings.MEDIA_ROOT = tmp_path
    case = life.brought_to("verifying", text=f"密语一二三。{SAID}抄在答复里。")
    letter, now = sent_letter(life, case), life.now
    made: Made = {
        Case: case, Report: case.report, Letter: letter, Account: city.account("bob"), Unit: case.organ,
        Officer: Officer.objects.latest("pk"), Region: Region.objects.latest("pk"),
    }  # fmt: skip
    alert = row(Alert, made, now)
    AlertMember.objects.create(alert_id=alert.pk, case=case, at=now)
    repeated(case, made, now)
    Exemplar.objects.update(state="on_show", good=True)
    Breach.objects.update(committee=case.committee)
    ReplyTask.objects.update(unit=case.committee)
    queue_parcel(HotlineOrder.objects.get(), "order", now=now)
    minutes = claim(photographed("minutes", now), now=now)
    who = {"by_id": city.account("bob").pk, "at": now}
    InterviewPaper.objects.create(interview_id=made[Interview].pk, file=minutes, **who)
    assert len(tables_that_say_it()) > 40 and len([p for p in tmp_path.rglob("*") if p.is_file()]) == 4
    carol, grace, frank = (city.actor(name) for name in ("carol", "grace", "frank"))
    assert letter_for(frank, letter.pk, now) and received(frank, now) and ledger(grace, Asked(), now)
    assert on_show() and breaches(grace) and owed(carol, now) and due_parcels(now, in_sight())

    hold_back(case.number, "抄了密件", by=carol, now=now)
    for who in (carol, grace, frank):
        assert letter_for(who, letter.pk, now) is None and not issued(who) and not received(who, now)
    assert not on_show() and not breaches(grace) and not owed(carol, now)
    assert not due_parcels(now, in_sight()), "nothing of it leaves the house"

    with django_capture_on_commit_callbacks(execute=True):
        delete(Quarantine.objects.get().pk, "确系涉密", "《保守国家秘密法》", by=city.actor("nora"), now=now)
        life.settle(now)
    assert tables_that_say_it() == set() and not due_parcels(now, in_sight()) and not owed(carol, now)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not letter.papers.exclude(wrapped_key=b"").exists()
    left = Letter.objects.get(pk=letter.pk)
    assert (left.state, left.serial, left.signed_at) == ("voided", letter.serial, letter.signed_at)
    assert proven(letter.proof or "") == left and letter.papers.exclude(sha256="").count() == 2
    assert set(Service.objects.filter(letter=left).values_list("state", flat=True)) == {"voided"}
    assert [event.verb for event in events_of("letter", left.pk)][-3:] == ["expunge", "void", "void"]
    assert broken_at("letter", left.pk) is None
    assert Exemplar.objects.get().state == "taken_down" and breaches(grace).get().basis
