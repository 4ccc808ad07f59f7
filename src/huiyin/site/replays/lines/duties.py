"""Who does what, and that nobody skips it: talks, the unit's clerk, its instructor, the deputy chief (S3-14 … -18)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from huiyin.cases.models import Case, Deadline, Decision, Talk, Verification
from huiyin.ledger.models import Event
from huiyin.organisations.models import Mandate
from huiyin.policy.queries import policy
from huiyin.site.replays.lines.seen import Line, Seen


def talked(seen: Seen) -> Line:
    """S3-14: of what the city wants talked over, every report was submitted with each kind of talk written down."""
    asked = {
        case.pk: set(wanted)
        for case in Case.objects.all()
        if (wanted := policy().talks_about(case.problem_type, case.channel))
    }
    rounds = Verification.objects.filter(case__in=asked, submitted_at__isnull=False)
    kinds: dict[int, list[Talk]] = defaultdict(list)
    for talk in Talk.objects.filter(case__in=asked):
        kinds[talk.case_id].append(talk)
    whole = sum(
        asked[done.case_id] <= _kinds_before(kinds[done.case_id], done.submitted_at) for done in rounds
    )
    talks = [talk for rows in kinds.values() for talk in rows]
    measured: dict[str, Any] = {
        "matters_that_want_talks": len(asked),
        "reports_submitted_on_them": len(rounds),
        "with_every_kind_of_talk_before": whole,
        "talks": dict(Counter(talk.kind for talk in talks)),
        "tried_and_why_not": sum(not talk.held for talk in talks),
        "about_other_matters": Talk.objects.exclude(case__in=asked).count(),
    }
    ok = len(rounds) == whole > 0 and set(measured["talks"]) == {"call", "meeting", "explanation"}
    return Line(
        ok, measured, "the talks of each matter for which the city wants them, against its reports by moment"
    )


def _kinds_before(talks: list[Talk], moment: datetime | None) -> set[str]:
    return {talk.kind for talk in talks if moment and talk.at <= moment}


def clerks(seen: Seen) -> Line:
    """S3-16: in each unit somebody takes up what comes, reports it to their leader and works on the platform."""
    taken = list(Event.objects.filter(subject_kind="case", verb="accept"))
    submitted = list(Event.objects.filter(subject_kind="case", verb="submit"))
    kept = Deadline.objects.filter(kind="acceptance", ended_at__isnull=False)
    units = {event.unit for event in taken}
    with_clerk = (
        Mandate.objects.in_force(seen.now).filter(role="handler", unit__in=units).values("unit").distinct()
    )
    measured: dict[str, Any] = {
        "units": len(units),
        "with_a_clerk_of_the_platform": with_clerk.count(),
        "taken_up": len(taken),
        "by_the_unit_s_own_clerk": _held(taken, "handler"),
        "reported_to_their_leader": len(submitted),
        "of_these_by_the_clerk": _held(submitted, "handler"),
        "taken_up_in_time_percent": _percent(kept.filter(missed=False).count(), kept.count()),
    }
    ok = len(units) == measured["with_a_clerk_of_the_platform"] > 9
    ok = ok and len(taken) == measured["by_the_unit_s_own_clerk"] and bool(submitted)
    ok = ok and len(submitted) == measured["of_these_by_the_clerk"]
    return Line(
        ok, measured, "who took up and who reported, against the mandates of that day; acceptance deadlines"
    )


def instructors(seen: Seen) -> Line:
    """S3-17: general matters are approved by the unit's responsible leader, or sent back with reasons."""
    signed = list(Decision.objects.filter(level=0).select_related("verification__case"))
    general = [one for one in signed if len(_levels(one.verification.case)) == 1]
    measured: dict[str, Any] = {
        "signed_first": len(signed),
        "by_the_unit_s_leader": sum(_mandated(one, ("approver",)) for one in signed),
        "general_matters_approved": sum(one.approved for one in general),
        "sent_back_with_reasons": sum(not one.approved and bool(one.reasons) for one in signed),
        "by_whoever_found_it": sum(one.by_id in one.verification.case.handlers for one in signed),
        "told_that_a_matter_is_late_or_locked": Event.objects.filter(
            subject_kind="case", verb="lock"
        ).count(),
    }
    ok = len(signed) == measured["by_the_unit_s_leader"] > 0 == measured["by_whoever_found_it"]
    return Line(
        ok and bool(measured["general_matters_approved"] and measured["sent_back_with_reasons"]),
        measured,
        "first signatures under reports, against the mandates of that day and those who worked on the case",
    )


def chiefs(seen: Seen) -> Line:
    """S3-18: major, complex and complaint matters are answered only once the deputy chief has signed, too."""
    answered = Event.objects.filter(subject_kind="case", verb="answer").values_list("subject_id", "at")
    signed: dict[int, list[Decision]] = defaultdict(list)
    for one in Decision.objects.filter(approved=True).select_related("verification__case").order_by("at"):
        signed[one.verification.case_id].append(one)
    heavy = {case.pk: case for case in Case.objects.all() if len(_levels(case)) > 1}
    done = [(heavy[int(pk)], at) for pk, at in answered if int(pk) in heavy]
    both = sum(_both_signed(signed[case.pk], at) for case, at in done)
    measured: dict[str, Any] = {
        "answered_that_want_two_signatures": len(done),
        "signed_by_leader_and_deputy_chief_before": both,
        "complaints": sum(case.matter == "complaint" for case, _ in done),
        "by_a_channel_for_petitions": sum(case.matter != "complaint" for case, _ in done),
        "found_complex_by_the_leader": Event.objects.filter(
            subject_kind="case", verb="pass_up", subject_id__in=[str(pk) for pk in _found_complex()]
        ).count(),
    }
    ok = len(done) == both > 0 and bool(measured["complaints"] and measured["found_complex_by_the_leader"])
    return Line(
        ok,
        measured,
        "answered cases that want two signatures: who had signed by then, by moment",
    )


def _found_complex() -> list[int]:
    """Cases for which one signature would do, and which their leader passed up."""
    passed = Event.objects.filter(subject_kind="case", verb="pass_up").values_list("subject_id", flat=True)
    rows = Case.objects.filter(pk__in=[int(one) for one in passed])
    return [case.pk for case in rows if len(policy().signs(case.problem_type, case.channel)) == 1]


def _levels(case: Case) -> tuple[str, ...]:
    """The mandates that sign, as the case was submitted last; as the city says where it wasn't yet."""
    return tuple(case.levels) or policy().signs(case.problem_type, case.channel)


def _both_signed(signed: list[Decision], answered: datetime) -> bool:
    by = {one.level: one for one in signed if one.at <= answered}
    return {0, 1} <= set(by) and _mandated(by[1], ("chief",)) and by[0].by_id != by[1].by_id


def _mandated(one: Decision, roles: tuple[str, ...]) -> bool:
    """Whether who signed held one of these roles for the unit that had the case, when they did."""
    given = one.verification.case.assignments.filter(at__lte=one.at).order_by("-at").first()
    held = Mandate.objects.in_force(one.at).filter(role__in=roles, account=one.by_id)
    return given is not None and held.filter(unit=given.unit_id).exists()


def _held(events: Iterable[Event], role: str) -> int:
    """How many of these were acts of somebody who held the role for that unit on that day."""
    found = 0
    for event in events:
        held = Mandate.objects.in_force(event.at).filter(role=role, unit=event.unit)
        found += held.filter(account=int(event.actor.removeprefix("account:"))).exists()
    return found


def _percent(part: int, whole: int) -> float:
    return round(100 * part / max(whole, 1), 1)
