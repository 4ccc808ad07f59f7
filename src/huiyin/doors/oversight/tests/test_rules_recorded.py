"""An auditor reads words, never codes: every kind of subject and every verb of the ledger has its own."""

from __future__ import annotations

from huiyin.doors.oversight.recorded import EVENTS, SUBJECTS
from huiyin.journey.steps import QUIET, STEPS
from huiyin.reporting.queries.audit import OF_A_CASE, OF_A_PAPER, OF_A_REPORT, OF_NOBODY


def test_every_entry_of_the_ledger_has_words() -> None:
    assert {*OF_A_CASE, *OF_A_PAPER, *OF_A_REPORT, *OF_NOBODY} <= SUBJECTS.keys()
    assert {verb for _, verb in (*QUIET, *STEPS)} <= EVENTS.keys()
