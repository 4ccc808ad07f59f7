"""What was talked over with the reporter is written down when it happened, and by whom (S3-14, S3-04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.taking import locked, needs_reason
from huiyin.cases.models import Case, Talk, TalkPaper
from huiyin.cases.rules.lifecycle import person, roles_on
from huiyin.intake.attachments.actions import claim
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.policy.queries import policy
from huiyin.policy.rules.handling import TALKS

TALKING = frozenset({"clerk", "reviewer", "supervisor", "handler"})
"""Who talks with a reporter: the committee, which may know them; handlers, where the reporter came to them."""

STATES = ("assigned", "verifying", "submitted", "approved", "answered")


@dataclass(frozen=True)
class Said:
    """`held` False: it was tried and couldn't be; then `text` says why. `paper`: the token of a file that arrived."""

    kind: str
    held: bool
    held_at: datetime
    text: str
    paper: str = ""


@transaction.atomic
def write_talk(number: str, said: Said, *, by: Actor, now: datetime) -> Talk:
    """Keeps a talk. It is never changed afterwards; a later one is another record.

    Raises NotAllowed: wrong_role, unknown, wrong_state, unknown_choice, not_then, reason_needed, upload_gone.
    """
    case, unit = _talking(number, "write_talk", by)
    if said.kind not in TALKS:
        raise NotAllowed(Refused("unknown_choice", {"field": "kind"}))
    if not case.received_at <= said.held_at <= now:
        raise NotAllowed(Refused("not_then", {"field": "held_at"}))
    made = Talk.objects.create(
        case=case, kind=said.kind, held=said.held, held_at=said.held_at, text=needs_reason(said.text),
        paper=claim(said.paper, now=now) if said.paper else None, by_id=person(by), at=now,
    )  # fmt: skip
    facts = {"case": case.pk, "kind": said.kind} | ({"sha256": made.paper.sha256} if made.paper else {})
    record("talk", made.pk, "write", by=by, now=now, unit=unit, data=facts)
    return made


@transaction.atomic
def add_talk_paper(number: str, talk: int, token: str, *, by: Actor, now: datetime) -> TalkPaper:
    """Whoever wrote a talk down brings a paper for it afterwards; what was written and brought before stays as it is.

    `token` is of a file that arrived whole. Raises NotAllowed: unknown (also where somebody else wrote it), wrong_role,
    wrong_state, upload_gone.
    """
    case, unit = _talking(number, "add_talk_paper", by)
    written = case.talks.filter(pk=talk, by=person(by)).first()
    if written is None:
        raise NotAllowed(Refused("unknown"))
    made = TalkPaper.objects.create(talk=written, file=claim(token, now=now), by_id=person(by), at=now)
    facts = {"case": case.pk, "paper": made.pk, "sha256": made.file.sha256}
    record("talk", written.pk, "add_paper", by=by, now=now, unit=unit, data=facts)
    return made


def _talking(number: str, verb: str, by: Actor) -> tuple[Case, int | None]:
    """The case, locked, and the unit for which somebody talks in it. Raises NotAllowed for who may not, or not now."""
    case = locked(number)
    roles = roles_on(case.snapshot(), by)
    if not roles & TALKING:
        raise NotAllowed(Refused("wrong_role" if roles else "unknown", {"verb": verb}))
    if case.state not in STATES:
        raise NotAllowed(Refused("wrong_state", {"state": case.state, "verb": verb}))
    return case, case.unit_id if "handler" in roles else case.committee_id


def talks_missing(case: Case) -> tuple[str, ...]:
    """The kinds that the city asks for and that nobody wrote down yet."""
    asked = policy().talks_about(case.problem_type, case.channel)
    if not asked:
        return ()
    written = set(case.talks.values_list("kind", flat=True))
    return tuple(kind for kind in asked if kind not in written)
