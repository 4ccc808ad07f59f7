"""The line of steps and the headline of a followed report, in everyday words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.utils.translation import pgettext_lazy as in_context

from huiyin.doors.citizen.progress import Code, Stage, by_rule, happened, stages
from huiyin.doors.citizen.queries import Followed
from huiyin.doors.shared import times
from huiyin.doors.shared.access import today
from huiyin.doors.shared.templatetags.units import fully, short
from huiyin.kernel.calendar import WorkingCalendar

Sayings = Mapping[str, str | Promise]

LABELS: Final[Mapping[Code, str | Promise]] = {
    "received": in_context("stage", "Received"),
    "reviewed": in_context("stage", "The committee reads it"),
    "taken_up": in_context("stage", "Taken up"),
    "verified": in_context("stage", "Verified"),
    "approved": in_context("stage", "Checked by a superior"),
    "answered": in_context("stage", "Answer to you"),
    "rated": in_context("stage", "Your opinion of the answer"),
}
EXPLAINED: Final[Sayings] = {
    "received": gettext_lazy("%(committee)s is reading it and decides who verifies it."),
    "referred": gettext_lazy(
        "A work team of %(committee)s is looking at it, because it may belong to another procedure."
    ),
    "assigned": gettext_lazy(
        "%(committee)s handed it to %(unit)s, which has to take it up within its limit."
    ),
    "objected": gettext_lazy(
        "%(committee)s is making sure which unit has to verify it. Your promised day stays."
    ),
    "disputed": gettext_lazy("It is being decided which unit has to verify it. Your promised day stays."),
    "locked": gettext_lazy(
        "%(unit)s didn’t take it up in time, so it was locked by itself. "
        "%(committee)s now supervises it and gives it out anew."
    ),
    "verifying": gettext_lazy("%(unit)s took it up. The people who verify it have no part in the matter."),
    "submitted": gettext_lazy("%(unit)s has verified it. A superior checks the result before you get it."),
    "approved": gettext_lazy("The result stands. %(committee)s is writing the answer to you."),
    "joined": gettext_lazy(
        "%(committee)s has read it and sees that it is looked into. You get an answer of your own."
    ),
    "answered": gettext_lazy("Read the answer below and tell us what you think of it."),
    "closed": gettext_lazy(
        "The file is closed. You can read the answer here for as long as the query code holds."
    ),
    "held": gettext_lazy(
        "Before anybody works on it, somebody checks that it holds nothing that must not stand on the internet. "
        "Until then nobody else reads it. Your promised day stays."
    ),
    "deleted": gettext_lazy(
        "It held what by law must not stand on the internet, so its content and your details were wiped. "
        "Please bring what you want to say to %(committee)s in person, without sending it."
    ),
    "declined": gettext_lazy(
        "This isn’t something we can look into here. Below you read why, and where to turn."
    ),
}
"""A sentence under the headline, by state of the case."""

TONES: Final[Mapping[str, tuple[str, str | Promise]]] = {
    "answered": ("ok", in_context("tag", "answered")),
    "closed": ("", in_context("tag", "finished")),
    "declined": ("", in_context("tag", "finished")),
    "held": ("", in_context("tag", "being checked")),
    "deleted": ("", in_context("tag", "removed")),
    "locked": ("late", in_context("tag", "under supervision")),
}


@dataclass(frozen=True)
class Line:
    """One step as the template draws it."""

    state: str
    label: str
    note: str


@dataclass(frozen=True)
class Standing:
    """The top of the page: a word, how it looks, the headline's state and the sentence under it."""

    state: str
    tone: str
    tag: str
    sentence: str


def standing(seen: Followed, *, now: datetime) -> Standing:
    """Where the report stands, in a word and a sentence."""
    case = seen.case
    state = seen.quarantine or (case.state if case else "received")
    tone, tag = TONES.get(state, ("ok", in_context("tag", "in progress")))
    if case and state != "deleted" and case.answered_at is None and now > case.promised_at:
        tone, tag = "late", in_context("tag", "late")
    names = {
        "committee": short(case.committee if case else seen.report.unit.committee),
        "unit": fully(case.unit) if case and case.unit else _("the unit"),
    }
    return Standing(state, tone, str(tag), str(EXPLAINED[state]) % names)


def lines(seen: Followed, calendar: WorkingCalendar, *, now: datetime) -> list[Line]:
    """The line of steps, each with the day on which it was done or is promised."""
    way = stages(
        [happened(event.verb, event.at, event.data) for event in seen.events],
        received_at=seen.report.received_at,
        promised_at=seen.promised_at,
        rated_at=seen.rating.at if seen.rating else None,
        now=now,
    )
    return [Line(stage.state, _label(stage, seen), _note(stage, seen, calendar, now)) for stage in way]


def _label(stage: Stage, seen: Followed) -> str:
    if stage.code == "reviewed" and stage.state == "done" and seen.case:
        if (
            seen.case.main_id
            or seen.case.state == "declined"
            or (seen.reply and seen.reply.kind == "procedure")
        ):
            return _("%(committee)s has read it") % {"committee": short(seen.case.committee)}
        if by_rule(event.verb for event in seen.events):
            return _("Went by the city’s rules to the unit in charge")
        return _("%(committee)s has read it and handed it over to be verified") % {
            "committee": short(seen.case.committee)
        }
    if stage.code == "rated" and stage.state == "done":
        return _("You told us your opinion")
    return str(LABELS[stage.code])


def _note(stage: Stage, seen: Followed, calendar: WorkingCalendar, now: datetime) -> str:
    if stage.done_at:
        return _done(stage.done_at, stage.due_at, now)
    if seen.case and seen.case.state == "locked" and stage.state in ("here", "late"):
        return _("Not taken up in time; locked by itself and under supervision")
    if stage.code == "verified" and stage.since and stage.due_at:
        used = calendar.working_days_between(today(stage.since), min(today(now), today(stage.due_at)))
        whole = calendar.working_days_between(today(stage.since), today(stage.due_at))
        text = ngettext("%(used)d of %(n)d working day used", "%(used)d of %(n)d working days used", whole)
        return text % {"used": used, "n": whole}
    if stage.due_at:
        return _("by %(day)s at the latest") % {"day": times.day(stage.due_at, today(now))}
    return ""


def _done(at: datetime, due_at: datetime | None, now: datetime) -> str:
    text = times.moment(at, today(now))
    apart = (today(due_at) - today(at)).days if due_at else 0
    if apart > 0:
        early = ngettext("%(n)d day earlier than it had to be", "%(n)d days earlier than it had to be", apart)
        return _("%(moment)s, %(rest)s") % {"moment": text, "rest": early % {"n": apart}}
    if apart < 0:
        late = ngettext("%(n)d day late", "%(n)d days late", -apart)
        return _("%(moment)s, %(rest)s") % {"moment": text, "rest": late % {"n": -apart}}
    return text
