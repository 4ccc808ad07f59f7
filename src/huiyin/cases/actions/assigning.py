"""A case is given to a unit, by name, redacted, and only to people without an interest in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from huiyin.cases.actions.interest import conflicts_of
from huiyin.cases.actions.taking import allowed, locked, needs_reason, take, tidy
from huiyin.cases.models import Allegation, Assignment, Blocked, Case, Finding
from huiyin.intake.attachments.rules.kinds import may_release
from huiyin.intake.models import Attachment
from huiyin.intake.vault import telling
from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.ledger.prepared import Change, Fixed, Given, Many, Part, adding
from huiyin.organisations.models import Mandate


@dataclass(frozen=True)
class Order:
    """An assignment as the committee words it. `summary` and `allegations` are what the unit may read.

    `released` are the attachments that the unit may open: none unless the committee says so for each. `weight`: major
    or complex, where the city asks more people to sign for such matters (S3-18).
    """

    unit: int
    handlers: tuple[int, ...]
    approver: int
    summary: str
    allegations: tuple[str, ...]
    demand: str = ""
    released: tuple[int, ...] = ()
    weight: str = ""


def assign(number: str, order: Order, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """Gives a reviewed case to a unit (S0-17). Raises NotAllowed with `conflict_of_interest`, which is logged."""
    return _give(number, "assign", order, by=by, now=now, seen=seen)


def reassign(number: str, order: Order, *, by: Actor, now: datetime, seen: int | None = None) -> Case:
    """The supervising body gives a case out again, to the same unit or another: a locked one (S0-19), or one whose
    people can't go on with it (moved, left, or themselves named in it). Who had taken it on is out.
    """
    return _give(number, "reassign", order, by=by, now=now, seen=seen)


def dispatch(number: str, order: Order, *, by: Actor = SYSTEM, now: datetime, limit: str = "") -> Case:
    """The program gives a case to a unit by the city's rules, or by what it learned (S3-07). Nobody else may.

    `limit` is the row of the city's limits that the rule names for taking it up.
    """
    return _give(number, "dispatch", order, by=by, now=now, seen=None, limit=limit)


def redirect(
    number: str, order: Order, reason: str, *, by: Actor, now: datetime, seen: int | None = None
) -> Case:
    """The committee gives a case that nobody took up yet to another unit, in one act and with a reason."""
    return _give(number, "redirect", order, by=by, now=now, seen=seen, because=reason)


def _give(
    number: str,
    verb: str,
    order: Order,
    *,
    by: Actor,
    now: datetime,
    seen: int | None,
    because: str = "",
    limit: str = "",
) -> Case:
    with transaction.atomic():
        case = locked(number)
        before = allowed(case, verb, by, seen)
        why = needs_reason(because) if verb == "redirect" else ""
        _needs_people(order, now)
        against = conflicts_of(case, (*order.handlers, order.approver))
        if not against:
            _tells_nobody(case, order)
            also = {
                "taken_back": _ENDED.part(case=case.pk, now=now, why=why),
                **_ordered(case, order, by=by, now=now),
            }
            return take(
                case, verb, before, by=by, now=now, limit=limit, worded=True, also=also,
                unit=order.unit, handlers=sorted(order.handlers), approver=order.approver,
            )  # fmt: skip
        _block(case, against, by=by, now=now)
    raise NotAllowed(Refused("conflict_of_interest", {"conflicts": against}))


def _block(case: Case, against: Mapping[int, str], *, by: Actor, now: datetime) -> None:
    for who, why in against.items():
        row = Blocked.objects.create(case=case, account_id=who, why=why, by_id=by.account_id, at=now)
        facts = {"case": case.pk, "account": who, "why": why}
        record("conflict", row.pk, "block", by=by, now=now, unit=case.committee_id, data=facts)


_HELD = Fixed(
    lambda: (
        Mandate.objects.in_force_on(Given("on"))
        .filter(unit=Given("unit"), unit__active=True, account__in=Many("accounts"), account__is_active=True)
        .values_list("role", "account_id", "account__officer_id")
    )
)


def _needs_people(order: Order, now: datetime) -> None:
    """Handlers and approver must hold the mandate for that unit today, be different people, and be in the register.

    Of an account without an entry nobody can say who it is, or in what they have an interest.
    """
    if not order.handlers or order.approver in order.handlers:
        raise NotAllowed(Refused("people_needed"))
    if not order.summary.strip() or not any(a.strip() for a in order.allegations):
        raise NotAllowed(Refused("summary_needed"))
    people = {*order.handlers, order.approver}
    needed = {("approver", order.approver), *(("handler", account) for account in order.handlers)}
    on = now.astimezone(SHANGHAI).date()
    rows = _HELD.all(unit=order.unit, accounts=list(people), on=on)
    if not needed <= {(role, account) for role, account, _ in rows}:
        raise NotAllowed(Refused("people_needed"))
    if any(officer is None for role, account, officer in rows if (role, account) in needed):
        raise NotAllowed(Refused("not_in_register"))


def _tells_nobody(case: Case, order: Order) -> None:
    """What the unit reads must not say who reported."""
    texts = [("summary", order.summary), ("demand", order.demand), *_alleged(order)]
    said = telling(case.number, [text for _, text in texts])
    for field, text in texts:
        if text in said:
            raise NotAllowed(Refused("tells_reporter", {"field": field}))


def _alleged(order: Order) -> list[tuple[str, str]]:
    return [("allegations", text) for text in order.allegations if text.strip()]


_ALLEGED = Fixed(
    lambda: Allegation.objects.filter(case=Given("case")).order_by("position")
    .values_list("pk", "text", "position", Exists(Finding.objects.filter(allegation=OuterRef("pk"))))
)  # fmt: skip
_ENDED = Change(
    lambda: Assignment.objects.filter(case=Given("case"), ended_at=None),
    ended_at=Given("now"), moved_because=Given("why"),
)  # fmt: skip
_KEEP_BACK = Change(
    lambda: Attachment.objects.filter(report=Given("report")).exclude(pk__in=Many("released")),
    released_to_unit=False,
)
_HANDLERS = """
INSERT INTO cases_assignment_handlers (assignment_id, account_id) SELECT id, unnest(%s::bigint[]) FROM given"""


def _ordered(case: Case, order: Order, *, by: Actor, now: datetime) -> dict[str, Part]:
    """The order, for its step to write: what is given, to whom, and which files stay with the committee."""
    case.summary = tidy("summary", order.summary)
    given = Assignment(
        case=case,
        unit_id=order.unit,
        approver_id=order.approver,
        summary=case.summary,
        demand=tidy("demand", order.demand),
        weight=order.weight,
        by_id=by.account_id,
        at=now,
    )
    new = _allegations(case, order)
    _release(case, order.released)
    return {
        "given": adding(given),
        "handlers": (_HANDLERS, [list(order.handlers)]),
        **({"alleged": adding(*new)} if new else {}),
        "kept_back": _KEEP_BACK.part(report=case.report_id, released=list(order.released)),
    }


def _allegations(case: Case, order: Order) -> list[Allegation]:
    """The new allegations of this order; those of which something was found out already stay, the others go."""
    before = _ALLEGED.all(case=case.pk)
    if gone := [pk for pk, _, _, found in before if not found]:
        case.allegations.filter(pk__in=gone).delete()
    kept = {text: position for _, text, position, found in before if found}
    texts = [tidy(field, text) for field, text in _alleged(order)]
    new = [text for text in dict.fromkeys(texts) if text not in kept]
    first = max(kept.values(), default=0) + 1
    return [Allegation(case=case, position=place, text=text) for place, text in enumerate(new, first)]


def _release(case: Case, released: tuple[int, ...]) -> None:
    if not released:
        return
    for attachment in Attachment.objects.filter(report=case.report_id, pk__in=released):
        if refused := may_release(attachment.kind):
            raise NotAllowed(refused)
        attachment.released_to_unit = True
        attachment.save(update_fields=["released_to_unit"])
