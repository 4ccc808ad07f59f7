"""Reads of second verifications, and of how fast bad ratings are called back. All take the viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet

from huiyin.cases.actions.clock import facts_of
from huiyin.cases.actions.interest import conflicts_of
from huiyin.cases.models import Case, Verification
from huiyin.cases.queries import visible
from huiyin.cases.search.ways import strange
from huiyin.intake.models import Identity
from huiyin.kernel.actor import Actor
from huiyin.organisations.models import Account, Mandate, Unit
from huiyin.policy import queries as policy
from huiyin.ratings.again.models import Recheck
from huiyin.ratings.again.rules.recheck import RECHECK, Change
from huiyin.ratings.again.standing import had_part, roles_in
from huiyin.ratings.rules.levels import BAD

WATCHING = ("reviewer", "supervisor", "clerk", "leader")


def _here(viewer: Actor) -> QuerySet[Case]:
    """The cases of the viewer's committees that exist for them."""
    return visible(viewer).filter(strange(viewer), committee__in=viewer.units_as(*WATCHING))


def rechecks(viewer: Actor) -> QuerySet[Recheck]:
    """The second verifications that exist for the viewer, those that wait for somebody first."""
    mine = Q(checker=viewer.account_id or 0, unit__in=viewer.units_as("handler"), case__held_back=False)
    for officer in viewer.stays_out_for:
        mine &= ~Q(case__accused__contains=[officer])
    rows = Recheck.objects.filter(Q(case__in=_here(viewer)) | mine)
    return rows.select_related("case__report__rating", "case__organ", "unit", "checker").order_by(
        "state", "-pk"
    )


def recheck_for(viewer: Actor, pk: int) -> Recheck | None:
    """One of them; None where it doesn't exist for the viewer."""
    return rechecks(viewer).filter(pk=pk).first()


def verbs_on(viewer: Actor, row: Recheck) -> tuple[str, ...]:
    """What the viewer may do with it now."""
    return RECHECK.open_to(row.state, roles_in(row, viewer))


def first_finding(case: Case) -> Verification | None:
    """The report on which the first answer rests."""
    done = case.verifications.filter(decisions__approved=True).prefetch_related("findings__allegation")
    return done.order_by("-round").first()


@dataclass(frozen=True)
class Able:
    """Somebody who could look a second time, for a unit."""

    unit: Unit
    account: Account


def able(row: Recheck, now: datetime) -> list[Able]:
    """Who holds the mandate below the committee, had no part in it and has no interest; other houses first."""
    held = (
        Mandate.objects.in_force(now)
        .filter(role="handler", unit__committee=row.case.committee_id, unit__active=True)
        .filter(account__is_active=True, account__officer__isnull=False)
        .select_related("unit", "account__officer__unit")
    )
    out, people = had_part(row.case), {one.account_id for one in held}
    against = conflicts_of(row.case, people - out)
    free = [Able(one.unit, one.account) for one in held if one.account_id not in out | against.keys()]
    return sorted(free, key=lambda one: (one.unit.pk == row.case.organ_id, one.unit.path, one.account.pk))


def changed(viewer: Actor) -> Change:
    """The ratings before and after, of those who rated both answers."""
    rows = Recheck.objects.filter(case__in=_here(viewer), level__isnull=False).order_by("rated_at", "pk")
    pairs = rows.values_list("case__report__rating__level", "level")
    return Change(tuple((before, after or 0) for before, after in pairs))


@dataclass(frozen=True)
class Callbacks:
    """Of the bad ratings of reporters who left a way to be called: called in time, called late, not yet, overdue."""

    whole: int
    in_time: int
    late: int
    waiting: int
    overdue: int


def callbacks(viewer: Actor, *, now: datetime) -> Callbacks:
    """All bad ratings with a telephone are called back, within the city's limit (facts 1.5)."""
    phone = Identity.objects.filter(report=OuterRef("report"), has_phone=True)
    rows = (
        _here(viewer)
        .filter(Exists(phone), report__rating__level__in=BAD)
        .annotate(
            called=Min("report__revisits__at", filter=Q(report__revisits__at__gte=F("report__rating__at"))),
        )
        .select_related("report__rating")
    )
    found = dict.fromkeys(("in_time", "late", "waiting", "overdue"), 0)
    for case in rows:
        due = policy.due("callback", start=case.report.rating.at, **facts_of(case)).due_at
        called = case.called
        found["waiting" if called is None and now <= due else "overdue" if called is None
              else "in_time" if called <= due else "late"] += 1  # fmt: skip
    return Callbacks(sum(found.values()), **found)
