"""The file of a case on one page: the next act on top, the facts on the left, what happened on the right."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.cases.candidates import units_for
from huiyin.cases.models import Case, Objection
from huiyin.cases.queries import CaseFile, my_work
from huiyin.cases.rules.processes import Process
from huiyin.cases.rules.recusal import role_of
from huiyin.cases.times.competence import objections
from huiyin.cases.times.queries import offered, processes_of, standing_still
from huiyin.doors.desk import routed
from huiyin.doors.desk.archive import may_archive
from huiyin.doors.desk.ladder import panel
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.queries import file as files
from huiyin.doors.desk.queries import people, recusal
from huiyin.doors.desk.queries.joining import together
from huiyin.doors.desk.rows import NEXT, about, title_for
from huiyin.doors.desk.scoping import CASE_ROLES, READERS, actor_of, case_file, now_at, rules_of
from huiyin.doors.desk.signatures import chain
from huiyin.doors.desk.talks import talks_panel
from huiyin.doors.desk.timeline import people_of, returned_because, timeline
from huiyin.doors.desk.wording import LIMITS, MARKERS, NEXT_ACTS, PROCESS_STATES
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.attachments import open_attachment
from huiyin.doors.shared.templatetags.units import short
from huiyin.doors.shared.words import word
from huiyin.intake.vault import OPENERS
from huiyin.policy.queries import said
from huiyin.ratings.queries import rating_of, revisits_of
from huiyin.supervision.rounds.queries import follow_ups_of
from huiyin.triage.models import Screening


@dataclass(frozen=True)
class Step:
    """A button: the verb, its words, and whether it is the one that the state waits for."""

    verb: str
    label: str
    main: bool = False


@audience("desk", permission=CASE_ROLES, hidden=True)
@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that this reader may know of the case."""
    file = case_file(request, number)
    context = _facts(request, file) | _place_in_work(request, number)
    if file.sees_report:
        context |= _for_the_committee(request, file)
    return desk_page(request, "desk/file.html", context)


def _facts(request: HttpRequest, file: CaseFile) -> dict[str, Any]:
    case, rules, language = file.case, rules_of(request), get_language() or "zh"
    found = files.verifications(case) if case.verifications.exists() else []
    told = bool(file.roles.intersection((*READERS, "arbiter")))
    requests = recusal.waiting_for(file, actor_of(request))
    return {
        "file": file,
        "case": case,
        "about": about(case),
        "title": title_for(case, sees=file.sees_report),
        "kind": rules.type_name(case.problem_type, language, case.received_at),
        "steps": _steps(file, now_at(request), asked=bool(requests)),
        "chain": chain(case),
        "requests": requests,
        "follow_ups": follow_ups_of(case) if told else [],
        "may_explain": bool(file.roles & {"handler", "approver", "team"}),
        "recusals": recusal.decided(file),
        "may_ask": told and bool(role_of(file.roles)) and case.closed_at is None,
        "may_order": bool(file.roles & {"supervisor"}) and "recuse" in file.verbs,
        "may_hold_back": "hold_back" in file.verbs,
        "processes": _processes(case, now_at(request)) if told else [],
        "waits": _waits(file),
        "objections": _objections(file) if told else [],
        "stands_still": standing_still(case, now_at(request)),
        "attachments": files.attachments(actor_of(request), case) if told else [],
        "allegations": list(case.allegations.order_by("position")) if told else [],
        "assignment": case.assignments.order_by("-at").first() if told else None,
        "accused": people.officers(case.accused) if told else [],
        "people": people_of(case),
        "verifications": [v for v in found if v.submitted_at or "handler" in file.roles] if told else [],
        "reply": getattr(case, "reply", None),
        "rating": rating_of(case.report),
        "archived": may_archive(file),
        **(talks_panel(file, actor_of(request)) if told else {}),
        "timeline": timeline(file, now=now_at(request)),
    }


def _for_the_committee(request: HttpRequest, file: CaseFile) -> dict[str, Any]:
    """What only those read who read the report as it was sent."""
    case, actor = file.case, actor_of(request)
    found = files.screenings(case)
    alike = files.alike(actor, case, found)
    return {
        "ladder": panel(actor, case, rules_of(request)),
        "supplements": files.supplements(case),
        "origin": files.origin(case),
        "order": files.hotline_order(case),
        "may_pass": case.state == "declined" and bool(file.roles & {"reviewer", "clerk"}),
        "hits": _hits(found, {one.number for one in alike}),
        "alike": alike,
        "together": together(actor, case),
        "revisits": revisits_of(case.report),
        "uses": files.uses(case),
        "opener": bool(file.roles & set(OPENERS)),
        "opened": len(files.openings(case)),
        "may_use": case.answered_at is not None and bool(file.roles & {"reviewer", "supervisor"}),
        "may_exemplify": case.state == "closed" and bool(file.roles & {"reviewer", "supervisor"}),
        "returned": returned_because(case),
        "answers": routed.answers(case, rules_of(request)),
        "routing": routed.panel(case, rules_of(request)),
        "suggestion": _suggestion(file, request) if case.state == "received" else "",
    }


def _steps(file: CaseFile, now: datetime, *, asked: bool) -> list[Step]:
    """What the reader may do now; the act that the state waits for stands last, where the hand goes."""
    main = NEXT.get(file.case.state, "")
    verbs = list(offered(file.case, file.verbs, file.roles, now))
    if file.case.state == "answered" and file.roles & {"clerk", "reviewer"}:
        verbs.append("revisit")
        main = "revisit"
    hidden = {"lock", "pass_up", "hold_back", "establish"} | (set() if asked else {"recuse"})
    steps = [Step(verb, word("verb", verb), verb == main) for verb in verbs if verb not in hidden]
    return sorted(steps, key=lambda step: step.main)


def _processes(case: Case, now: datetime) -> list[tuple[str, str, Process]]:
    """The four processes in words, once the case is in hand."""
    found = processes_of(case, now) if case.assignments.exclude(accepted_at=None).exists() else []
    return [(str(LIMITS[one.kind]), str(PROCESS_STATES[one.state]), one) for one in found]


def _objections(file: CaseFile) -> list[Objection]:
    """What was objected: all of it for the committee, a unit reads what concerns its own assignment."""
    rows = objections(file.case)
    if not file.sees_report:
        rows = rows.filter(assignment__unit=file.case.unit_id)
    return list(rows)


def _waits(file: CaseFile) -> str:
    """What the case waits for, whoever is reading."""
    verb = NEXT.get(file.case.state, "")
    return str(NEXT_ACTS.get(verb, "")) if verb else word("state", file.case.state)


def _suggestion(file: CaseFile, request: HttpRequest) -> str:
    """Whom the case could be given to, and why."""
    found = units_for(file.case, now_at(request))
    if not found:
        return ""
    unit = short(found[0])
    if found[0].pk == file.case.organ_id:
        return _(
            "Suggested: %(unit)s, the house reported on; people of the section concerned are kept out."
        ) % {"unit": unit}
    return _("Suggested: %(unit)s, because the house reported on has nobody who could take it.") % {
        "unit": unit
    }


def _hits(found: list[Screening], seen: Collection[str]) -> list[dict[str, Any]]:
    """What was noticed on arrival; the number of what it repeats only where that case is among those `seen`."""
    rules, language = files.rules_by_code(), get_language() or "zh"
    return [
        {
            "name": said(rules[hit.code], "name", language) if hit.code in rules else _marker(hit.kind),
            "team": hit.team,
            "found": hit.found,
            "repeats": hit.repeats.number if hit.repeats and hit.repeats.number in seen else "",
            "percent": round(100 * hit.likeness),
        }
        for hit in found
    ]


def _marker(kind: str) -> str:
    return str(MARKERS.get(kind, kind))


def _place_in_work(request: HttpRequest, number: str) -> dict[str, Any]:
    """ "2 of 9": where this case stands in the reader's work, and the ones before and after."""
    mine = list(my_work(actor_of(request)).values_list("number", flat=True)[:200])
    if number not in mine:
        return {}
    at = mine.index(number)
    return {
        "at": at + 1,
        "of": len(mine),
        "before": mine[at - 1] if at else "",
        "after": mine[at + 1] if at + 1 < len(mine) else "",
    }


@audience("desk", permission=CASE_ROLES, hidden=True)
@require_GET
def attachment(request: HttpRequest, number: str, pk: int) -> StreamingHttpResponse:
    """One of the reporter's files, for those who may open it."""
    file = case_file(request, number, READERS)
    found = files.attachment(file.case, pk)
    if found is None:
        raise Http404
    return open_attachment(actor_of(request), found, committee=file.case.committee_id, now=now_at(request))
