"""Who hears of what: the people around a case, and the reporter. Never the officers it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import ARBITERS, roles_on
from huiyin.cases.times.competence import concerned_by
from huiyin.intake.channels.queries import speaks_elsewhere
from huiyin.intake.models import Identity, Report
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.offices import opening
from huiyin.ledger.models import Event
from huiyin.messages.actions import enqueue, notify, notify_all
from huiyin.messages.rules.texts import TEXTS
from huiyin.organisations.models import Account, Mandate, Unit
from huiyin.organisations.queries import actors_for, lies_in
from huiyin.policy.queries import policy


def holding(role: str, unit: int | None, now: datetime) -> list[Account]:
    """Who holds a role for a unit now."""
    held = Mandate.objects.in_force(now).filter(role=role, unit=unit).values("account")
    return list(Account.objects.filter(pk__in=held, is_active=True).order_by("pk"))


def heads(unit: int, now: datetime) -> list[Account]:
    """Who signs for a unit; where nobody does, for the one above it."""
    path = Unit.objects.values_list("path", flat=True).get(pk=unit)
    above = reversed([int(pk) for pk in path.strip("/").split("/")])
    return next((held for pk in above if (held := holding("approver", pk, now))), [])


def reviewers(case: Case, now: datetime) -> list[Account]:
    return holding("reviewer", case.committee_id, now)


def supervisors(case: Case, now: datetime) -> list[Account]:
    """Who acts on a locked or late case; the reviewers where the committee has no supervisor."""
    return holding("supervisor", case.committee_id, now) or reviewers(case, now)


def clerks(case: Case, now: datetime) -> list[Account]:
    """Who phones reporters back; the reviewers where the committee has no clerk."""
    return holding("clerk", case.committee_id, now) or reviewers(case, now)


def above(case: Case, now: datetime) -> list[Account]:
    """Who must hear that nobody acts: those who lead the committee; where nobody does, the committee above it."""
    return holding("leader", case.committee_id, now) or holding("leader", case.committee.committee_id, now)


def over(case: Case, now: datetime) -> list[Account]:
    """Who leads the committee above the one that has the case; where there is none, who leads this one."""
    return holding("leader", case.committee.committee_id, now) or holding("leader", case.committee_id, now)


def acting(case: Case, now: datetime) -> list[Account]:
    """Whose turn it is."""
    turn = {
        "referred": lambda: team(case, now),
        "assigned": lambda: handlers(case),
        "locked": lambda: supervisors(case, now),
        "verifying": lambda: handlers(case),
        "disputed": lambda: judging(case, now),
        "submitted": lambda: approvers(case),
        "answered": lambda: clerks(case, now),
    }
    return turn.get(case.state, lambda: reviewers(case, now))()


def judging(case: Case, now: datetime) -> list[Account]:
    """Who decides whose a disputed case is; of the committee itself those who didn't give it out come first."""
    held = Mandate.objects.in_force(now).filter(role__in=ARBITERS, unit=case.arbiter_id).values("account")
    given = case.assignments.filter(ended_at=None).order_by("-at").first()
    out = concerned_by(given) if given else set[int]()
    return list(Account.objects.filter(pk__in=held, is_active=True).exclude(pk__in=out).order_by("pk"))


def team(case: Case, now: datetime) -> list[Account]:
    return holding("team", case.team_id, now)


def handlers(case: Case) -> list[Account]:
    return list(Account.objects.filter(pk__in=case.handlers, is_active=True).order_by("pk"))


def approvers(case: Case) -> list[Account]:
    return list(Account.objects.filter(pk__in=[case.approver or 0], is_active=True))


def deciding_on(role: str, case: Case, now: datetime) -> list[Account]:
    """Who decides whether somebody who works on the case as `role` withdraws."""
    if role == "handler" and case.approver:
        return approvers(case)
    return above(case, now) if role == "supervisor" else supervisors(case, now)


WAITS_IN = {
    "to_review": "received",
    "sent_back": "received",
    "referred": "referred",
    "assigned": "assigned",
    "objected": "objected",
    "disputed": "disputed",
    "to_approve": "submitted",
    "to_answer": "approved",
}
"""The state that a notice asks somebody to act on: once the case has moved on, it would only mislead."""


def told(
    people: Iterable[Account],
    template: str,
    case: Case,
    event: Event,
    now: datetime,
    day: datetime | None = None,
) -> list[Account]:
    """Puts a line into the inbox of each who may see the case: an accused one gets none. `day` fills its blank.

    Who of `people` got it. Where nobody may, the supervisors hear it; where there are none, the administrators hear
    that somebody is missing, and nothing of the case.
    """
    if case.held_back or WAITS_IN.get(template, case.state) != case.state:
        return []
    hearing = put(people, template, case, event, now, day)
    if not hearing and not put(supervisors(case, now), "nobody", case, event, now):
        alarm("unattended", key=f"event:{event.pk}", now=now)
    return hearing


def put(
    people: Iterable[Account],
    template: str,
    case: Case,
    event: Event,
    now: datetime,
    day: datetime | None = None,
) -> list[Account]:
    """Who of `people` sees the case and got the line."""
    snapshot, today = case.snapshot(), now.astimezone(SHANGHAI).date()
    asked = list(people)
    actors = actors_for(asked, on=today)
    hearing = [one for one, actor in zip(asked, actors, strict=True) if roles_on(snapshot, actor)]
    if hearing:
        notify_all(
            [account.pk for account in hearing], template, params_of(template, case, day),
            case=case.number, key=f"event:{event.pk}",
            now=in_office(template, case.unit_id or case.committee_id, now),
        )  # fmt: skip
    return hearing


def put_unnamed(
    people: Iterable[Account], template: str, case: Case | None, event: Event, now: datetime
) -> None:
    """A line that names nothing: what it is about stands on a page that asks who is reading. Not for the accused."""
    out = set(case.accused) if case else set()
    for account in people:
        if account.officer_id not in out:
            notify(account.pk, template, key=f"event:{event.pk}", now=now)


IN_OFFICE = frozenset({"due_soon", "overdue", "lapsed", "locked", "letter_late", "letter_unanswered"})
"""What is said before, at and after a limit: nobody has to read it before offices open."""


def in_office(template: str, unit: int, now: datetime) -> datetime:
    """When a line reaches whom it is for: a warning when offices are open where `unit` is, anything else now."""
    if template not in IN_OFFICE:
        return now
    return opening(now, policy().calendar, policy().office_hours.there(lies_in(unit)))


def text(
    accounts: Iterable[Account], template: str, params: Mapping[str, str], event: Event, now: datetime
) -> None:
    """A text message to the work numbers of those who have one: a number and a day, never what it is about."""
    for one in accounts:
        if one.text_number:
            whom = ("account", one.pk)
            enqueue(
                template, recipient=whom, params=params, key=f"event:{event.pk}", unit=event.unit, now=now
            )


def params_of(template: str, case: Case, day: datetime | None = None) -> dict[str, str]:
    """What fills the blanks of a text about a case."""
    params = {"number": case.number}
    if "day" in TEXTS[template].blanks:
        params["day"] = _day(day or case.due_at or case.promised_at)
    return params


def alarm(template: str, *, key: str, now: datetime) -> None:
    """Tells the administrators that something doesn't go on by itself. They see no report, so it names none."""
    held = Mandate.objects.in_force(now).filter(role="administrator").values("account")
    for account in Account.objects.filter(pk__in=held, is_active=True).order_by("pk"):
        notify(account.pk, template, key=key, now=now)


def reporter_texted(report: Report, template: str, event: Event, now: datetime, **blanks: str) -> None:
    """Queues an SMS to the reporter, where they left a phone: a number and a link, never what it is about.

    Never where its reporter spoke to somebody else, who answers: they have no query code of ours.
    """
    if not speaks_elsewhere(report) and Identity.objects.filter(report=report, has_phone=True).exists():
        _queued("sms", report, template, event, now, blanks)


def reporter_mailed(report: Report, template: str, event: Event, now: datetime, **blanks: str) -> None:
    """Queues a mail to the reporter, where they wrote from an address: as little as a text message says."""
    if Identity.objects.filter(report=report).exclude(mail_hash="").exists():
        _queued("email", report, template, event, now, blanks)


def _queued(
    channel: str, report: Report, template: str, event: Event, now: datetime, blanks: Mapping[str, str]
) -> None:
    enqueue(
        template,
        recipient=("report", report.number),
        params={
            name: value for name, value in _blanks(report, blanks).items() if name in TEXTS[template].blanks
        },
        key=f"event:{event.pk}",
        language=report.language,
        channel=channel,
        unit=Case.objects.filter(report=report).values_list("committee_id", flat=True).first(),
        now=now,
    )


def _blanks(report: Report, blanks: Mapping[str, str]) -> dict[str, str]:
    return {"number": report.number, "link": "track", **blanks}


def _day(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).date().isoformat()
