"""What comes so often that who supervises must look at it, and urges the house in a letter (S1-37)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any

from huiyin.messages.models import Notice
from huiyin.organisations.models import Mandate
from huiyin.site.replays.letters import Letter as Sent
from huiyin.site.replays.lines.seen import Line, Seen
from huiyin.supervision.alerts.queries import ROLE
from huiyin.supervision.letters.models import Letter
from huiyin.supervision.models import Acknowledgement, Alert

HOW_MANY = re.compile("[0-9一二三四五六七八九十]+(人|名群众|次|件)")
LONGEST = timedelta(days=14)
"""A week until the next look, and a week for the house and for who judges its answer."""


def often(seen: Seen) -> Line:
    """The story's own people are counted again: who said one thing so often, about whom so many spoke up."""
    rules = {rule.of: rule for rule in seen.stage.city.alerts}
    came = list(seen.stage.letters.values())
    people: dict[str, list[Sent]] = defaultdict(list)
    officers: dict[str, list[Sent]] = defaultdict(list)
    for letter in came:
        if tie := letter.plan.person or letter.plan.repeats:
            people[tie].append(letter)
        if letter.plan.officer:
            officers[letter.plan.officer].append(letter)
    raised = Counter(Alert.objects.values_list("of", flat=True))
    told = Notice.objects.filter(template="alert")
    supervisors = Mandate.objects.filter(role=ROLE).values("account")
    measured: dict[str, Any] = {
        "raised": dict(raised),
        "reports_counted": sum(alert.members.count() for alert in Alert.objects.all()),
        "people_who_said_one_thing_so_often": sum(
            _reached([letter.at for letter in said], rules["matter"].least, rules["matter"].days)
            for said in people.values()
        ),
        "officers_about_whom_so_many_spoke_up": sum(
            _reached(list(_first(said).values()), rules["officer"].least, rules["officer"].days)
            for said in officers.values()
        ),
        "told_to_who_supervises": told.filter(account__in=supervisors).count(),
        "told_to_anybody_else": told.exclude(account__in=supervisors).count(),
        "acknowledged": Acknowledgement.objects.count(),
    }
    ok = raised["matter"] == measured["people_who_said_one_thing_so_often"] > 0
    ok = ok and raised["officer"] == measured["officers_about_whom_so_many_spoke_up"] > 0
    ok = ok and bool(measured["acknowledged"]) and not measured["told_to_anybody_else"]
    measured["letters"] = urged = {of: _letters(seen, of) for of in sorted(raised)}
    for of in ("officer", "matter"):
        ok = ok and urged[of]["answered_and_struck_off"] > 0
    ok = ok and not any(row["left_lying"] or row["say_who_or_how_many"] for row in urged.values())
    how = "alerts raised, against the story's own people counted again; who was told, who has seen them; the letters"
    return Line(ok, measured, how)


def _letters(seen: Seen, of: str) -> dict[str, int]:
    """What became of the letters that alerts of a kind called for; two weeks before the end none should lie about."""
    alerts = Alert.objects.filter(of=of)
    rows = [
        one for alert in alerts for one in Letter.objects.filter(because__startswith=f"alert:{alert.pk}:")
    ]
    copies = [copy for one in rows for copy in one.services.all()]
    senders = {word for one in seen.stage.letters.values() for word in (one.name, one.phone) if word}
    return {
        "drafted": len(rows),
        "signed_with_a_number": sum(bool(one.serial) for one in rows),
        "received": sum(copy.acknowledged_at is not None for copy in copies),
        "answered": sum(copy.answers.exists() for copy in copies),
        "answered_and_struck_off": sum(copy.struck_off_at is not None for copy in copies),
        "left_lying": sum(one.state != "concluded" and one.drafted_at < seen.now - LONGEST for one in rows),
        "say_who_or_how_many": sum(
            bool(HOW_MANY.search(one.body)) or any(word in one.body for word in senders) for one in rows
        ),
    }


def _first(said: list[Sent]) -> dict[str, datetime]:
    """When each person spoke up first; without a contact each report counts as another person."""
    found: dict[str, datetime] = {}
    for letter in said:
        found.setdefault(letter.phone or letter.key, letter.at)
    return found


def _reached(moments: list[datetime], least: int, days: int) -> bool:
    """Whether so many lie within so many days."""
    order = sorted(moments)
    pairs = zip(order, order[least - 1 :], strict=False)
    return any(last - first <= timedelta(days=days) for first, last in pairs)
