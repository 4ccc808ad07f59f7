"""What comes too often: looked at once a week, urged in letters, which houses receive and answer (S1-37)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet

from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.site.replays.stage import Stage
from huiyin.supervision.alerts.actions import acknowledge
from huiyin.supervision.alerts.queries import Shown, alerts
from huiyin.supervision.letters import actions as letters
from huiyin.supervision.letters.models import Service
from huiyin.supervision.letters.queries import called_for
from huiyin.supervision.letters.rules.wording import CALLED, OPEN, SHUT
from huiyin.supervision.letters.standing import copy_of

MONDAY = 0


def at_work(stage: Stage, now: datetime) -> None:
    """Mondays those who supervise say what follows and send the letters; each day the houses' letters move on."""
    if now.astimezone(SHANGHAI).weekday() == MONDAY:
        _look(stage, now)
    answers = stage.story.phrases.get("urged", {}).get("answers", ())
    if answers:
        urged = Service.objects.filter(letter__because__startswith="alert:")
        move_on(stage, urged, lambda row: answers[row.pk % len(answers)], now)


def move_on(stage: Stage, rows: QuerySet[Service], answer: Callable[[Service], str], now: datetime) -> None:
    """A step of each copy: received, answered where there is an answer, found sufficient and struck off."""
    for row in rows.exclude(state="struck_off").select_related("letter", "unit").order_by("pk"):
        there = sorted(copy_of(row.letter, row, now).readers)[:1]
        judge = stage.people.actor(stage.people.holding("supervisor", row.letter.issuer_id, now)[0], now)
        for by in (stage.people.actor(one, now) for one in there):
            if row.state == "delivered":
                letters.acknowledge(row.letter_id, row.unit_id, by=by, now=now)
            elif row.state == "acknowledged" and (said := answer(row)):
                letters.reply(row.letter_id, row.unit_id, said, by=by, now=now)
            elif row.state == "replied":
                letters.judge(row.letter_id, row.unit_id, True, by=judge, now=now)
                letters.strike_off(row.letter_id, row.unit_id, "", by=judge, now=now)


def _look(stage: Stage, now: datetime) -> None:
    notes = stage.story.phrases.get("alerted", [])
    for account in stage.people.everybody("supervisor", now) if notes else ():
        by = stage.people.actor(account, now)
        for shown in alerts(by):
            if shown.standing.waiting:
                _urge(stage, shown, by, now)
                acknowledge(shown.alert.pk, notes[shown.alert.pk % len(notes)], by=by, now=now)


def _urge(stage: Stage, shown: Shown, by: Actor, now: datetime) -> None:
    """Words what the program drafted: what it is about and what is to be done, never who wrote or how many."""
    said = stage.story.phrases.get("urged", {})
    for letter in called_for(by, f"alert:{shown.alert.pk}") if said else ():
        if letter.state == "drafted":
            body = letter.body
            for blank, words in (("summary", said[shown.alert.of]), ("demand", said["demand"])):
                body = body.replace(f"{OPEN}{CALLED[blank]}{SHUT}", words)
            letters.edit(letter.pk, letters.Wording(letter.title, body), by=by, now=now)
            letters.propose(letter.pk, by=by, now=now)
            letters.sign(letter.pk, by=by, now=now)
