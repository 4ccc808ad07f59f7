"""The pool, and what a round will be."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.intake.crypto import provider
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.organisations.models import Unit
from huiyin.panels.envelopes import closed
from huiyin.panels.models import Judge, Judged, Round
from huiyin.panels.rules import quotas, scoring
from huiyin.panels.rules.lifecycle import ROUND
from huiyin.panels.rules.terms import plan_of, rule_of
from huiyin.panels.rules.verify_draw import digest

KEEPING = frozenset({"clerk", "reviewer"})


@dataclass(frozen=True)
class Entry:
    """A line of a roster. `ties`: (own, relative or former; code of the unit)."""

    code: str
    name: str
    phone: str
    values: Mapping[str, str]
    ties: Sequence[tuple[str, str]] = ()
    consents: bool = False
    refuses: bool = False


@transaction.atomic
def enter(committee: Unit, roster: Sequence[Entry], *, by: Actor, now: datetime) -> tuple[int, int]:
    """Puts a roster into the pool; who is there already is brought up to date. How many are new, how many changed.

    Raises NotAllowed: `person_twice` with the code, or for who doesn't keep the committee's pool.
    """
    _keeps(committee.pk, by)
    codes = [entry.code for entry in roster]
    if (
        twice := next((code for code in codes if codes.count(code) > 1), None)
        if len(set(codes)) < len(codes)
        else None
    ):
        raise NotAllowed(Refused("person_twice", {"code": twice}))
    there = {j.code: j for j in Judge.objects.select_for_update().filter(committee=committee, code__in=codes)}
    made = [_filled(Judge(committee=committee, code=e.code), e) for e in roster if e.code not in there]
    changed = [_filled(there[e.code], e) for e in roster if e.code in there]
    Judge.objects.bulk_create(made)
    fields = ["wrapped_key", "sealed", "values", "ties", "consents", "refuses", "active"]
    Judge.objects.bulk_update(changed, fields, batch_size=500)
    facts = {"new": len(made), "changed": len(changed)}
    record("pool", committee.pk, "enter", by=by, now=now, unit=committee.pk, data=facts)
    return len(made), len(changed)


def _filled(judge: Judge, entry: Entry) -> Judge:
    closed(judge, entry.name, entry.phone)
    judge.values, judge.ties = dict(entry.values), [list(tie) for tie in entry.ties]
    judge.consents, judge.refuses, judge.active = entry.consents, entry.refuses, True
    return judge


@transaction.atomic
def plan(
    committee: Unit,
    kind: str,
    title: str,
    terms: Mapping[str, Any],
    units: Sequence[Unit],
    *,
    by: Actor,
    now: datetime,
) -> Round:
    """A new round over `units`, by `terms` = {"plan", "rule", "cooldown"} as a blueprint writes them.

    Raises NotAllowed with the first mistake in the terms, `nothing_to_judge` without units.
    """
    _keeps(committee.pk, by)
    drawn = plan_of(terms["plan"])
    mistakes = (quotas.mistakes(drawn) if drawn.seats else []) + scoring.mistakes(rule_of(terms["rule"]))
    if mistakes or not units:
        first = mistakes[0] if mistakes else quotas.Mistake("nothing_to_judge", "objects")
        raise NotAllowed(Refused(first.reason, {"about": first.about}))
    Unit.objects.select_for_update(no_key=True).get(pk=committee.pk)  # one serial after the other
    last = (
        Round.objects.filter(committee=committee).order_by("-serial").values_list("serial", flat=True).first()
    )
    crypto, serial = provider(), (last or 0) + 1
    round_ = Round.objects.create(
        committee=committee,
        serial=serial,
        kind=kind,
        title=title,
        state=ROUND.first,
        plan=terms["plan"],
        rule=terms["rule"],
        cooldown=terms.get("cooldown", 0),
        salt=crypto.wrap(secrets.token_bytes(32), f"salt:{committee.pk}:{serial}".encode()),
    )
    Judged.objects.bulk_create(Judged(round=round_, unit=unit, position=i) for i, unit in enumerate(units))
    facts = {"serial": serial, "kind": kind, "objects": len(units), "rule": digest(terms["rule"])}
    record("round", round_.pk, "plan", by=by, now=now, unit=committee.pk, data=facts)
    return round_


def _keeps(committee: int, by: Actor) -> None:
    roles = by.roles_in(committee)
    if not roles & KEEPING:
        raise NotAllowed(Refused("wrong_role" if roles else "unknown", {"verb": "plan"}))
