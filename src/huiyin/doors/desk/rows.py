"""A case as one line of a list: what it is called for this reader, how urgent it is, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.cases.rules.lifecycle import LIFECYCLE, SEES_REPORT, roles_on
from huiyin.cases.rules.processes import PROCESSES
from huiyin.cases.rules.title import title_of
from huiyin.doors.desk.wording import LIMITS, NEXT_ACTS
from huiyin.doors.shared import times
from huiyin.doors.shared.templatetags.units import named
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.deadlines import remaining
from huiyin.kernel.lifecycle import Step
from huiyin.policy.queries import Policy

NEXT = {
    "received": "assign",
    "referred": "channel",
    "assigned": "accept",
    "objected": "send_back",
    "disputed": "send_back",
    "locked": "reassign",
    "verifying": "submit",
    "submitted": "approve",
    "approved": "answer",
    "joined": "answer_with_main",
    "answered": "close",
}
"""The act that a state waits for; others are beside it on the page of the case."""

GROUPS = {
    "late": gettext_lazy("Late"),
    "today": gettext_lazy("Due today"),
    "returned": gettext_lazy("Returned to me"),
    "new": gettext_lazy("New"),
    "on": gettext_lazy("Under way"),
}
"""In the order in which something goes wrong if nobody acts."""

RETURNS = ("send_back", "affirm", "return_from_team", "return_for_rework")
BEGINNINGS = ("received", "referred", "assigned", "objected", "disputed", "submitted")


@dataclass(frozen=True)
class Due:
    """A deadline in words and in its tone ("late", "near" or "")."""

    at: datetime
    text: str
    tone: str


@dataclass(frozen=True)
class Row:
    """`sees`: the reader is of the committee. `verb` is the one next act that is theirs, or "".

    `process` names the one of the four that runs."""

    case: Case
    title: str
    sees: bool
    due: Due | None
    verb: str
    kind: str
    process: str = ""
    group: str = ""
    hint: str = ""

    @property
    def about(self) -> str:
        """The unit reported on, a section with its house before it."""
        return about(self.case)

    @property
    def label(self) -> str:
        """What stands on the button."""
        return str(NEXT_ACTS.get(self.verb, ""))


@dataclass(frozen=True)
class Reader:
    """Who reads a list, when, in which language, and by which rules."""

    actor: Actor
    now: datetime
    rules: Policy
    language: str

    @classmethod
    def of(cls, actor: Actor, now: datetime, rules: Policy) -> Reader:
        return cls(actor, now, rules, get_language() or "zh")

    def row(self, case: Case, last: str = "", hint: str = "") -> Row:
        roles = roles_on(case.snapshot(), self.actor)
        sees = bool(roles & SEES_REPORT)
        verb = NEXT.get(case.state, "")
        mine = bool(verb) and isinstance(LIFECYCLE.step(verb, case.state, roles), Step)
        return Row(
            case=case,
            title=title_for(case, sees=sees),
            sees=sees,
            due=self.due(case.due_at),
            verb=verb if mine else "",
            process=str(LIMITS[case.due_kind]) if case.due_kind in PROCESSES else "",
            kind=self.rules.type_name(case.problem_type, self.language, case.received_at),
            group=self._group(case, last),
            hint=hint if sees else "",
        )

    def due(self, at: datetime | None) -> Due | None:
        if at is None:
            return None
        rest = remaining(at, self.now, self.rules.calendar)
        return Due(at, times.left(at, self.now, rest), times.tone(at, self.now, rest))

    def _group(self, case: Case, last: str) -> str:
        if case.overdue or case.state == "locked" or (case.due_at and case.due_at < self.now):
            return "late"
        if case.due_at and case.due_at.astimezone(SHANGHAI).date() == self.now.astimezone(SHANGHAI).date():
            return "today"
        if last in RETURNS:
            return "returned"
        return "new" if case.state in BEGINNINGS else "on"


def about(case: Case) -> str:
    """ "市中级法院 立案庭": a section alone could be any house's."""
    if case.reported_id == case.organ_id:
        return named(case.reported)
    zh = (get_language() or "").startswith("zh")
    house = case.organ.short or case.organ.name if zh else named(case.organ)
    return f"{house} {named(case.reported)}" if zh else f"{named(case.reported)}, {house}"


def title_for(case: Case, *, sees: bool) -> str:
    """The title as sent for the committee; for anybody else the first words of the redacted summary."""
    return case.title if sees else title_of(case.summary) or _("Not assigned yet")


def grouped(rows: Iterable[Row]) -> list[tuple[str, str, list[Row]]]:
    """(code, name, rows) of each group that has any."""
    by_group: Mapping[str, list[Row]] = {code: [] for code in GROUPS}
    for row in rows:
        by_group[row.group].append(row)
    return [(code, str(GROUPS[code]), found) for code, found in by_group.items() if found]
