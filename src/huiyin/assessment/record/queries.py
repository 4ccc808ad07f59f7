"""Everything on record about a unit or an officer in a period. It asks no viewer: what is told must be whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from huiyin.assessment.models import Score, Use
from huiyin.assessment.queries import PROVEN
from huiyin.assessment.record.rules.record import Item
from huiyin.cases.models import Case, Finding, Outcome, Verification
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.models import Officer, Unit
from huiyin.policy.queries import letter_kind, outcomes
from huiyin.supervision.letters.facts import number_of
from huiyin.supervision.models import Breach, Service

CONCLUSIONS = {
    "substantiated": "属实",
    "partly": "部分属实",
    "unsubstantiated": "不属实",
    "undetermined": "无法查实",
}
USES = {
    "appraisal": "考核", "talk": "谈话", "transfer": "调整岗位", "training": "培训", "improvement": "改进工作",
    "commendation": "表扬",
}  # fmt: skip


def entries(unit: Unit, officer: Officer | None, first: date, last: date) -> list[Item]:
    """All entries from `first` to `last`, both included: about the unit and what is below it, or about one officer.

    Of an officer only what was proven and held against them: what wasn't, or was another's, leaves no trace. What is
    held for secrecy is left out.
    """
    start = datetime.combine(first, time(), SHANGHAI)
    between = (
        start,
        datetime.combine(last + timedelta(days=1), time(), SHANGHAI) - timedelta(microseconds=1),
    )
    found = list(_findings(unit, officer, between))
    of_officer = Q(officer=officer) if officer else Q(unit__path__startswith=unit.path)
    for row in Breach.objects.filter(of_officer, state="upheld", decided_at__range=between):
        found.append(Item("breach", _day(row.decided_at), row.basis, row.decision))
    for use in Use.objects.filter(of_officer, at__range=between, case__held_back=False):
        found.append(Item("use", _day(use.at), USES.get(use.kind, use.kind), use.note))
    if officer is None:
        for score in Score.objects.filter(unit=unit, state="final", first__gte=first, last__lte=last):
            found.append(
                Item(
                    "score",
                    score.last,
                    f"{score.first.isoformat()}至{score.last.isoformat()}",
                    f"{score.value:g}分",
                )
            )
        served = Service.objects.filter(unit=unit, copied=False, delivered_at__range=between)
        for one in served.exclude(letter__state="voided").select_related("letter__issuer"):
            kind = letter_kind(one.letter.kind)
            found.append(
                Item(
                    "letter",
                    _day(one.delivered_at),
                    number_of(one.letter),
                    kind.name if kind else one.letter.kind,
                )
            )
    return found


def _findings(unit: Unit, officer: Officer | None, between: tuple[datetime, datetime]) -> Iterator[Item]:
    rows = Case.objects.filter(answered_at__range=between, held_back=False)
    if officer:
        rows = rows.filter(verifications__in=Verification.objects.filter(PROVEN, outcomes__officer=officer))
    else:
        rows = rows.filter(reported__path__startswith=unit.path)
    names = dict(outcomes("zh", "person"))
    for case in rows.distinct().order_by("pk"):
        yield Item("finding", _day(case.answered_at), case.number, _came_to(case, officer, names))


def _came_to(case: Case, officer: Officer | None, names: dict[str, str]) -> str:
    """What the last approved report found, allegation by allegation, and what was done about people."""
    last = case.verifications.filter(decisions__approved=True).order_by("-round").first()
    if last is None:
        return "不受理" if case.state == "declined" else "已答复"
    found = Finding.objects.filter(verification=last).order_by("pk").values_list("conclusion", flat=True)
    said = "、".join(dict.fromkeys(CONCLUSIONS.get(one, one) for one in found))
    done: QuerySet[Outcome] = last.outcomes.order_by("pk")
    kinds = (done.filter(officer=officer) if officer else done).values_list("kind", flat=True)
    return "，".join(filter(None, (said, "、".join(names.get(kind, kind) for kind in kinds))))


def _day(moment: datetime | None) -> date:
    assert moment is not None
    return moment.astimezone(SHANGHAI).date()


def may_state(viewer: Actor) -> QuerySet[Unit]:
    """The units whose record the viewer may state: those of their committees, but never their own house."""
    rows = Unit.objects.filter(
        committee__in=viewer.units_as("reviewer", "supervisor"), active=True, kind__in=("organ", "section")
    )
    return rows.exclude(path__startswith=f"/{viewer.home or 0}/").select_related("parent").order_by("path")
