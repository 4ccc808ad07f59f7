"""Lets a case lie while the ladder is climbed, moment by moment."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from tests.story.living import Life

from huiyin.cases.models import Case
from huiyin.kernel.clock import SHANGHAI
from huiyin.ledger.models import Outbox
from huiyin.policy.queries import city
from huiyin.reporting.rules.cycles import cycle_of
from huiyin.supervision.ladder.models import Climb, Standing
from huiyin.supervision.letters import actions as letters
from huiyin.supervision.letters.models import Letter
from huiyin.supervision.letters.standing import kind_row

SECOND = timedelta(seconds=1)
BLANK = re.compile(r"[〔【{［].*?[〕】}］]")


def sign_drafts(life: Life) -> None:
    """Carol words what was drafted, Grace approves, Henry signs."""
    for letter in Letter.objects.filter(state="drafted"):
        title, body = (BLANK.sub("", text) or text for text in (letter.title, letter.body))
        wording = letters.Wording(title=title, body=body)
        letters.edit(letter.pk, wording, by=life.city.actor("carol"), now=life.now)
        letter = letters.propose(letter.pk, by=life.city.actor("carol"), now=life.now)
        if letter.state == "in_approval":
            letters.approve(letter.pk, by=life.city.actor("grace"), now=life.now)
        signer = "grace" if "supervisor" in kind_row(letter.kind).signers else "henry"
        letters.sign(letter.pk, by=life.city.actor(signer), now=life.now)


def let_lie(life: Life, case: Case, most: int = 12, *, sign: bool = True) -> list[tuple[str, datetime]]:
    """The unit doesn't act: each moment at which the ladder goes on comes. The climbs, each with when it was."""
    life.now = case.due_at + SECOND
    _settle(life)
    for _ in range(most):
        if sign:
            sign_drafts(life)
        standing = (
            Standing.objects.filter(case=case, state="climbing", next_at__isnull=False)
            .order_by("next_at")
            .first()
        )
        if standing is None:
            break
        assert standing.next_at is not None
        life.now = standing.next_at
        _settle(life)
    return list(Climb.objects.filter(case=case).order_by("pk").values_list("act", "at"))


def after_the_cycle(life: Life) -> datetime:
    """Four days after the end of the running cycle, when offices are open and circulars were made."""
    cycle = cycle_of(life.now.astimezone(SHANGHAI).date(), city().start, city().cycle_day)
    assert cycle is not None
    return datetime.combine(cycle.last + timedelta(days=4), time(10), SHANGHAI)


def _settle(life: Life) -> None:
    """The worker looks, and looks again until what failed was tried anew and went well."""
    later = life.now
    life.settle(later)
    for _ in range(20):
        if not Outbox.objects.exists():
            break
        later += timedelta(minutes=2)
        life.settle(later)
