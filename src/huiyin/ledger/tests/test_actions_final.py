"""What was recorded stays as it was recorded, whoever asks the database."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.actions import record
from huiyin.ledger.models import Access, Event

NOW = datetime(2022, 3, 7, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(params=["ledger_event", "ledger_access"])
def table(request: pytest.FixtureRequest) -> str:
    record("case", 1, "opened", by=SYSTEM, now=NOW)
    Access.objects.create(
        subject_kind="case", subject_id="1", what="identity", actor="account:1", at=NOW, reason="x"
    )
    return str(request.param)


@pytest.mark.parametrize(
    "change", ["UPDATE {} SET actor = 'account:9'", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_a_written_row_is_final(table: str, change: str) -> None:
    with (
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
    ):
        # The test's own database does without this one, so that it can be emptied between tests.
        cursor.execute(import_module("huiyin.ledger.migrations.0001_events").REFUSE_TRUNCATE)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(change.format(table))
    assert Event.objects.values_list("actor", flat=True).get() == "system"
    assert Access.objects.values_list("actor", flat=True).get() == "account:1"
