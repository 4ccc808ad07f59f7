"""Moments, days and deadlines as people say them, in the reader's language. `now` is an argument."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

from django.utils import dateformat
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.deadlines import Deadline, Remaining, Step

MIDNIGHT: Final = time(23, 59)
"""A last day that ends at 24:00 is kept as its last second."""


def day(at: date | datetime, today: date) -> str:
    """ "3 月 7 日" or "7 Mar"; with its year where that isn't this one."""
    local = _local_day(at)
    pattern = pgettext("date", "j M") if local.year == today.year else pgettext("date", "j M Y")
    return str(dateformat.format(local, pattern))


def weekday(at: date | datetime) -> str:
    """ "星期一" or "Monday"."""
    return str(dateformat.format(_local_day(at), "l"))


def full_day(at: date | datetime, today: date) -> str:
    """ "4 月 6 日（星期三）" or "Wednesday 6 Apr"."""
    return _("%(weekday)s %(day)s") % {"day": day(at, today), "weekday": weekday(at)}


def clock(at: datetime) -> str:
    """ "17:30" in Shanghai; the last minute of a day as "24:00"."""
    local = at.astimezone(SHANGHAI).time()
    return "24:00" if local.replace(second=0, microsecond=0) == MIDNIGHT else f"{local:%H:%M}"


def moment(at: datetime, today: date) -> str:
    """ "3 月 7 日 10:42" or "7 Mar 10:42"."""
    return f"{day(at, today)} {clock(at)}"


def left(due_at: datetime, now: datetime, rest: Remaining) -> str:
    """ "还有 2 个工作日（3 月 9 日 17:30）", "还有 3 小时（今天 17:30）", "超过 1 个工作日（3 月 6 日 17:30）"."""
    return _left(due_at, _local_day(now), rest, get_language())


@lru_cache(maxsize=4096)
def _left(due_at: datetime, today: date, rest: Remaining, language: str | None) -> str:
    """The words stay the same for an hour, and a list is looked at again and again."""
    today_at = pgettext("deadline", "today %(clock)s") % {"clock": clock(due_at)}
    when = today_at if _local_day(due_at) == today else moment(due_at, today)
    return _("%(left)s (%(when)s)") % {"left": (_passed if rest.late else _to_go)(rest), "when": when}


def _to_go(rest: Remaining) -> str:
    if rest.working_days:
        n = rest.working_days
        return ngettext("%(n)d working day left", "%(n)d working days left", n) % {"n": n}
    if rest.hours:
        return ngettext("%(n)d hour left", "%(n)d hours left", rest.hours) % {"n": rest.hours}
    return _("less than an hour left")


def _passed(rest: Remaining) -> str:
    if rest.working_days:
        n = rest.working_days
        return ngettext("%(n)d working day late", "%(n)d working days late", n) % {"n": n}
    if rest.hours:
        return ngettext("%(n)d hour late", "%(n)d hours late", rest.hours) % {"n": rest.hours}
    return _("just late")


def tone(due_at: datetime, now: datetime, rest: Remaining) -> str:
    """How a deadline looks: "late", "near" (today, or within a day) or ""."""
    if rest.late:
        return "late"
    return "near" if rest.hours < 24 or _local_day(due_at) == _local_day(now) else ""


def explained(deadline: Deadline, today: date) -> Iterator[str]:
    """How a date came about, one sentence a line: start, limit, what was skipped, end, basis, what isn't sure."""
    for step in deadline.steps:
        yield _STEPS[step.kind](step, deadline, today)
    yield from _basis(deadline)
    for year in deadline.missing_years:
        yield _(
            "The official calendar for %(year)s isn’t out yet: Monday to Friday are counted as working days for now."
        ) % {"year": year}


def _basis(deadline: Deadline) -> Iterator[str]:
    limit = deadline.limit
    zh = (get_language() or "").startswith("zh")
    text = limit.basis if zh else limit.basis_en or limit.basis
    if not text:
        return
    if limit.since > date(1950, 1, 1):
        yield _("Basis: %(basis)s, since %(day)s.") % {"basis": text, "day": day(limit.since, date.min)}
    else:
        yield _("Basis: %(basis)s.") % {"basis": text}


def _starts(step: Step, deadline: Deadline, today: date) -> str:
    at = step.at or deadline.due_at
    facts = {"day": full_day(at, today), "clock": clock(at)}
    if deadline.limit.unit in ("hours", "working_hours"):
        return _("The clock starts on %(day)s at %(clock)s.") % facts
    return _("It begins on %(day)s at %(clock)s; that day isn’t counted.") % facts


def amount(n: int, unit: str) -> str:
    """ "3 个工作日" or "3 working days"."""
    match unit:
        case "working_days":
            text = ngettext("%(n)d working day", "%(n)d working days", n)
        case "calendar_days":
            text = ngettext("%(n)d calendar day", "%(n)d calendar days", n)
        case "working_hours":
            text = ngettext("%(n)d office hour", "%(n)d office hours", n)
        case _:
            text = ngettext("%(n)d hour", "%(n)d hours", n)
    return text % {"n": n}


def _counts(step: Step, deadline: Deadline, today: date) -> str:
    return _("The limit is %(amount)s.") % {"amount": amount(step.count or 0, step.unit or "hours")}


def _skipped(step: Step, deadline: Deadline, today: date) -> str:
    first, last = step.first or today, step.last or today
    facts = {"first": day(first, today), "last": day(last, today)}
    if step.why == "holiday":
        one, many = (
            _("%(first)s is a holiday and isn’t counted."),
            _("%(first)s to %(last)s are holidays and aren’t counted."),
        )
    else:
        one, many = (
            _("%(first)s is a rest day and isn’t counted."),
            _("%(first)s and %(last)s are a weekend and aren’t counted."),
        )
    return (one if first == last else many) % facts


def _makeup(step: Step, deadline: Deadline, today: date) -> str:
    return _("%(day)s is worked in exchange for a holiday and is counted.") % {
        "day": full_day(step.day or today, today)
    }


def _moved(step: Step, deadline: Deadline, today: date) -> str:
    facts = {"first": day(step.first or today, today), "last": day(step.last or today, today)}
    return _("%(first)s is a rest day, so the last day moves to %(last)s.") % facts


def _paused(step: Step, deadline: Deadline, today: date) -> str:
    facts = {"first": day(step.first or today, today), "last": day(step.last or today, today)}
    return (
        _("From %(first)s to %(last)s the clock stood still; what was left then is counted after it.") % facts
    )


def _after_pause(step: Step, deadline: Deadline, today: date) -> str:
    return _("The clock stood still on the last day, so it moves to %(day)s.") % {
        "day": day(step.day or today, today)
    }


def _extended(step: Step, deadline: Deadline, today: date) -> str:
    return _("%(amount)s more were granted, counted from that last day.") % {
        "amount": amount(step.count or 0, step.unit or "hours")
    }


def _ends(step: Step, deadline: Deadline, today: date) -> str:
    return _("It ends on %(day)s at %(clock)s.") % {
        "day": full_day(deadline.due_at, today),
        "clock": clock(deadline.due_at),
    }


_STEPS: Final = {
    "starts": _starts,
    "counts": _counts,
    "skipped": _skipped,
    "makeup": _makeup,
    "last_day_moved": _moved,
    "paused": _paused,
    "after_pause": _after_pause,
    "extended": _extended,
    "ends": _ends,
}


def _local_day(at: date | datetime) -> date:
    return at.astimezone(SHANGHAI).date() if isinstance(at, datetime) else at
