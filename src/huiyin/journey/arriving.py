"""The stages that a report passes on arrival, as one table, in the order in which it passes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from huiyin.cases import actions as cases
from huiyin.cases.models import Case
from huiyin.intake.imports.queries import answered_elsewhere
from huiyin.intake.models import Report
from huiyin.journey.dispatching import dispatched
from huiyin.journey.informing import inform_named
from huiyin.journey.people import reviewers, told
from huiyin.kernel.actor import SYSTEM
from huiyin.ledger.models import Event
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import committee_for, officers_named
from huiyin.supervision.alerts.actions import watch
from huiyin.triage.actions import screen
from huiyin.triage.models import Screening
from huiyin.triage.secrecy import actions as secrecy


@dataclass
class Arrival:
    """A report on its way in: what the stages before have found out about it. `case` is there once it is opened."""

    report: Report
    event: Event
    now: datetime
    committee: Unit
    accused: list[int]
    case: Case | None = None
    hits: list[Screening] = field(default_factory=list)

    @property
    def file(self) -> Case:
        """The case, for the stages after it was opened."""
        if self.case is None:
            raise LookupError("no case is open yet")
        return self.case


def arrive(report: Report, event: Event, now: datetime) -> None:
    """Takes a report through the stages until one says that its way ends there."""
    pinned = set(report.named.values_list("officer_id", flat=True))
    named = officers_named(f"{report.officer_text}\n{report.text}", report.unit)
    accused = sorted(pinned | {officer.pk for officer in named})
    arrival = Arrival(report, event, now, committee_for(report.unit), accused)
    for stage in STAGES:
        if not stage(arrival):
            return


def admit(arrival: Arrival) -> bool:
    """What carries a mark of secrecy stops: its officer looks at it first, and nobody else hears of it."""
    return secrecy.admit(arrival.report, arrival.committee, arrival.accused, now=arrival.now)


def file_history(arrival: Arrival) -> bool:
    """What was answered elsewhere before it was imported is filed, and nothing follows."""
    past = answered_elsewhere(arrival.report)
    if past is None:
        return True
    answered = cases.Answered(*past)
    cases.archive_history(arrival.report, arrival.committee, arrival.accused, answered, now=arrival.now)
    return False


def open_file(arrival: Arrival) -> bool:
    """A file at the committee that the level of the unit reported on calls for (S0-16)."""
    arrival.case = cases.open_case(arrival.report, arrival.committee, arrival.accused, now=arrival.now)
    return True


def look_through(arrival: Arrival) -> bool:
    """The city's markers (S0-22)."""
    arrival.hits = screen(arrival.report, now=arrival.now)
    return True


def hand_on(arrival: Arrival) -> bool:
    """To the work team whose marker hit, else to a unit where the program is sure, else to a reviewer."""
    case, now = arrival.file, arrival.now
    sure = next((hit for hit in arrival.hits if hit.team.parent_id == arrival.committee.pk), None)
    if sure and case.state == "received":
        # without the number of what it repeats: not everybody who reads this file may know of that one
        because = f"{sure.code}: {'、'.join(sure.found)}" if sure.found else sure.code
        cases.refer(case.number, sure.team, sure.kind, because, by=SYSTEM, now=now)
    elif not dispatched(case, screened=bool(arrival.hits), now=now) and arrival.report.channel != "import":
        # a whole file of reports stands in the list of work, not in the inbox
        told(reviewers(case, now), "to_review", case, arrival.event, now)
    return True


def inform(arrival: Arrival) -> bool:
    """Whom an answer of its sender names to be informed, without giving them anything to do."""
    inform_named(arrival.file, arrival.event, arrival.now)
    return True


def count_in(arrival: Arrival) -> bool:
    """Many people about one officer or unit, one person again about one matter: an alert to who supervises (S1-37)."""
    watch(arrival.file, now=arrival.now)
    return True


STAGES: tuple[Callable[[Arrival], bool], ...] = (
    admit,
    file_history,
    open_file,
    look_through,
    hand_on,
    inform,
    count_in,
)
"""Each may run twice and does its work once; it answers whether the report goes on to the next."""
