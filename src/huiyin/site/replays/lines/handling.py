"""Reports are worked on: review, assignment, acceptance or the lock, verification (S0-03, -17, -18, -19, -21)."""

from __future__ import annotations

from collections import Counter

from django.db import transaction

from huiyin.cases import actions as cases
from huiyin.cases.models import Assignment, Case, Deadline, Outcome, Verification
from huiyin.cases.rules.checks import VerificationDraft, whole
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ledger.models import Event
from huiyin.messages.models import Notice
from huiyin.organisations.models import Mandate
from huiyin.reporting import queries as reporting
from huiyin.site.replays.lines.seen import Line, Seen
from huiyin.supervision.models import Lock

PROVEN = ("substantiated", "partly")


def three_functions(seen: Seen) -> Line:
    rows = reporting.distribution(seen.leader, "problem_type", seen.whole, now=seen.now)
    measured = {
        "style_supervision": Verification.objects.filter(decisions__approved=True)
        .values("case")
        .distinct()
        .count(),
        "leads_assigned": Assignment.objects.values("case").distinct().count(),
        "information_summed_up": sum(row.total for row in rows),
        "kinds_of_problems": len(rows),
    }
    ok = all(measured.values()) and measured["information_summed_up"] == reporting.received(
        seen.leader, seen.whole
    )
    return Line(
        ok, measured, "approved verifications; cases assigned; the distribution by problem type and its sum"
    )


def reviewed_and_assigned(seen: Seen) -> Line:
    given = Event.objects.filter(subject_kind="case", verb__in=("assign", "reassign")).order_by("pk")
    right = sum(_may_give(event) for event in given)
    first = Assignment.objects.order_by("case", "pk").distinct("case").select_related("case__reported")
    reviews = Deadline.objects.filter(kind="review", ended_at__isnull=False)
    blocked = Case.objects.filter(blocked__isnull=False).distinct().count()
    measured = {
        "assignments": len(given),
        "by_the_case_s_own_committee": right,
        "cases_assigned": len(first),
        "to_the_house_reported_on": sum(a.unit_id == a.case.organ_id for a in first),
        "reviews_done": reviews.count(),
        "reviews_late": reviews.filter(missed=True).count(),
        "conflicts_of_interest_blocked": blocked,
    }
    ok = right == len(given) > 0 and blocked > 0
    return Line(
        ok,
        measured,
        "who acted in each assignment against the mandates of that day; review deadlines; blocked ones",
    )


def _may_give(event: Event) -> bool:
    """Whether it was a reviewer (or, for a locked case, a supervisor) of the committee whose case it is."""
    role = "reviewer" if event.verb == "assign" else "supervisor"
    committee = Case.objects.values_list("committee", flat=True).get(pk=event.subject_id)
    held = Mandate.objects.in_force(event.at).filter(role=role, unit=committee)
    return event.unit == committee and held.filter(account=int(event.actor.removeprefix("account:"))).exists()


def verified(seen: Seen) -> Line:
    done = list(
        Verification.objects.filter(decisions__approved=True)
        .select_related("case")
        .prefetch_related("findings", "outcomes", "case__allegations")
    )
    conclusions = Counter(finding.conclusion for v in done for finding in v.findings.all())
    complete = sum(len(v.findings.all()) == len(v.case.allegations.all()) for v in done)
    proven = sum(_proven(v) for v in done)
    dealt_with = sum(_proven(v) and bool(v.matter) and bool(v.outcomes.all()) for v in done)
    persons = Outcome.objects.filter(verification__in=done).values_list("kind", flat=True)
    measured = {
        "verified_and_approved": len(done),
        "each_allegation_has_a_finding": complete,
        "findings": dict(conclusions),
        "proven": proven,
        "proven_with_persons_and_matter_dealt_with": dealt_with,
        "persons": dict(Counter(persons)),
        "sent_back_for_rework": Event.objects.filter(subject_kind="case", verb="return_for_rework").count(),
    }
    ok = complete == len(done) > 0 and proven == dealt_with > 0
    return Line(
        ok,
        measured,
        "approved verification reports, finding by finding; what was done about person and matter",
    )


def _proven(one: Verification) -> bool:
    return any(finding.conclusion in PROVEN for finding in one.findings.all())


def locked(seen: Seen) -> Line:
    """Every acceptance that was missed is a lock, and the other way round; and a locked unit can't act."""
    passed = Deadline.objects.filter(kind="acceptance", missed=True)
    overslept = Deadline.objects.filter(kind="acceptance", ended_at=None, due_at__lte=seen.now)
    locks = list(Lock.objects.select_related("case"))
    delays = [
        (lock.at - passed.get(case=lock.case, ended_at__range=(lock.at, lock.at)).due_at).total_seconds()
        for lock in locks
    ]
    told = Notice.objects.filter(template="locked").values("case").distinct().count()
    standing = Case.objects.filter(state="locked")
    refused = sum(_refused(seen, case) for case in standing)
    measured = {
        "acceptances_missed": passed.count(),
        "missed_but_not_locked": overslept.count(),
        "locked": len(locks),
        "seconds_from_deadline_to_lock": max(delays, default=None),
        "cases_of_which_people_were_told": told,
        "given_out_again": sum(lock.lifted_at is not None for lock in locks),
        "still_locked": standing.count(),
        "unit_refused_while_locked": refused,
    }
    ok = measured["acceptances_missed"] == len(locks) == told > 0 and not measured["missed_but_not_locked"]
    ok = ok and max(delays) <= 60 and refused == standing.count()
    return Line(
        ok, measured, "acceptance deadlines against locks, by moment; the unit tries to accept a locked case"
    )


def _refused(seen: Seen, case: Case) -> bool:
    by = seen.stage.people.actor(case.handlers[0], seen.now)
    try:
        with transaction.atomic():
            cases.accept(case.number, by=by, now=seen.now)
            transaction.set_rollback(True)
    except NotAllowed as no:
        return no.refused.reason == "wrong_state"
    return False


def template(seen: Seen) -> Line:
    sections = sorted({name.split("_1")[0] for name in whole(VerificationDraft(), [1])})
    done = Verification.objects.filter(submitted_at__isnull=False).prefetch_related("findings", "evidence")
    filled = sum(
        all((v.verifiers, v.no_interest, v.method, v.matter, v.proposal))
        and all(f.facts for f in v.findings.all())
        for v in done
    )
    committee = seen.leader.units_as("leader")
    shown = done.filter(
        case__committee__in=committee, case__committee__code=seen.stage.city.city.committee
    ).first()
    paper = seen.page("desk:paper", shown.case.number, str(shown.round), role="reviewer") if shown else None
    measured = {
        "sections_that_may_not_be_empty": sections,
        "submitted": len(done),
        "with_every_section": filled,
        "set_as_pdf_bytes": len(paper.body) if paper and paper.body.startswith(b"%PDF") else 0,
    }
    ok = bool(sections) and filled == len(done) > 0 and bool(measured["set_as_pdf_bytes"])
    return Line(
        ok,
        measured,
        "what an empty report is refused for; every submitted report; one of them opened as a paper",
    )
