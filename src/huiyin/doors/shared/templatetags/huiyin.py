"""What templates say in words: deadlines, dates, codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from huiyin.doors.shared import access, times, words
from huiyin.kernel.deadlines import Deadline, remaining
from huiyin.kernel.ids import spaced as in_fours
from huiyin.policy.queries import calendar

register = template.Library()
CALENDAR = "huiyin calendar"


@register.simple_tag(takes_context=True)
def deadline(context: Context, due_at: datetime | None, now: datetime | None = None) -> SafeString | str:
    """`{% deadline case.due_at now %}`: what is left and until when, in words and in its tone."""
    if due_at is None:
        return ""
    now = now or settings.CLOCK.now()
    page = context.render_context
    if page.get(CALENDAR) is None:
        page[CALENDAR] = calendar()
    rest = remaining(due_at, now, page[CALENDAR])
    tone = times.tone(due_at, now, rest)
    text = times.left(due_at, now, rest)
    return format_html('<time class="due {}" datetime="{}">{}</time>', tone, due_at.isoformat(), text)


@register.filter
def moment(at: datetime | None) -> str:
    """`{{ event.at|moment }}`: "3 月 7 日 10:42"."""
    return times.moment(at, _today()) if at else ""


@register.filter
def day(at: date | datetime | None) -> str:
    """`{{ case.promised_at|day }}`: "4 月 6 日"."""
    return times.day(at, _today()) if at else ""


@register.filter
def full_day(at: date | datetime | None) -> str:
    """`{{ case.promised_at|full_day }}`: "4 月 6 日（星期三）"."""
    return times.full_day(at, _today()) if at else ""


@register.filter
def steps_in_words(kept: Deadline | Mapping[str, Any] | None) -> list[str]:
    """`{{ deadline|steps_in_words }}`: the sentences that explain a deadline, from `Deadline.to_json()`."""
    if not kept:
        return []
    whole = kept if isinstance(kept, Deadline) else Deadline.from_json(kept)
    return list(times.explained(whole, _today()))


@register.filter
def spaced(code: str) -> str:
    """`{{ query_code|spaced }}`: in groups of four."""
    return in_fours(code)


@register.filter
def word(code: object, kind: str) -> str:
    """`{{ case.state|word:"state" }}`: a code in words; kinds are the keys of `words.KINDS`."""
    return words.word(kind, code)


@register.simple_tag(takes_context=True)
def may(context: Context, *roles: str) -> bool:
    """`{% may "reviewer" "supervisor" as may_review %}`: whether the reader holds one of the roles."""
    return access.may_enter(context["actor"], roles)


@register.simple_tag(takes_context=True)
def missing_year(context: Context) -> int | None:
    """`{% missing_year as year %}`: the year whose official calendar deadlines need now and don't have.

    The next year's counts from December on, when promises begin to reach into it. None at a citizen's door.
    """
    actor, today = context.get("actor"), _today()
    if actor is None or not actor.mandates:
        return None
    needed = (today.year, today.year + 1) if today.month == 12 else (today.year,)
    return next((year for year in needed if year not in calendar().years), None)


def _today() -> date:
    return access.today(settings.CLOCK.now())
