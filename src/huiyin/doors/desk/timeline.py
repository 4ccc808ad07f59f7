"""What happened, newest first, in words: for the committee everything, for a unit from its own assignment on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.models import Case, Deadline
from huiyin.cases.queries import CaseFile
from huiyin.cases.rules.leeway import ASKS, DECIDES
from huiyin.cases.times.competence import objections
from huiyin.cases.times.queries import requests
from huiyin.doors.desk.queries import file as files
from huiyin.doors.desk.queries import people
from huiyin.doors.desk.wording import CALLS, LIMITS, MARKERS, happened, length
from huiyin.doors.shared.templatetags.units import named
from huiyin.doors.shared.words import RATINGS, word
from huiyin.kernel.limits import Limit
from huiyin.ledger.models import Event

OWN = frozenset(
    {
        "assign", "dispatch", "redirect", "reassign", "accept", "establish", "object_to", "dispute", "affirm",
        "send_back", "submit", "return_for_rework", "pass_up", "stand_in",
        "approve", "recuse", "answer", "close", "lock", "overdue", *ASKS, *DECIDES, "resume", "recount",
    }
)  # fmt: skip
"""What a unit sees of a case: its own part. How the committee came to it stays there."""

LATE = frozenset({"lock", "overdue"})


def timeline(file: CaseFile, *, now: datetime) -> list[dict[str, Any]]:
    """Entries for `shared/partials/timeline.html`; what is due next stands first."""
    deadlines = files.deadlines(file.case)
    return [*_ahead(file, deadlines, now), *(entry for _event, entry in happenings(file, deadlines))]


def happenings(file: CaseFile, deadlines: list[Deadline]) -> list[tuple[Event, dict[str, Any]]]:
    """What happened as far as the reader may know it: each event with its entry, newest first."""
    case = file.case
    events = [e for e in files.events(case) if file.sees_report or _own(e)]
    names = files.names({event.actor for event in events})
    texts = _texts(case) | (_moved(case) if file.sees_report else {})
    over = [deadline for deadline in deadlines if deadline.ended_at is not None]
    return [(event, _entry(event, names, texts, over)) for event in events]


def _own(event: Event) -> bool:
    return event.subject_kind == "case" and event.verb in OWN


def _ahead(file: CaseFile, deadlines: list[Deadline], now: datetime) -> list[dict[str, Any]]:
    """The running deadlines: the next step's, and the promise to the reporter."""
    running = [d for d in deadlines if d.ended_at is None]
    shown = [d for d in running if d.kind == file.case.due_kind] + [d for d in running if d.kind == "whole"]
    return [
        {
            "kind": "late" if d.due_at < now else "next-act",
            "label": str(LIMITS.get(d.kind, d.kind)),
            "due": d.due_at,
            "deadline": d.how,
        }
        for d in shown
    ]


def _entry(
    event: Event,
    names: Mapping[str, str],
    texts: Mapping[tuple[str, datetime], str],
    deadlines: list[Deadline],
) -> dict[str, Any]:
    started = next((d for d in deadlines if d.started_at == event.at and d.kind == _due_kind(event)), None)
    kind = "late" if event.verb in LATE else "system" if event.actor == "system" else ""
    return {
        "kind": kind,
        "label": happened(event.verb),
        "text": texts.get((event.verb, event.at)) or _said(event),
        "who": names.get(event.actor) or word("role", event.actor),
        "at": event.at,
        "deadline": started.how if started else None,
        "hash": event.hash[:8] if event.verb == "receive" else "",
    }


def _due_kind(event: Event) -> str:
    due = event.data.get("due")
    return due[0] if due else "whole" if event.verb == "receive" else ""


def _said(event: Event) -> str:
    """What the event itself tells."""
    data = event.data
    match event.verb:
        case "rate":
            return str(RATINGS.get(str(data.get("level")), ""))
        case "revisit":
            level = RATINGS.get(str(data.get("level")), "")
            return f"{CALLS.get(data['result'], '')} {level}".strip()
        case "overdue":
            return str(LIMITS.get(data.get("kind", ""), ""))
        case "pin":
            return _("%(n)d more") % {"n": len(data.get("officers", ()))}
    return ""


def _texts(case: Case) -> dict[tuple[str, datetime], str]:
    """What was written at each step, by verb and moment: records know it, events don't."""
    texts: dict[tuple[str, datetime], str] = {}
    for referral in case.referrals.select_related("team"):
        kind = str(MARKERS.get(referral.kind, referral.kind))
        texts["refer", referral.at] = f"{named(referral.team)}（{kind}）"
        if referral.ended_at:
            texts["return_from_team", referral.ended_at] = referral.returned_because
    for given in case.assignments.select_related("unit").prefetch_related("handlers"):
        who = "、".join(account.name for account in given.handlers.all())
        for verb in ("assign", "dispatch", "redirect", "reassign"):
            texts[verb, given.at] = f"{named(given.unit)}（{who}）"
    return texts | _decided(case) | _asked(case) | _objected(case)


def _objected(case: Case) -> dict[tuple[str, datetime], str]:
    """Why a unit said that it isn't its own, and what was found on that."""
    texts: dict[tuple[str, datetime], str] = {}
    for one in objections(case):
        texts["dispute" if one.arbiter_id else "object_to", one.at] = one.reason
        if one.decided_at:
            texts["affirm" if one.affirmed else "send_back", one.decided_at] = one.answer
    return texts


def _asked(case: Case) -> dict[tuple[str, datetime], str]:
    """What was asked of the clock, and the reasons for a no."""
    texts: dict[tuple[str, datetime], str] = {}
    for asked in requests(case):
        texts[f"ask_{asked.kind}", asked.at] = f"{length(Limit.from_json(asked.limit))}: {asked.reason}"
        if asked.decided_at:
            texts[f"refuse_{asked.kind}", asked.decided_at] = asked.answer
    return texts


def _decided(case: Case) -> dict[tuple[str, datetime], str]:
    """What those said who signed or returned a report."""
    decisions = [one for found in files.verifications(case) for one in found.decisions.all()]
    signed = ("approve", "pass_up")
    return {
        (verb, one.at): one.reasons
        for one in decisions
        for verb in (signed if one.approved else ("return_for_rework",))
    }


def _moved(case: Case) -> dict[tuple[str, datetime], str]:
    """Why a case went on from one unit to another: for the committee, beside where it went."""
    rows = {a.at: a for a in case.assignments.select_related("unit")}
    moved = [a for a in rows.values() if a.moved_because and a.ended_at in rows]
    return {
        ("redirect", a.ended_at): f"{named(rows[a.ended_at].unit)}：{a.moved_because}"
        for a in moved
        if a.ended_at
    }


def returned_because(case: Case) -> str:
    """Why a case lies on this desk again, in the words of whoever returned it."""
    last = case.assignments.exclude(sent_back_because="").order_by("-at").first()
    return last.sent_back_because if last and case.state == "received" else ""


def people_of(case: Case) -> dict[str, str]:
    """Handlers and approver by name."""
    found = people.names([*case.handlers, *([case.approver] if case.approver else [])])
    handlers = "、".join(found.get(pk, "") for pk in case.handlers)
    return {"handlers": handlers, "approver": found.get(case.approver or 0, "")}
