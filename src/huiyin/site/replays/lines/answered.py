"""The four processes in their times, and the answer by the way that the matter came (S3-13, S3-15)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from huiyin.cases.models import Case, Deadline
from huiyin.cases.rules.processes import PROCESSES
from huiyin.intake.channels.models import Origin, Parcel, ReplyTask
from huiyin.kernel.calendar import ONE_DAY
from huiyin.ledger.models import Event
from huiyin.messages.models import Delivery
from huiyin.organisations.models import Mandate
from huiyin.site.replays.lines.seen import Line, Seen

PATIENCE = 3 * ONE_DAY
"""How long after an answer it may still be on its way: over a weekend."""


def processes(seen: Seen) -> Line:
    """S3-13: looked into, dealt with, reported back and answered, each against a limit of its own."""
    rows = list(Deadline.objects.filter(kind__in=PROCESSES))
    answers = Event.objects.filter(subject_kind="case", verb="answer")
    told = {int(pk) for pk in answers.values_list("subject_id", flat=True)}
    ran: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if row.ended_at:
            ran[row.case_id].add(row.kind)
    measured: dict[str, Any] = {
        "answered_after_work": len(told),
        "through_all_four": sum(ran[case] == set(PROCESSES) for case in told),
        "processes": {kind: _one([row for row in rows if row.kind == kind]) for kind in PROCESSES},
        "marked_late_against_the_moments": sum(
            row.missed != ((row.ended_at or seen.now) > row.due_at) for row in rows
        ),
    }
    ok = 0 < len(told) == measured["through_all_four"] and not measured["marked_late_against_the_moments"]
    ok = ok and all(one["over"] and one["limit"] for one in measured["processes"].values())
    how = "deadlines by process: how many ran, their limit, how many were kept; answered cases by process"
    return Line(ok, measured, how)


def _one(rows: list[Deadline]) -> dict[str, Any]:
    """One process: its limits as they were computed, and how it went."""
    over = [row for row in rows if row.ended_at]
    taken = sorted(row.ended_at - row.started_at for row in over if row.ended_at) or [timedelta()]
    limits = Counter(f"{row.how['limit']['value']} {row.how['limit']['unit']}" for row in rows)
    return {
        "limit": [text for text, _ in limits.most_common()],
        "ran": len(rows),
        "over": len(over),
        "kept": sum(not row.missed for row in over),
        "median_days": round(taken[len(taken) // 2] / ONE_DAY, 1),
    }


def back(seen: Seen) -> Line:
    """S3-15: whoever spoke up by a channel hears by it, once, from the body that took it in, and from nobody else."""
    answered = Case.objects.exclude(answered_at=None, reply=None).select_related("report")
    ways = dict(Origin.objects.values_list("report", "reply"))
    gone = {way: found() for way, found in _GONE.items()}
    due: Counter[str] = Counter()
    went: Counter[str] = Counter()
    waiting = []
    for case in answered:
        way = ways.get(case.report_id, "page")
        due[way] += 1
        if way not in gone or case.report_id in gone[way]:
            went[way] += 1
        else:
            waiting.append(case)
    tasks = list(ReplyTask.objects.exclude(done_at=None).select_related("unit", "report__case"))
    measured: dict[str, Any] = {
        "answered": sum(due.values()),
        "by_way": dict(due.most_common()),
        "gone_back_that_way": dict(went.most_common()),
        "still_on_their_way": len(waiting),
        "longer_than_a_weekend": sum(seen.now - _when(case) > PATIENCE for case in waiting),
        "given_by_a_person": len(tasks),
        "of_these_by_the_body_that_owed_it": sum(_own(task) for task in tasks),
        "by_the_accepting_body": sum(task.unit_id == task.report.case.acceptor_id for task in tasks),
        "by_the_committee_because_it_is_about_that_body": sum(
            task.unit_id != task.report.case.acceptor_id for task in tasks
        ),
        "bodies": sorted({task.unit.name for task in tasks}),
        "how": dict(Counter(task.how for task in tasks)),
    }
    ok = set(due) == set(went) >= {"page", "mail", "sms", "hotline", "phone", "letter", "paper"}
    ok = ok and not measured["longer_than_a_weekend"]
    ok = ok and 0 < len(tasks) == measured["of_these_by_the_body_that_owed_it"]
    how = (
        "answered and declined cases by the reply path of their origin: mails and texts that arrived, orders handed "
        "back to the hotline, answers ticked off by staff with the mandate of that day; our own pages show it at once"
    )
    return Line(ok, measured, how)


def _when(case: Case) -> Any:
    return case.answered_at or case.reply.at


def _own(task: ReplyTask) -> bool:
    """Whether who gave the answer entered matters for the body that owed it, on that day."""
    assert task.done_at is not None
    held = Mandate.objects.in_force(task.done_at).filter(role__in=("clerk", "reviewer"), unit=task.unit_id)
    return held.filter(account=task.done_by_id).exists()


def _sent(template: str) -> Callable[[], set[int]]:
    def found() -> set[int]:
        numbers = Delivery.objects.filter(template=template, recipient_kind="report", sent_at__isnull=False)
        reports = Case.objects.filter(number__in=numbers.values("recipient_id"))
        return set(reports.values_list("report", flat=True))

    return found


def _given() -> set[int]:
    return set(ReplyTask.objects.exclude(done_at=None).values_list("report", flat=True))


def _handed_over() -> set[int]:
    rows = Parcel.objects.filter(kind="answer", sent_at__isnull=False)
    return set(rows.values_list("order__report", flat=True))


_GONE: Mapping[str, Callable[[], set[int]]] = {
    "mail": _sent("mail_answered"),
    "sms": _sent("text_answered"),
    "hotline": _handed_over,
    "phone": _given,
    "letter": _given,
    "paper": _given,
}
"""By the way back: the reports whose answer went it."""
