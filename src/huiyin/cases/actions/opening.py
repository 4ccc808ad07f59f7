"""A case comes into being."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.cases.actions import clock
from huiyin.cases.actions.taking import take
from huiyin.cases.actions.writing import write
from huiyin.cases.models import Case, Deadline, Reply
from huiyin.cases.rules.history import begin
from huiyin.cases.rules.title import title_of
from huiyin.cases.rules.warning import warn_at
from huiyin.intake.models import NamedOfficer, Report
from huiyin.kernel import deadlines as kernel
from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.actions import record
from huiyin.ledger.prepared import Fixed, Given, adding, insert
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import lies_in, organ_of, unit_of
from huiyin.policy import queries as policy


def open_case(report: Report, committee: Unit, accused: Sequence[int], *, now: datetime) -> Case:
    """Opens the file of a report at the committee that reviews it. Idempotent: a second call returns the first file."""
    with transaction.atomic():
        row = _reported(report)
        if existing := _OPENED.first(report=row.pk):
            return existing
        due = policy.due(
            "review",
            region=lies_in(committee.pk),
            start=now,
            kind=row.problem_type,
            channel=row.channel,
        )
        return _filed(row, committee, accused, due, now)


def archive_history(
    report: Report, committee: Unit, accused: Sequence[int], past: Answered, *, now: datetime
) -> Case:
    """Opens and ends the file of a report that was answered before it came here. Idempotent like `open_case`.

    No deadline ever runs in it, so no measure of promises counts it, and nobody is told.
    """
    with transaction.atomic():
        row = _reported(report)
        if existing := _OPENED.first(report=row.pk):
            return existing
        case = _filed(row, committee, accused, None, now)
        Reply.objects.create(case=case, kind="result", text=past.text, by_id=past.brought_by, at=past.at)
        return take(case, "import", case.snapshot(), by=SYSTEM, now=now, answered_at=past.at.isoformat())


@dataclass(frozen=True)
class Answered:
    """An answer given elsewhere: its words, its moment, and the account that brought it here."""

    text: str
    at: datetime
    brought_by: int


def _reported(report: Report) -> Report:
    """The report, locked, with its unit."""
    row = _REPORT.first(report=report.pk)
    if row is None:
        raise Report.DoesNotExist(report.pk)
    row.unit = unit_of(row.unit_id)
    return row


_REPORT = Fixed(lambda: Report.objects.select_for_update().filter(pk=Given("report")))
_OPENED = Fixed(lambda: Case.objects.filter(report=Given("report")))


def _filed(
    row: Report, committee: Unit, accused: Sequence[int], due: kernel.Deadline | None, now: datetime
) -> Case:
    """The new file with its first event and, where a review is `due`, its clocks; in the caller's transaction."""
    facts = {
        "committee": committee.pk,
        "organ": organ_of(row.unit),
        "acceptor": _acceptor(row.channel, committee),
        "accused": sorted(accused),
        "promised_at": row.promised_at.isoformat(),
        "due": ["review", due.due_at.isoformat()] if due else None,
    }
    case = Case(
        report=row,
        number=row.number,
        title=title_of(row.text),
        reported=row.unit,
        organ_id=organ_of(row.unit),
        system=row.unit.system,
        level=row.unit.level,
        problem_type=row.problem_type,
        matter=policy.policy().matter(row.problem_type),
        identity_mode=row.identity_mode,
        channel=row.channel,
        received_at=row.received_at,
        opened_at=now,
    )
    write(case, begin(facts))
    insert(case)
    for officer in accused:
        NamedOfficer.objects.get_or_create(
            report=row, officer_id=officer, defaults={"pinned_by": SYSTEM.account}
        )
    clocks = [_promise(case), clock.begin(case, "review", now, due, policy.policy())] if due else []
    also = {"clocks": adding(*clocks)} if clocks else {}
    record("case", case.pk, "open", by=SYSTEM, now=now, unit=committee.pk, data=facts, also=also)
    return case


def _acceptor(channel: str, committee: Unit) -> int:
    """The body that took the matter in, by its channel; the committee where the channel names none that works."""
    way = policy.policy().channel(channel)
    code = way.acceptor if way else ""
    unit = Unit.objects.filter(code=code, active=True).first() if code else None
    return unit.pk if unit else committee.pk


def _promise(case: Case) -> Deadline:
    """The promised day that the reporter was given, as the deadline of the whole."""
    report = case.report
    return Deadline(
        case=case,
        kind="whole",
        started_at=report.promised_how["steps"][0]["at"],
        due_at=report.promised_at,
        how=report.promised_how,
        warn_at=warn_at(
            case.opened_at,
            report.promised_at,
            policy.calendar(),
            policy.office_hours(lies_in(case.committee_id)),
        ),
    )
