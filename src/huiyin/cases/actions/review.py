"""What the committee and its work teams decide before a unit hears of a case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.taking import allowed, locked, needs_reason, take
from huiyin.cases.models import Case, Referral, Reply
from huiyin.cases.rules.lifecycle import person
from huiyin.intake.models import NamedOfficer
from huiyin.intake.vault import telling
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.prepared import Fixed, Given, Part, adding
from huiyin.organisations.models import Officer, Unit


@transaction.atomic
def refer(
    number: str, team: Unit, kind: str, reason: str, *, by: Actor, now: datetime, seen: int | None = None
) -> Case:
    """Puts a case into the queue of a work team of its committee (S0-05, S0-22)."""
    case = locked(number)
    before = allowed(case, "refer", by, seen)
    if team.kind != "team" or not team.active or team.parent_id != case.committee_id:
        raise NotAllowed(Refused("unknown_choice", {"field": "team"}))
    Referral.objects.create(
        case=case, team=team, kind=kind, reason=needs_reason(reason), by_id=by.account_id, at=now
    )
    return take(case, "refer", before, by=by, now=now, team=team.pk, kind=kind)


@transaction.atomic
def return_from_team(number: str, reason: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """A work team finds that the case isn't theirs, or a supervisor that nobody there moves it: back to review."""
    case = locked(number)
    before = allowed(case, "return_from_team", by, seen)
    case.referrals.filter(ended_at=None).update(ended_at=now, returned_because=needs_reason(reason))
    return take(case, "return_from_team", before, by=by, now=now)


@transaction.atomic
def channel(number: str, text: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """A work team leads the matter into its procedure and tells the reporter which, and where it goes on."""
    case = locked(number)
    before = allowed(case, "channel", by, seen)
    case.referrals.filter(ended_at=None).update(ended_at=now)
    also = replied(case, "procedure", text, by, now)
    return take(case, "channel", before, by=by, now=now, also=also)


@transaction.atomic
def decline(number: str, text: str, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """Ends a case that isn't for this platform; the reporter reads why and where to turn."""
    case = locked(number)
    before = allowed(case, "decline", by, seen)
    also = replied(case, "declined", text, by, now)
    return take(case, "decline", before, by=by, now=now, also=also)


def replied(case: Case, kind: str, text: str, by: Actor, now: datetime) -> dict[str, Part]:
    """The answer that the reporter reads, for its step to write. Raises NotAllowed where it says nothing.

    Where other cases are joined under this one, several people read it: then it may name none of them.
    """
    others = _UNANSWERED.all(case=case.pk)
    if others and any(telling(number, [text]) for number in (case.number, *others)):
        raise NotAllowed(Refused("tells_reporter", {"field": "text"}))
    return {"replied": adding(Reply(case=case, kind=kind, text=needs_reason(text), by_id=person(by), at=now))}


_UNANSWERED = Fixed(
    lambda: Case.objects.filter(main=Given("case"), answered_at=None).values_list("number", flat=True)
)
"""The numbers of what is joined under a case and waits for its answer."""


@transaction.atomic
def pin(number: str, officers: Sequence[int], *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """Names officers whom the case is about: from this moment it doesn't exist for them."""
    case = locked(number)
    before = allowed(case, "pin", by, seen)
    known = Officer.objects.filter(pk__in=officers).count()
    if not officers or known != len(set(officers)):
        raise NotAllowed(Refused("unknown_choice", {"field": "officers"}))
    name_officers(case, officers, by=by)
    return take(case, "pin", before, by=by, now=now, officers=sorted(set(officers)))


def name_officers(case: Case, officers: Iterable[int], *, by: Actor) -> None:
    """Notes on the report whom it is about, beside those whom its sender named."""
    for officer in officers:
        NamedOfficer.objects.get_or_create(
            report=case.report, officer_id=officer, defaults={"pinned_by": by.account}
        )
