"""What an inspector's day begins with. Every read takes the viewer: what isn't theirs to see isn't counted either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import MD5, Coalesce

from huiyin.cases.models import Assignment, Case, Decision, Reply, Talk, Verification
from huiyin.cases.queries import late, visible
from huiyin.cases.rules.lifecycle import OPEN
from huiyin.cases.search.ways import strange
from huiyin.intake.models import Attachment
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.models import Access, Event
from huiyin.organisations.models import Unit
from huiyin.policy.queries import policy
from huiyin.supervision.rounds.models import Breach, FollowUp
from huiyin.supervision.rounds.rules.accountability import BREACH, judges
from huiyin.supervision.rounds.rules.irregular import Looked, irregular
from huiyin.supervision.rounds.rules.movements import KIND

WATCHING = ("supervisor", "reviewer", "leader")
"""Roles of a committee that look through all that moves there."""

MOST_EVENTS = 5_000
MOST_IN_HAND = 2_000
"""More than an inspector reads in a day; the page says where it stopped."""

IN_HAND = ("assigned", "verifying", "submitted", "approved", "answered")


@dataclass(frozen=True)
class Moved:
    """The latest step of its kind that a case took, and when."""

    case: Case
    verb: str
    at: datetime


def over(viewer: Actor) -> QuerySet[Case]:
    """The cases that the viewer supervises, as far as they exist for them."""
    mine = visible(viewer).filter(strange(viewer), committee__in=viewer.units_as(*WATCHING))
    return mine.select_related("reported", "organ", "unit", "committee")


def moved(viewer: Actor, since: datetime, until: datetime) -> Mapping[str, list[Moved]]:
    """What moved from `since` up to `until`, by kind, the latest first; each case once in a kind."""
    rows = Event.objects.filter(subject_kind="case", at__gte=since, at__lt=until, verb__in=KIND)
    events = list(rows.order_by("-at", "-pk").values_list("subject_id", "verb", "at")[:MOST_EVENTS])
    cases = over(viewer).in_bulk({int(subject) for subject, _verb, _at in events})
    found: dict[str, dict[int, Moved]] = defaultdict(dict)
    for subject, verb, at in events:
        case = cases.get(int(subject))
        if case is not None:
            found[KIND[verb]].setdefault(case.pk, Moved(case, verb, at))
    return {kind: list(by_case.values()) for kind, by_case in found.items()}


def late_now(viewer: Actor, now: datetime) -> QuerySet[Case]:
    """What stands still past a deadline, longest first."""
    return over(viewer).filter(late(now)).order_by("due_at", "pk")


def late_soon(viewer: Actor, now: datetime) -> QuerySet[Case]:
    """What will be late by the end of the next working day if nobody acts."""
    calendar = policy().calendar
    until = policy().office_hours.end_of(calendar.add_working_days(now.astimezone(SHANGHAI).date(), 1))
    soon = Q(due_at__gte=now, due_at__lte=until) | Q(
        promised_at__gte=now, promised_at__lte=until, answered_at=None
    )
    return over(viewer).filter(soon, state__in=OPEN.split()).exclude(late(now)).order_by("due_at", "pk")


def irregularities(viewer: Actor, now: datetime, since: datetime) -> list[tuple[Case, tuple[str, ...]]]:
    """The cases in hand, or answered from `since` on, that a rule of the city catches, with the rules."""
    limits = policy().watches
    rows = over(viewer).filter(Q(state__in=IN_HAND) | Q(answered_at__gte=since), main=None)
    cases = list(_looked_into(rows).order_by("due_at", "pk")[:MOST_IN_HAND])
    pictures, opened = _pictures(cases)
    twins = _twins(cases, since) if "copied" in limits else {}
    calendar = policy().calendar
    found = []
    for case in cases:
        seen = Looked(
            state=case.state, now=now,
            accepted_at=getattr(case, "accepted", None), touched_at=getattr(case, "touched", None),
            pictures=len(pictures.get(case.report_id, ())), opened=case.pk in opened,
            sent_back=getattr(case, "sent_back", 0), reworked=getattr(case, "reworked", 0),
            twins=twins.get(case.pk, 0), entered_late=getattr(case, "entered_late", timedelta()).days,
        )  # fmt: skip
        if caught := irregular(seen, limits, calendar):
            found.append((case, caught))
    return found


def _looked_into(cases: QuerySet[Case]) -> QuerySet[Case]:
    mine = {"case": OuterRef("pk")}
    given = Assignment.objects.filter(**mine, ended_at=None).order_by("-at")
    written = Verification.objects.filter(**mine).order_by("-saved_at")
    behind = ExpressionWrapper(F("at") - F("held_at"), output_field=DurationField())
    entered = Talk.objects.filter(**mine).annotate(behind=behind).order_by("-behind")
    sent_back = Assignment.objects.filter(**mine).exclude(sent_back_because="")
    returned = Decision.objects.filter(verification__case=OuterRef("pk"), approved=False)
    return cases.annotate(
        accepted=Subquery(given.values("accepted_at")[:1]),
        touched=Subquery(written.values("saved_at")[:1]),
        entered_late=Coalesce(Subquery(entered.values("behind")[:1]), timedelta()),
        sent_back=_count(sent_back, "case"),
        reworked=_count(returned, "verification__case"),
    )


def _count(rows: QuerySet[Assignment] | QuerySet[Decision], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _pictures(cases: Sequence[Case]) -> tuple[Mapping[int, list[int]], set[int]]:
    """The pictures released to units, by report; and the cases of which somebody who handles them opened one."""
    reports = {case.report_id: case for case in cases if case.state == "verifying"}
    released: dict[int, list[int]] = defaultdict(list)
    shown = Attachment.objects.filter(report__in=reports, released_to_unit=True)
    for pk, report in shown.values_list("pk", "report"):
        released[report].append(pk)
    of = {str(pk): report for report, pks in released.items() for pk in pks}
    seen = Access.objects.filter(subject_kind="attachment", subject_id__in=list(of)).values_list(
        "subject_id", "actor"
    )
    opened = {
        reports[of[subject]].pk
        for subject, actor in seen
        if actor in {f"account:{pk}" for pk in reports[of[subject]].handlers}
    }
    return released, opened


def _twins(cases: Sequence[Case], since: datetime) -> Mapping[int, int]:
    """How many other matters have an answer in the very same words, for those answered from `since` on."""
    answered = [case.pk for case in cases if case.answered_at and case.answered_at >= since]
    same = (
        Reply.objects.annotate(words=MD5("text"))
        .filter(words=OuterRef("words"), kind="result", case__main=None)
        .exclude(pk=OuterRef("pk"))
        .order_by()
        .values("words")
        .annotate(n=Count("pk"))
    )
    rows = Reply.objects.filter(case__in=answered, kind="result").annotate(words=MD5(F("text")))
    others = Subquery(same.values("n"), output_field=IntegerField())
    return dict(rows.annotate(others=others).filter(others__gt=0).values_list("case", "others"))


def open_questions(viewer: Actor) -> QuerySet[FollowUp]:
    """What was asked and isn't explained yet, oldest first."""
    rows = FollowUp.objects.filter(kind="explain", answered_at=None, case__in=over(viewer).values("pk"))
    return rows.select_related("case", "by").order_by("at")


def follow_ups_of(case: Case) -> list[FollowUp]:
    """What was asked in a case; the caller fetched it for a viewer who works on it."""
    return list(case.follow_ups.select_related("by", "answered_by").order_by("at", "pk"))


def breaches(viewer: Actor) -> QuerySet[Breach]:
    """The accountability records of committees that the viewer supervises or leads, those on their own unit as its
    leader, and those on themselves; never one out of a case that is about them, somebody close to them, or held for
    secrecy. What is left of one whose case was deleted is on record like any other.
    """
    mine = Q(committee__in=viewer.units_as("supervisor", "leader"))
    mine |= Q(unit__in=viewer.units_as("approver", "chief"))
    if viewer.officer is not None:
        mine |= Q(officer=viewer.officer)
    hidden = Q(case__held_back=True) & ~Q(facts="")
    for officer in sorted(viewer.stays_out_for):
        hidden |= Q(case__accused__contains=[officer])
    mine &= ~Q(pk__in=Breach.objects.filter(hidden).values("pk"))
    rows = Breach.objects.filter(mine).select_related(
        "unit", "officer", "case", "by", "decided_by", "objected_by"
    )
    return rows.order_by("-at", "-pk")


@dataclass(frozen=True)
class Wanted:
    """What the register of accountability records is asked. Empty: everything."""

    state: str = ""
    words: str = ""
    year: int | None = None


def register(viewer: Actor, wanted: Wanted) -> QuerySet[Breach]:
    """Of the records that the viewer may read those that answer `wanted`, newest first (S3-21)."""
    rows = breaches(viewer)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.year:
        begins = datetime(wanted.year, 1, 1, tzinfo=SHANGHAI)
        rows = rows.filter(at__gte=begins, at__lt=datetime(wanted.year + 1, 1, 1, tzinfo=SHANGHAI))
    for word in wanted.words.split():
        rows = rows.filter(
            Q(unit__name__icontains=word) | Q(unit__name_en__icontains=word) | Q(officer__name__icontains=word)
            | Q(basis__icontains=word) | Q(facts__icontains=word) | Q(decision__icontains=word)
        )  # fmt: skip
    return rows


def verbs_on(viewer: Actor, row: Breach) -> tuple[str, ...]:
    """What the viewer may do with a record that they may read."""
    roles = set()
    if row.unit_id in viewer.units_as("approver", "chief") or (
        row.officer_id and row.officer_id == viewer.officer
    ):
        roles.add("blamed")
    if judges(viewer.roles_in(row.committee_id), stated_it=viewer.account == f"account:{row.by_id}") is None:
        roles.add("judge")
    return BREACH.open_to(row.state, frozenset(roles))


def may_state(viewer: Actor) -> QuerySet[Unit]:
    """The units against which the viewer may state a breach."""
    mine = Unit.objects.filter(committee__in=viewer.units_as("supervisor"), active=True)
    return mine.exclude(kind__in=("team", "group")).order_by("path")
