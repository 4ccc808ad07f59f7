"""When a report is deleted by law, every column in which it may be repeated is emptied, or kept for a stated reason."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models

from huiyin.assessment.actions import written as assessed
from huiyin.cases.actions.secrecy import written as filed
from huiyin.cases.models import Case
from huiyin.intake.models import Report
from huiyin.intake.withheld.actions import Words
from huiyin.intake.withheld.actions import written as sent
from huiyin.ratings.actions import written as rated
from huiyin.reporting.papers.actions import written as tabled
from huiyin.supervision.actions import written as supervised
from huiyin.supervision.letters.actions.expunging import written as lettered
from huiyin.triage.actions import written as noticed

from .test_tables import chapter, own_models

OF_THE_CITY = {"policy", "organisations", "panels"}
"""Chapters whose tables speak of the city, its people in office and its juries, and lead to no report."""

LONGEST_CODE = 48
A_HASH = 64

GOES_OTHERWISE = {
    "intake.Identity": "the row is deleted",
    "intake.Attachment.wrapped_key": "remove_files, for the report's own, the file's evidence, talks and replies",
    "intake.Upload": "the row is deleted with its attachment",
    "intake.Supplement.text": "remove_supplement, each with a record of its own",
    "supervision.Paper.wrapped_key": "wipe, with what is stored under its name",
    "triage.Quarantine.found": "deleted by the verb itself",
    "triage.Indexed": "built anew from what is left",
    "triage.Compared": "likeness.forget",
    "triage.Candidate": "likeness.forget",
}
"""Emptied, but not by `written`: what does it."""

KEPT = {
    "ledger.Event.data": "numbers, codes and moments, never words; nothing in the chain is changed",
    "ledger.Outbox.error": "kind and place of a failure",
    "ledger.TreeHead.signature": "over hashes",
    "ledger.Access.reason": "why somebody opened something; whoever opened it answers for it still",
    "deliveries.Delivery": "a number, a day and a link",
    "deliveries.Notice": "a number and a day",
    "intake.Attachment.media_type": "a code",
    "intake.Origin": "the channel's own number of it, and codes",
    "intake.Reconciliation.differences": "numbers and codes",
    "intake.Mapping": "names of columns",
    "intake.ImportBatch": "the sealed sheet of many reports goes by itself after 30 days; the rest is names of columns",
    "intake.ImportReject.reasons": "codes by field",
    "intake.Tombstone": "why it was deleted, and on which rule",
    "intake.Place": "where a code hangs",
    "intake.Report.promised_how": "how a day was counted",
    "intake.Report.external_id": "the channel's own number of it",
    "intake.Counter.key": "a keyed hash",
    "triage.ModelVersion": "weights of hashed grams over many reports, until it is learnt anew",
    "triage.HotBuild.read": "counts",
    "triage.RuleBook.rules": "the city's rules",
    "triage.RoutingDecision.held": "codes",
    "triage.Quarantine.accused": "for whom what is left doesn't exist either",
    "triage.Quarantine.reason": "why it was deleted",
    "cases.TimeRequest.limit": "how long",
    "cases.Case.handlers": "ids",
    "cases.Case.levels": "codes",
    "cases.Case.signers": "ids",
    "cases.Case.recused": "ids",
    "cases.Case.accused": "for whom what is left doesn't exist either",
    "cases.Deadline.how": "how a day was counted",
    "cases.Verification.verifiers": "who answers for the work",
    "cases.SavedView.query": "somebody's own search",
    "supervision.Standing.how": "how a moment was counted",
    "supervision.Circular.units": "units and counts",
    "supervision.Interview.place": "where somebody of the unit was summoned to",
    "supervision.Interview.with_whom": "who of the unit was summoned",
    "supervision.Letter.because": "what called for it, by id",
    "supervision.Letter.accused": "for whom what is left doesn't exist either",
    "supervision.Service.how": "how a day was counted",
    "supervision.Seal": "a body's seal",
    "supervision.Breach.basis": "which rule a unit broke: accountability outlives the matter",
    "supervision.Breach.decision": "what followed for the unit: accountability outlives the matter",
    "ratings.Recheck.present": "who conferred",
    "ratings.DayKey.salt": "random",
    "ratings.SpotRating.faults": "codes",
    "ratings.Tally.faults": "codes",
    "ratings.Flood.faults": "codes",
    "assessment.Consequence.note": "what was done about an officer's points of a year",
    "assessment.Score.moves": "figures",
    "reporting.Campaign": "about no single report",
    "reporting.PaperDraft": "ids and counts of a period",
    "reporting.Tendency.text": "about what many reports have in common",
    "reporting.Advice": "about what many reports have in common",
    "reporting.PublicFigures.tables": "counts",
    "reporting.KeptWeek.counts": "counts",
}
"""Stays as it is, and why nobody reads the report out of it."""


def holds_words(field: models.Field[object, object]) -> bool:
    """Whether somebody's sentence fits in: neither a code nor a hash."""
    if isinstance(field, ArrayField):
        return holds_words(field.base_field)
    if isinstance(field, models.TextField | models.JSONField | models.BinaryField | models.FileField):
        return True
    longest = field.max_length if isinstance(field, models.CharField) else None
    return longest is not None and longest > LONGEST_CODE and longest != A_HASH


def columns() -> list[str]:
    return [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        if chapter(model) not in OF_THE_CITY
        for field in model._meta.local_fields
        if not field.is_relation and holds_words(field)
    ]


def decided(column: str, named: Iterable[str]) -> bool:
    """Whether a column is named, or its whole table."""
    return column in named or column.rpartition(".")[0] in named


def all_written(case: Case) -> list[Words]:
    """What each chapter empties of a case and its report."""
    by_case = (filed, supervised, lettered, rated, assessed, tabled)
    words = [*sent(case.report), *noticed(case.report_id)]
    return words + [one for chapter in by_case for one in chapter(case)]


def everything_emptied() -> set[str]:
    words = all_written(Case(pk=1, report=Report(pk=1)))
    return {f"{rows.model._meta.label}.{name}" for rows, names in words for name in names}


def test_each_column_that_may_repeat_a_report_is_emptied_or_kept_for_a_reason() -> None:
    known = everything_emptied() | GOES_OTHERWISE.keys() | KEPT.keys()
    assert [column for column in columns() if not decided(column, known)] == []


def test_nothing_is_decided_twice_or_for_what_there_is_not() -> None:
    there, goes = columns(), everything_emptied()
    both = [name for name in goes if decided(name, KEPT)]
    gone = [name for name in [*GOES_OTHERWISE, *KEPT] if not any(decided(column, {name}) for column in there)]
    assert (both, gone) == ([], [])


@pytest.mark.parametrize(
    ("field", "held"),
    [
        (models.TextField(), True),
        (models.JSONField(), True),
        (models.BinaryField(), True),
        (models.CharField(max_length=200), True),
        (ArrayField(models.TextField()), True),
        (models.CharField(max_length=20), False),
        (models.CharField(max_length=64), False),
        (ArrayField(models.BigIntegerField()), False),
        (models.DateTimeField(), False),
    ],
)
def test_a_new_column_for_words_is_found(field: models.Field[object, object], held: bool) -> None:
    assert holds_words(field) is held
    assert not decided("cases.Case.remark", KEPT)
