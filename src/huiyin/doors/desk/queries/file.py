"""Everything that lies in the file of one case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from huiyin.assessment.models import Use
from huiyin.cases.models import Case, Deadline, Evidence, Finding, Outcome, Verification
from huiyin.cases.queries import CaseFile, visible
from huiyin.intake.attachments.models import Attachment
from huiyin.intake.attachments.queries import attachments_for
from huiyin.intake.models import HotlineOrder, Origin, Supplement
from huiyin.kernel.actor import Actor
from huiyin.ledger.models import Access, Event
from huiyin.ledger.queries import events_of
from huiyin.organisations.models import Account
from huiyin.policy.models import ScreeningRule
from huiyin.triage.models import Screening


def verifications(case: Case) -> list[Verification]:
    """The verification reports, latest first, each with all that belongs to it."""
    return list(
        case.verifications.select_related("by")
        .prefetch_related(
            Prefetch(
                "findings", Finding.objects.select_related("allegation").order_by("allegation__position")
            ),
            Prefetch("outcomes", Outcome.objects.select_related("officer__unit").order_by("pk")),
            Prefetch("evidence", Evidence.objects.select_related("attachment").order_by("pk")),
            "decisions__by",
        )
        .order_by("-round")
    )


def draft(case: Case) -> Verification | None:
    """The report that the next one starts from: the open draft, or the last one that was returned."""
    return next(iter(verifications(case)), None)


def attachments(viewer: Actor, case: Case) -> list[Attachment]:
    """The reporter's files that the viewer may open."""
    evidence = Evidence.objects.exclude(attachment=None).values("attachment")
    return list(attachments_for(viewer, case.report_id, committee=case.committee_id).exclude(pk__in=evidence))


def attachment(case: Case, pk: int) -> Attachment | None:
    return Attachment.objects.filter(pk=pk, report=case.report_id).first()


def evidence(file: CaseFile, pk: int) -> Evidence | None:
    """A piece of evidence that has a file; of a draft for its handlers only."""
    found = Evidence.objects.filter(pk=pk, verification__case=file.case).exclude(attachment=None)
    if "handler" not in file.roles:
        found = found.exclude(verification__submitted_at=None)
    return found.select_related("attachment").first()


def supplements(case: Case) -> list[Supplement]:
    return list(Supplement.objects.filter(report=case.report_id, cleared=True).order_by("at"))


def origin(case: Case) -> Origin | None:
    """Where the report came from, if not from our own pages."""
    return Origin.objects.filter(report=case.report_id).select_related("entered_by").first()


def hotline_order(case: Case) -> HotlineOrder | None:
    """The hotline's order behind the report, or the one by which it was given to the hotline."""
    return HotlineOrder.objects.filter(report=case.report_id).first()


def screenings(case: Case) -> list[Screening]:
    return list(
        Screening.objects.filter(report=case.report_id).select_related("team", "repeats").order_by("pk")
    )


def rules_by_code() -> dict[str, ScreeningRule]:
    return {rule.code: rule for rule in ScreeningRule.objects.all()}


def alike(viewer: Actor, case: Case, found: list[Screening]) -> list[Case]:
    """The cases that this one may repeat or that repeat it, as far as they exist for the viewer."""
    earlier = [hit.repeats_id for hit in found if hit.repeats_id]
    later = Screening.objects.filter(repeats=case.report_id).values("report")
    seen = visible(viewer).select_related("reported")
    return list(seen.filter(report__in=earlier) | seen.filter(report__in=later))


def events(case: Case) -> list[Event]:
    """What happened to the case and to its report, newest first."""
    both = events_of("report", case.number) + events_of("case", case.pk)
    return sorted(both, key=lambda event: (event.at, event.subject_kind == "case", event.seq), reverse=True)


def deadlines(case: Case) -> list[Deadline]:
    return list(case.deadlines.order_by("started_at", "pk"))


@dataclass(frozen=True)
class Opening:
    """Somebody opened the identity, with a reason."""

    who: str
    at: datetime
    reason: str


def openings(case: Case) -> list[Opening]:
    """Who opened the identity, when and why, latest first."""
    rows = Access.objects.filter(subject_kind="report", subject_id=case.number, what="identity")
    known = names({row.actor for row in rows})
    return [Opening(known.get(r.actor, r.actor), r.at, r.reason) for r in rows.order_by("-at", "-pk")]


def uses(case: Case) -> list[Use]:
    return list(Use.objects.filter(case=case).select_related("officer", "unit", "by").order_by("at"))


def names(codes: set[str]) -> dict[str, str]:
    """The names behind "account:7"."""
    ids = [int(code.partition(":")[2]) for code in codes if code.startswith("account:")]
    return {
        f"account:{pk}": name for pk, name in Account.objects.filter(pk__in=ids).values_list("pk", "name")
    }
