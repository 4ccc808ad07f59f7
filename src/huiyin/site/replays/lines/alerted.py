"""What comes so often that who supervises must look at it (S1-37)."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any

from huiyin.messages.models import Notice
from huiyin.organisations.models import Mandate
from huiyin.site.replays.letters import Letter
from huiyin.site.replays.lines.seen import Line, Seen
from huiyin.supervision.alerts.queries import ROLE
from huiyin.supervision.models import Acknowledgement, Alert


def often(seen: Seen) -> Line:
    """The story's own people are counted again: who said one thing so often, about whom so many spoke up."""
    rules = {rule.of: rule for rule in seen.stage.city.alerts}
    came = list(seen.stage.letters.values())
    people: dict[str, list[Letter]] = defaultdict(list)
    officers: dict[str, list[Letter]] = defaultdict(list)
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
    how = "alerts raised, against the story's own people counted again; who was told and who has seen them"
    return Line(ok, measured, how)


def _first(said: list[Letter]) -> dict[str, datetime]:
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
