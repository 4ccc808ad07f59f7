"""What follows when a case is late: it gets onto the ladder, and each rung does what the city says it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from huiyin.cases import actions as cases
from huiyin.cases.models import Case, Deadline
from huiyin.journey import people
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Event
from huiyin.organisations.models import Account, Unit
from huiyin.policy.queries import policy
from huiyin.policy.rules.ladder import Rung
from huiyin.supervision.ladder import actions as ladder
from huiyin.supervision.ladder.models import Alarm, Circular, Climb, Interview, Standing
from huiyin.supervision.letters import actions as letters


def enter_late(event: Event, now: datetime) -> None:
    """A step is late, or locked for it: the case gets onto the ladder of that limit."""
    lapsed = Deadline.objects.filter(case=int(event.subject_id), kind=event.data["kind"], missed=True)
    ladder.enter(lapsed.latest("due_at").pk, now=now)


def enter_broken(event: Event, now: datetime) -> None:
    """The promise to the reporter is broken."""
    ladder.enter(int(event.subject_id), now=now)


def act(event: Event, now: datetime) -> None:
    """A rung was climbed: it does what it is for, once."""
    climb = Climb.objects.select_related("standing", "case__committee", "unit").get(pk=event.data["climb"])
    rung = next((one for one in policy().ladder if one.code == climb.rung), None)
    if rung is not None:
        DOES[climb.act](climb, rung, event, now)


def _nudge(climb: Climb, rung: Rung, event: Event, now: datetime) -> None:
    _tell(climb, rung, "nudged", event, now)


def _lock(climb: Climb, rung: Rung, event: Event, now: datetime) -> None:
    """Whom it concerns is told by the case's own lock."""
    cases.lock(climb.case.number, now=now)


def _interview(climb: Climb, rung: Rung, event: Event, now: datetime) -> None:
    ladder.summon(climb, now=now)
    people.put(people.supervisors(climb.case, now), "to_interview", climb.case, event, now)
    _copy(climb, rung, event, now)


def _circular(climb: Climb, rung: Rung, event: Event, now: datetime) -> None:
    _tell(climb, rung, "in_circular", event, now)


def _letter(climb: Climb, rung: Rung, event: Event, now: datetime) -> None:
    """A paper to the unit is drafted; who supervises words it, has it approved and signed. No draft: an alarm."""
    try:
        letters.draft(
            rung.letter,
            climb.case.committee,
            climb.unit,
            about=climb.case,
            facts={"due": _said_day(climb.standing.due_at.astimezone(SHANGHAI).date())},
            now=now,
            because=f"climb:{climb.pk}",
        )
    except NotAllowed:
        ladder.raise_alarm(climb.standing, "no_letter", rung.code, now=now)
    people.put(people.supervisors(climb.case, now), "letter_drafted", climb.case, event, now)
    _copy(climb, rung, event, now)


def _said_day(day: date) -> str:
    """A day as a letter says it."""
    return f"{day.year}年{day.month}月{day.day}日"


DOES: Mapping[str, Callable[[Climb, Rung, Event, datetime], None]] = {
    "nudge": _nudge,
    "lock": _lock,
    "letter": _letter,
    "advice": _letter,
    "interview": _interview,
    "circular": _circular,
}


def _tell(climb: Climb, rung: Rung, template: str, event: Event, now: datetime) -> None:
    """Tells those of the rung; where none of them is there, or may know of it, its fallback, and raises an alarm."""
    case, day = climb.case, climb.standing.due_at
    told = people.put(_people(rung.to, case, now), template, case, event, now, day)
    if not told:
        ladder.raise_alarm(climb.standing, NOBODY.get(rung.to, "nobody"), rung.code, now=now)
    elif rung.channel == "sms":
        people.text(told, template, people.params_of(template, case, day), event, now)
    _copy(climb, rung, event, now)


def _copy(climb: Climb, rung: Rung, event: Event, now: datetime) -> None:
    for who in rung.copied:
        people.put(_people(who, climb.case, now), "climbs", climb.case, event, now, climb.standing.due_at)


NOBODY = {"handlers": "no_handler", "acting": "no_handler", "head": "no_leader"}
"""Which alarm it is where nobody of these is there."""


def _people(who: str, case: Case, now: datetime) -> list[Account]:
    return {
        "acting": lambda: people.acting(case, now),
        "handlers": lambda: people.handlers(case),
        "head": lambda: people.approvers(case),
        "reviewers": lambda: people.reviewers(case, now),
        "supervisors": lambda: people.supervisors(case, now),
        "leaders": lambda: people.above(case, now),
        "above": lambda: people.over(case, now),
    }[who]()


def draft_circular(event: Event, now: datetime) -> None:
    """One paper to all units of a period that reached that rung: units and figures, never which matters."""
    made = Circular.objects.select_related("committee").get(pk=event.subject_id)
    named = {unit.pk: unit for unit in Unit.objects.filter(pk__in=[row["unit"] for row in made.units])}
    rows = [(named[row["unit"]].name, row["cases"], row["points"]) for row in made.units]
    kind = next((rung.letter for rung in policy().ladder if rung.act == "circular"), "circular")
    letters.draft(
        kind,
        made.committee,
        list(named.values()),
        facts={
            "period": f"{_said_day(made.first)}至{_said_day(made.last)}",
            "summary": f"本期共有{len(rows)}家单位的{sum(row[1] for row in rows)}件监督件逾期未办，经督办仍未办结。",
            "list": "\n".join(f"{name}：{cases}件，考核扣{points:g}分" for name, cases, points in rows),
        },
        accused=sorted({one for climb in made.climbs.select_related("case") for one in climb.case.accused}),
        now=now,
        because=f"circular:{made.pk}",
    )


def tell_alarm(event: Event, now: datetime) -> None:
    """The rung's fallback hears of an alarm, and the supervising body; where nobody does, the committee above it."""
    alarm = Alarm.objects.select_related("standing__case__committee").get(pk=event.subject_id)
    case, template = alarm.standing.case, "alarm_end" if alarm.kind == "end" else "alarm_nobody"
    fallback = {one.code: one.fallback for one in policy().ladder}.get(alarm.rung, "leaders")
    hearing = [*_people(fallback, case, now), *people.supervisors(case, now)]
    if not people.put(hearing, template, case, event, now, alarm.standing.due_at) and not people.put(
        people.over(case, now), template, case, event, now, alarm.standing.due_at
    ):
        people.alarm("unattended", key=f"event:{event.pk}", now=now)


def end(event: Event, now: datetime) -> None:
    """No rung is left, and the case is still late."""
    standing = Standing.objects.select_related("case").get(pk=event.subject_id)
    last = standing.climbs.order_by("-pk").values_list("rung", flat=True).first()
    ladder.raise_alarm(standing, "end", last or "", now=now)


def invite(event: Event, now: datetime) -> None:
    """Whoever leads the unit is told when they are expected."""
    row = Interview.objects.select_related("case", "climb__standing").get(pk=event.subject_id)
    if not people.put(people.approvers(row.case), "interview_set", row.case, event, now, row.on):
        ladder.raise_alarm(row.climb.standing, "no_leader", row.climb.rung, now=now)
