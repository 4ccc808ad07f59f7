"""What the program knows of a case and may tell a unit: words that were redacted for it, dates, numbers."""

from __future__ import annotations

from datetime import datetime

from huiyin.cases.models import Case
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.models import Unit
from huiyin.policy import queries as policy
from huiyin.policy.models import LetterKind
from huiyin.supervision.letters.models import Letter
from huiyin.supervision.letters.rules.numbers import written

_SPAN = {"working_days": "个工作日", "calendar_days": "日", "working_hours": "个工作小时", "hours": "小时"}


def facts_for(kind: LetterKind, issuer: Unit, unit: Unit, case: Case | None, now: datetime) -> dict[str, str]:
    """The blanks of a template that can be filled. Never the report as it was sent: only what the unit may read."""
    facts = {"unit": unit.name, "issuer": issuer.name}
    if kind.reply:
        limit = policy.limit(kind.reply, region=unit.region.code, on=now.astimezone(SHANGHAI).date())
        facts["reply_days"] = f"{limit.value}{_SPAN[limit.unit]}"
    return facts | (_of(case, now) if case else {})


def _of(case: Case, now: datetime) -> dict[str, str]:
    given = case.assignments.order_by("-at").first()
    facts = {
        "number": case.number,
        "matter": policy.policy().type_name(case.problem_type, "zh-hans", case.received_at),
        "summary": given.summary if given else case.summary,
        "demand": given.demand if given else "",
        "received": _day(case.received_at),
        "assigned": _day(given.at) if given else "",
        "due": _day(case.due_at) if case.due_at else "",
        "earlier": "、".join(number_of(letter) for letter in _earlier(case)),
    }
    if case.due_at and case.due_at < now:
        facts["days_late"] = str((now - case.due_at).days)
    return facts


def _earlier(case: Case) -> list[Letter]:
    return list(case.letters.filter(serial__isnull=False).exclude(state="voided").order_by("signed_at", "pk"))


def number_of(letter: Letter) -> str:
    """The letter's number as it is written; "" before it is signed."""
    return written(letter.mark, letter.year or 0, letter.serial or 0) if letter.serial else ""


def _day(moment: datetime) -> str:
    day = moment.astimezone(SHANGHAI)
    return f"{day.year}年{day.month}月{day.day}日"
