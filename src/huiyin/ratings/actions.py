"""The only writer of ratings and revisits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from huiyin.cases.actions.taking import locked
from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import person, roles_on
from huiyin.intake.models import Report
from huiyin.intake.withheld.actions import Words, empty
from huiyin.kernel.actor import PUBLIC, Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.kernel.text import clean
from huiyin.ledger.actions import record
from huiyin.ledger.prepared import Fixed, Given, adding
from huiyin.ratings.models import Rating, Recheck, Revisit
from huiyin.ratings.rules.levels import BAD, LEVELS, RESULTS, WORDS_LIMIT, put_off

_REPORT = Fixed(lambda: Report.objects.select_for_update().filter(pk=Given("report")).values_list("pk"))
_STANDS = Fixed(
    lambda: Case.objects.filter(report=Given("report"))
    .values_list("answered_at", "unit", Exists(Rating.objects.filter(report=OuterRef("report"))))
)  # fmt: skip


def rate(report: Report, level: int, words: str, *, now: datetime) -> None:
    """The reporter rates the answer, once. Raises NotAllowed before there is an answer, or the second time."""
    if level not in LEVELS:
        raise NotAllowed(Refused("unknown_choice", {"field": "level"}))
    text = _clean(words)
    with transaction.atomic():
        _REPORT.first(report=report.pk)
        answered_at, unit, rated = _STANDS.first(report=report.pk) or (None, None, False)
        if answered_at is None:
            raise NotAllowed(Refused("not_answered_yet"))
        if rated:
            raise NotAllowed(Refused("rated_already"))
        also = {"rating": adding(Rating(report=report, level=level, words=text, at=now))}
        data = {"level": level}
        record("report", report.number, "rate", by=PUBLIC, now=now, unit=unit, data=data, also=also)


def revisit(
    number: str,
    result: str,
    level: int | None,
    note: str,
    *,
    again_on: date | None = None,
    by: Actor,
    now: datetime,
) -> Revisit:
    """A person of the committee writes down a phone revisit of an answered case (S0-25).

    Raises NotAllowed; locks the case before its report, as everybody does who locks both.
    """
    text = _clean(note)
    if result not in RESULTS or (level is not None and level not in LEVELS):
        raise NotAllowed(Refused("unknown_choice", {"field": "result"}))
    if refused := put_off(result, again_on, now.astimezone(SHANGHAI).date()):
        raise NotAllowed(refused)
    with transaction.atomic():
        case = locked(number)
        Report.objects.select_for_update(no_key=True).get(pk=case.report_id)  # its chain of events grows, too
        roles = roles_on(case.snapshot(), by)
        if not roles & {"clerk", "reviewer"}:
            raise NotAllowed(Refused("wrong_role" if roles else "unknown", {"verb": "revisit"}))
        if not _to_revisit(case):
            raise NotAllowed(Refused("wrong_state", {"state": case.state, "verb": "revisit"}))
        made = Revisit.objects.create(
            report_id=case.report_id,
            result=result,
            level=level if result == "reached" else None,
            again_on=again_on,
            note=text,
            by_id=person(by),
            at=now,
        )
        data = {"result": result, "level": made.level}
        record("report", number, "revisit", by=by, now=now, unit=case.committee_id, data=data)
    return made


def _to_revisit(case: Case) -> bool:
    """An answered case until it is closed; a bad rating is called back afterwards, too (facts 1.5)."""
    if case.answered_at is None:
        return False
    return case.closed_at is None or Rating.objects.filter(report=case.report_id, level__in=BAD).exists()


def _clean(words: str) -> str:
    result = clean(words, WORDS_LIMIT)
    if isinstance(result, Refused):
        raise NotAllowed(Refused(result.reason, {**result.detail, "field": "words"}))
    return result.strip()


def expunge(case: Case, *, now: datetime) -> None:
    """Its report was deleted: what was said about its answer goes, too. Levels stay. Twice is once."""
    empty(written(case))


def written(case: Case) -> Iterator[Words]:
    yield Rating.objects.filter(report=case.report_id), ("words",)
    yield Revisit.objects.filter(report=case.report_id), ("note",)
    yield Recheck.objects.filter(case=case), ("demand", "facts", "answer", "words", "outcome")
