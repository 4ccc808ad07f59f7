"""What moved since, with the document that says so: stated before a round is published, and with it (S4-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.taking import needs_reason
from huiyin.cases.rules.lifecycle import person
from huiyin.intake.attachments.actions import claim
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.kernel.text import clean
from huiyin.ledger.actions import record
from huiyin.panels.actions.taking import locked, take
from huiyin.panels.models import Indicator, Round
from huiyin.panels.queries import KEEPERS
from huiyin.panels.rules.indicators import Span, incomparable

LONGEST = {"name": 60, "source": 200, "counted_in": 20}


@dataclass(frozen=True)
class Moved:
    """What was counted (`counted_in`: petitions, cases), by whom, and in which two spans."""

    name: str
    source: str
    counted_in: str
    before: Span
    after: Span


@transaction.atomic
def state_indicator(pk: int, moved: Moved, document: str, *, by: Actor, now: datetime) -> Indicator:
    """Puts an indicator beside a round. `document` is the token of a file that arrived: the source's own paper.

    Raises NotAllowed: as `incomparable`; `missing`, `too_long`, `upload_gone`.
    """
    round_ = locked(pk, "state_indicator", by)
    if refused := incomparable(moved.before, moved.after, now.astimezone(SHANGHAI).date()):
        raise NotAllowed(refused)
    words = {name: _said(name, getattr(moved, name)) for name in LONGEST}
    file = claim(document, now=now)
    made = Indicator.objects.create(
        round=round_, document=file, stated_by_id=person(by), stated_at=now, **words,
        before_since=moved.before.since, before_until=moved.before.until, before=moved.before.value,
        after_since=moved.after.since, after_until=moved.after.until, after=moved.after.value,
    )  # fmt: skip
    take(round_, "state_indicator", by=by, now=now, indicator=made.pk, sha256=file.sha256)
    return made


def _said(name: str, text: str) -> str:
    found = clean(text, LONGEST[name])
    if isinstance(found, Refused):
        raise NotAllowed(Refused(found.reason, {**found.detail, "field": name}))
    if not found.strip():
        raise NotAllowed(Refused("missing", {"field": name}))
    return found.strip()


@transaction.atomic
def withdraw_indicator(pk: int, reason: str, *, by: Actor, now: datetime) -> Indicator:
    """Takes back what was wrong. What was published stays to be read, with the reason beside it; a leader does that.

    Raises NotAllowed: `unknown`, `wrong_role`, `withdrawn_already`, `reason_needed`.
    """
    one = Indicator.objects.select_for_update().filter(pk=pk).first()
    round_ = Round.objects.light().get(pk=one.round_id) if one else None
    roles = by.roles_in(round_.committee_id) & {*KEEPERS, "leader"} if round_ else frozenset()
    if one is None or round_ is None or not roles:
        raise NotAllowed(Refused("unknown"))
    if round_.state == "published" and "leader" not in roles:
        raise NotAllowed(Refused("wrong_role", {"verb": "withdraw_indicator"}))
    if one.withdrawn_at:
        raise NotAllowed(Refused("withdrawn_already"))
    one.withdrawn, one.withdrawn_at = needs_reason(reason), now
    one.save(update_fields=["withdrawn", "withdrawn_at"])
    facts = {"round": round_.pk}
    record("indicator", one.pk, "withdraw", by=by, now=now, unit=round_.committee_id, data=facts)
    return one
