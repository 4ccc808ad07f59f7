"""The only writer of periodic papers: drafted on their day, analysed by people, answered by units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from huiyin.cases.actions.taking import needs_reason
from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import person
from huiyin.intake.withheld.actions import Words, empty
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.models import Unit
from huiyin.organisations.queries import organ_of
from huiyin.policy.models import PeriodicPaper
from huiyin.policy.queries import city, letter_issuers, periodic_papers
from huiyin.reporting.papers.freezing import Frozen, accused_in, freeze
from huiyin.reporting.papers.models import Advice, PaperDraft, Tabled, Tendency
from huiyin.reporting.papers.queries import advisable, meeting_of, paper_for
from huiyin.reporting.papers.rules.addressing import Place, addressed
from huiyin.reporting.papers.rules.calendar import due
from huiyin.reporting.rules.cycles import Period
from huiyin.supervision.letters import actions as letters
from huiyin.supervision.letters.addressees import kept_out, reachable


def draft_due(now: datetime) -> list[PaperDraft]:
    """Drafts what the calendar asks for today and isn't there yet, for each committee that is to have it."""
    here, today, made = city(), now.astimezone(SHANGHAI).date(), []
    for row in periodic_papers():
        if period := due(row.every, row.day, today, here.start, here.cycle_day):
            there = PaperDraft.objects.filter(paper=row.code, first=period.first).values("committee")
            for committee in _whose(row, here.committee).exclude(pk__in=there):
                made.append(draft(row, committee, period, now=now))
    return made


def _whose(row: PeriodicPaper, committee: str) -> QuerySet[Unit]:
    """The city's committee; with those below it that send letters, where the paper is for counties too."""
    own = Q(code=committee)
    below = Q(kind="committee", committee__code=committee, code__in=letter_issuers(), active=True)
    return Unit.objects.filter(own | below if row.counties else own).order_by("pk")


@transaction.atomic
def draft(row: PeriodicPaper, committee: Unit, period: Period, *, now: datetime) -> PaperDraft:
    """One paper, its figures frozen as they are now; a letter that people edit, approve and sign."""
    units = row.to == "units"
    frozen = freeze(committee, period, units=units, types=row.types, now=now)
    accused = accused_in(frozen.cases)
    letter = letters.draft(
        row.letter, committee, _addressees(committee, frozen, accused, now) if units else committee,
        facts=frozen.facts, accused=sorted(accused), now=now,
        because=f"paper:{row.code}:{committee.pk}:{period.first.isoformat()}",
    )  # fmt: skip
    made = PaperDraft.objects.create(
        paper=row.code, committee=committee, letter=letter, first=period.first, last=period.last,
        figures=frozen.figures, tables=frozen.tables, cases=frozen.cases, at=now,
    )  # fmt: skip
    record("paper", made.pk, "draft", by=SYSTEM, now=now, **_about(made))
    return made


def _addressees(committee: Unit, frozen: Frozen, accused: set[int], now: datetime) -> list[Unit]:
    """The units of the committee's own level; none that somebody leads of whom the figures speak."""
    out, rows = kept_out(accused), {unit.pk: unit for unit in advisable(committee.pk)}
    places = [Place(pk, organ_of(unit), reachable(unit, out, now)) for pk, unit in rows.items()]
    named = {int(str(key)) for key, _, _ in frozen.tables["unit"] if str(key).isdigit()}
    return [rows[pk] for pk in addressed(places, named)] or [committee]


@transaction.atomic
def find(pk: int, text: str, *, by: Actor, now: datetime) -> Tendency:
    """A supervisor of the committee writes down a tendency that the analysis shows."""
    made = Tendency.objects.create(paper=_mine(pk, by), text=needs_reason(text), by_id=person(by), at=now)
    record("tendency", made.pk, "find", by=by, now=now, **_about(made.paper))
    return made


@transaction.atomic
def advise(pk: int, unit: int, text: str, *, by: Actor, now: datetime) -> Advice:
    """A unit below the committee is advised to mend what a tendency (its id) names."""
    tendency = Tendency.objects.select_related("paper").filter(pk=pk).first()
    paper = _mine(tendency.paper_id if tendency else 0, by)
    if (
        tendency is None
        or not Unit.objects.filter(pk=unit, committee=paper.committee_id, active=True).exists()
    ):
        raise NotAllowed(Refused("not_your_unit"))
    words = needs_reason(text)
    made = Advice.objects.create(tendency=tendency, unit_id=unit, text=words, by_id=person(by), at=now)
    record("advice", made.pk, "advise", by=by, now=now, **_about(paper, unit=unit))
    return made


@transaction.atomic
def take_up(pk: int, measure: str, *, adopted: bool, by: Actor, now: datetime) -> Advice:
    """Who leads the unit says, once, whether it follows the advice, and what it does or why not."""
    row = (
        Advice.objects.select_for_update(of=("self",)).select_related("tendency__paper").filter(pk=pk).first()
    )
    if row is None or row.unit_id not in by.units_as("approver", "chief"):
        raise NotAllowed(Refused("unknown"))
    if row.answered_at is not None:
        raise NotAllowed(Refused("answered_already"))
    row.adopted, row.measure = adopted, needs_reason(measure)
    row.answered_by_id, row.answered_at = person(by), now
    row.save()
    record("advice", row.pk, "take_up", by=by, now=now, **_about(row.tendency.paper, unit=row.unit_id))
    return row


@transaction.atomic
def table(pk: int, text: str, *, number: str = "", by: Actor, now: datetime) -> Tabled:
    """A supervisor puts an item before the meeting over a paper; `number`: a case that the paper counted."""
    paper = _mine(pk, by)
    if not meeting_of(paper):
        raise NotAllowed(Refused("no_meeting"))
    case = Case.objects.filter(number=number, pk__in=paper.cases).first() if number else None
    if number and case is None:
        raise NotAllowed(Refused("unknown_choice", {"field": "number"}))
    made = Tabled.objects.create(paper=paper, case=case, text=needs_reason(text), by_id=person(by), at=now)
    record("tabled", made.pk, "table", by=by, now=now, **_about(paper))
    return made


@transaction.atomic
def resolve(pk: int, decision: str, *, by: Actor, now: datetime) -> Tabled:
    """A supervisor writes down, once, what the meeting decided about an item."""
    row = Tabled.objects.select_for_update(of=("self",)).select_related("paper").filter(pk=pk).first()
    paper = _mine(row.paper_id if row else 0, by)
    if row is None or row.decided_at is not None:
        raise NotAllowed(Refused("answered_already"))
    row.decision, row.decided_by_id, row.decided_at = needs_reason(decision), person(by), now
    row.save()
    record("tabled", row.pk, "resolve", by=by, now=now, **_about(paper))
    return row


def expunge(case: Case, *, now: datetime) -> None:
    """Its report was deleted: what was put before a meeting about it goes, too; figures stand. Twice is once."""
    empty(written(case))


def written(case: Case) -> Iterator[Words]:
    yield Tabled.objects.filter(case=case), ("text", "decision")


def _mine(pk: int, by: Actor) -> PaperDraft:
    row = paper_for(by, pk)
    if row is None or "supervisor" not in by.roles_in(row.committee_id):
        raise NotAllowed(Refused("unknown" if row is None else "wrong_role", {"verb": "find"}))
    return row


def _about(paper: PaperDraft, **more: int) -> dict[str, Any]:
    return {"unit": paper.committee_id, "data": {"paper": paper.pk} | more}
