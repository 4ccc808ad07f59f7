"""Much at once: real messages, and a file that mustn't stand in memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path

import pytest

from huiyin.intake.attachments.sealing import Reading
from huiyin.intake.imports.rules.fields import guess
from huiyin.intake.imports.rules.mapping import Mapping
from huiyin.intake.imports.rules.rows import Known, Past, read
from huiyin.intake.imports.tables.reading import open_table
from huiyin.intake.imports.tests.tables import as_csv

REAL = Path(__file__).resolve().parents[6] / "shared" / "data" / "messages_with_replies.csv.gz"


@pytest.mark.real_data
def test_every_real_message_can_be_read_by_its_guessed_columns() -> None:
    table = open_table(lambda: REAL.open("rb"))
    mapping = Mapping("mailbox", guess(table.headers), {"unit": "police", "problem_type": "B2"})
    assert set(mapping.columns) == {
        "external_id",
        "title",
        "text",
        "received_at",
        "account",
        "reply",
        "replied_at",
    }
    now = datetime(2022, 3, 7, tzinfo=UTC)
    known = Known({"police": frozenset({1})}, {"b2": "B2"}, frozenset({1}), now)
    found = [read(table.headers, line.cells, mapping, known) for line in table.rows]
    reports = [one for one in found if isinstance(one, Past)]
    assert len(found) == len(reports) == 2816, [one for one in found if isinstance(one, dict)][:3]
    assert len({one.key for one in reports}) == 2816
    assert all(one.replied_at and one.replied_at >= one.received_at for one in reports)


@pytest.mark.slow
def test_a_hundred_thousand_rows_take_bounded_memory() -> None:
    """Never more than a few blocks of them are there at once; a list of them would take 100 MB."""
    line = as_csv([["1", "去了窗口" * 40, "2021-03-04"]], headings=["编号", "内容", "时间"]).split(b"\r\n", 1)
    block = line[1] * 1000

    def blocks() -> Iterator[bytes]:
        yield line[0] + b"\r\n"
        for _ in range(100):
            yield block

    tracemalloc.start()
    table = open_table(lambda: BufferedReader(Reading(blocks())))
    assert sum(1 for _row in table.rows) == 100_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
