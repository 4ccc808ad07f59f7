"""Holds what carries a mark of secrecy, and lets the secrecy officer release or delete it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.intake.models import Attachment, Imported, NamedOfficer, Report, Supplement
from huiyin.intake.withheld import actions as withheld
from huiyin.intake.withheld.actions import Ground
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import Conflict, NotAllowed, Refused
from huiyin.ledger.actions import looked, record
from huiyin.organisations.models import Account, Mandate, Unit
from huiyin.organisations.queries import actor_for, organ_of
from huiyin.policy import queries as policy
from huiyin.triage.secrecy.models import Quarantine
from huiyin.triage.secrecy.queries import marks
from huiyin.triage.secrecy.rules.lifecycle import LIFECYCLE, ROLE, Snapshot, roles_on
from huiyin.triage.secrecy.rules.marks import Found, in_name, in_text

SHORTEST_REASON = 4
BY_HAND = "by_hand"
"""What stands for a mark where a person held it; their reason is what was found."""


@transaction.atomic
def admit(report: Report, committee: Unit, accused: Sequence[int], *, now: datetime) -> bool:
    """Whether a report may go on. One that carries a mark is held; asked again, it stays held until it is released."""
    row = Report.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)
    if earlier := Quarantine.objects.filter(report=row, supplement=None).first():
        return earlier.state == "released"
    found = _in_report(row)
    if found:
        _hold(row, None, committee, accused, found, now)
    return not found


@transaction.atomic
def admit_supplement(
    supplement: Supplement, committee: Unit, accused: Sequence[int], *, now: datetime
) -> bool:
    """The same for an addition. One that may go on can be read from now on."""
    row = Report.objects.select_for_update(of=("self",)).select_related("unit").get(pk=supplement.report_id)
    earlier = Quarantine.objects.filter(supplement=supplement).first()
    if earlier is None and (found := in_text(supplement.text, marks(), "supplement")):
        earlier = _hold(row, supplement, committee, accused, found, now)
    if earlier is None or earlier.state == "released":
        withheld.clear(supplement.pk)
        return True
    return False


def _in_report(report: Report) -> list[Found]:
    known = marks()
    texts = [("text", report.text), ("officer", report.officer_text)]
    texts += [("reply", past.reply) for past in Imported.objects.filter(report=report)]
    found = [hit for where, text in texts for hit in in_text(text, known, where)]
    sheets = Imported.objects.filter(report=report).values_list("batch__filename", flat=True)
    found += [hit for name in sheets for hit in in_name(name, known)]
    if Attachment.objects.filter(report=report, marked=True).exists():
        found.append(Found("name", "name", ""))
    return found


def _hold(
    report: Report,
    supplement: Supplement | None,
    committee: Unit,
    accused: Sequence[int],
    found: Sequence[Found],
    now: datetime,
    by: Actor = SYSTEM,
) -> Quarantine:
    for officer in () if supplement else accused:
        NamedOfficer.objects.get_or_create(
            report=report, officer_id=officer, defaults={"pinned_by": SYSTEM.account}
        )
    organ = organ_of(report.unit)
    looks = _who_looks(committee, Snapshot("held", committee.pk, organ, tuple(accused)), now)
    due = policy.due(
        "secrecy",
        region=looks.region.code,
        start=now,
        kind=report.problem_type,
        channel=report.channel,
    )
    row, _new = Quarantine.objects.update_or_create(
        report=report,
        supplement=supplement,
        defaults={
            "committee": looks,
            "organ_id": organ,
            "accused": sorted(accused),
            "found": [[hit.mark, hit.where, hit.words] for hit in found],
            "state": LIFECYCLE.first,
            "at": now,
            "due_at": due.due_at,
            "late_at": None,
            "decided_at": None,
        },
    )
    facts = {
        "report": report.pk,
        "supplement": supplement.pk if supplement else None,
        "due": due.due_at.isoformat(),
    }
    record("quarantine", row.pk, "hold", by=by, now=now, unit=looks.pk, data=facts)
    return row


@transaction.atomic
def hold_by_hand(
    report: Report, committee: Unit, accused: Sequence[int], reason: str, *, by: Actor, now: datetime
) -> Quarantine:
    """Holds a report that is worked on already, because a person says why; one that was released before, too.

    Whether they may is the caller's matter. Raises NotAllowed with `no_secrecy_officer` where nobody could let it go.
    """
    row = Report.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)
    found = [Found(BY_HAND, BY_HAND, reason)]
    held = _hold(row, None, committee, accused, found, now, by=by)
    if not officers(held.committee_id, now):
        raise NotAllowed(Refused("no_secrecy_officer"))
    return held


def _who_looks(committee: Unit, held: Snapshot, now: datetime) -> Unit:
    """The nearest committee, going up, that has a secrecy officer whom it isn't about; else the first."""
    here: Unit | None = committee
    while here is not None:
        at = Snapshot(held.state, here.pk, held.organ, held.accused)
        if any(
            roles_on(at, actor_for(one, now.astimezone(SHANGHAI).date())) for one in officers(here.pk, now)
        ):
            return here
        here = Unit.objects.select_related("region").filter(pk=here.committee_id or 0).first()
    return committee


def officers(committee: int, now: datetime) -> list[Account]:
    """The secrecy officers of a committee now."""
    held = Mandate.objects.in_force(now).filter(role=ROLE, unit=committee).values("account")
    return list(Account.objects.filter(pk__in=held, is_active=True).order_by("pk"))


@transaction.atomic
def release(pk: int, reason: str, *, by: Actor, now: datetime) -> Quarantine:
    """Lets it go on, as if it had just arrived. Raises NotAllowed, and Conflict where somebody decided before."""
    row = _taken(pk, "release", reason, by)
    return _decide(row, "release", reason, by, now)


@transaction.atomic
def delete(pk: int, reason: str, basis: str, *, by: Actor, now: datetime) -> Quarantine:
    """Wipes the content for good and leaves a tombstone. Raises like `release`."""
    row = _taken(pk, "delete", reason, by)
    if len(basis.strip()) < SHORTEST_REASON:
        raise NotAllowed(Refused("basis_needed", {"field": "basis"}))
    ground = Ground(reason.strip(), basis.strip())
    if row.supplement:
        withheld.remove_supplement(row.supplement, ground, by=by, now=now)
    else:
        withheld.remove(row.report, ground, by=by, now=now)
        _close_additions(row, reason, by, now)
    row.found = []
    return _decide(row, "delete", reason, by, now)


def _close_additions(row: Quarantine, reason: str, by: Actor, now: datetime) -> None:
    """With the report its additions went, also those that waited for a look of their own."""
    for other in Quarantine.objects.select_for_update().filter(
        report=row.report_id, supplement__isnull=False, state="held"
    ):
        other.found = []
        _decide(other, "delete", reason, by, now)


def _taken(pk: int, verb: str, reason: str, by: Actor) -> Quarantine:
    row = Quarantine.objects.select_for_update(of=("self",)).select_related("report", "supplement").get(pk=pk)
    roles = roles_on(row.snapshot(), by)
    if not roles:
        raise NotAllowed(Refused("unknown"))
    step = LIFECYCLE.step(verb, row.state, roles)
    if isinstance(step, Refused):
        if step.reason == "wrong_state":
            raise Conflict("quarantine")
        raise NotAllowed(step)
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed(Refused("reason_needed", {"field": "reason"}))
    return row


def _decide(row: Quarantine, verb: str, reason: str, by: Actor, now: datetime) -> Quarantine:
    step = next(step for step in LIFECYCLE.steps if step.verb == verb)
    row.state, row.decided_at, row.decided_by = step.target or row.state, now, by.account
    row.reason = reason.strip()
    row.save(update_fields=["state", "decided_at", "decided_by", "reason", "found"])
    record("quarantine", row.pk, verb, by=by, now=now, unit=row.committee_id, data={"report": row.report_id})
    return row


@transaction.atomic
def pass_late(pk: int, *, now: datetime) -> bool:
    """Notes that nobody has looked at it in time, once."""
    if not Quarantine.objects.filter(pk=pk, state="held", late_at=None, due_at__lt=now).update(late_at=now):
        return False
    row = Quarantine.objects.select_for_update(of=("self",)).select_related("report").get(pk=pk)
    data = {"report": row.report_id}
    record("quarantine", pk, "pass_late", by=SYSTEM, now=now, unit=row.committee_id, data=data)
    return True


def read(row: Quarantine, *, by: Actor, now: datetime) -> None:
    """Leaves a record that somebody read something that is held."""
    looked("quarantine", row.pk, "content", by=by, now=now, reason="secrecy", unit=row.committee_id)
