"""The messages of many people in the tables of a city, as they would be some time after they came in.

Everything happens in one transaction that is rolled back: a database that holds a million cases stays what it is.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from huiyin.intake.models import Report
from huiyin.organisations.models import Region
from huiyin.site.benches.city import loaded
from huiyin.site.benches.triage.complaints import Message, messages
from huiyin.triage.index import actions as index
from huiyin.triage.index.rules.keys import Source
from huiyin.triage.likeness import actions as likeness
from huiyin.triage.models import ToCompare

ONE = """
INSERT INTO intake_report (number, unit_id, channel, problem_type, officer_text, text, identity_mode, language,
  received_at, promised_at, promised_how, query_code_hash, idempotency_hash, salt, digest)
SELECT 'bench-' || n, u.id, 'web', 'B2', '', t, 'anonymous', 'zh', %s, %s, '{}', 'bench' || n, 'bench' || n, '', ''
FROM unnest(%s::bigint[], %s::text[]) AS given(n, t), organisations_unit u WHERE u.code = %s RETURNING number, id
"""
EMPTIED = (
    "triage_indexed, triage_frequency, triage_toindex, triage_tocompare, triage_compared, triage_candidate"
)


@dataclass(frozen=True)
class Filled:
    """The messages in the tables: of each report (id) the message, and seconds that comparing all of them took."""

    messages: Sequence[Message]
    message_of: dict[int, int]
    seconds: float
    now: datetime


@contextmanager
def filled(folder: Path) -> Iterator[Filled]:
    """Brings in the messages one after the other and compares each with those that are there."""
    unit, given = loaded(), messages(folder)
    now = settings.CLOCK.now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {EMPTIED}, triage_hotbuild, triage_hotmember, triage_hotissue")
        _name_lands(given)
        made = sent(given, unit, now - timedelta(days=1))
        indexed(given, made)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE triage_indexed, triage_frequency, intake_report")
        begun = time.perf_counter()
        while likeness.compare(now):
            pass
        yield Filled(given, {v: k for k, v in made.items()}, time.perf_counter() - begun, now)
        transaction.set_rollback(True)


def _name_lands(given: Sequence[Message]) -> None:
    names = sorted({name for one in given for name in one.lands})
    Region.objects.bulk_create(
        Region(code=f"b{i}", name=name, level="county") for i, name in enumerate(names)
    )


def sent(given: Sequence[Message], unit: str, at: datetime) -> dict[int, int]:
    """The report (id) of each message."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('intake_report_id_seq', max(id)) FROM intake_report HAVING max(id) > 0")
        cursor.execute(ONE, [at, at, [one.id for one in given], [one.says for one in given], unit])
        return {int(number.removeprefix("bench-")): pk for number, pk in cursor.fetchall()}


def indexed(given: Sequence[Message], made: dict[int, int]) -> None:
    """Brings them into the index and marks them for being compared."""
    says = {made[one.id]: one.says for one in given}
    index.mark(*says)
    while index.build(partial(_sources, says)):
        pass
    ToCompare.objects.bulk_create(ToCompare(report_id=report) for report in says)


def _sources(says: dict[int, str], reports: Sequence[int]) -> list[Source]:
    at = dict(Report.objects.filter(pk__in=reports).values_list("pk", "received_at"))
    return [Source(one, at[one], 0, 0, says[one]) for one in reports]
