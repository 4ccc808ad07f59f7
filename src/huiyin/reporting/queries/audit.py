"""The ledger as those read it who audit it: who did what, and who looked. Never what a report or a case says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull

from huiyin.assessment.models import Consequence, Demerit, Exemplar, Score
from huiyin.intake.models import Attachment, Report
from huiyin.kernel.actor import Actor
from huiyin.ledger.models import Access, Event
from huiyin.reporting.campaigns.models import Campaign
from huiyin.reporting.papers.models import Advice, PaperDraft, Tabled, Tendency
from huiyin.supervision.ladder.models import Circular, Climb
from huiyin.supervision.letters.models import Letter
from huiyin.supervision.rounds.models import Breach
from huiyin.triage.models import Quarantine

Line = TypeVar("Line", Event, Access)

AUDITOR = "auditor"
OF_A_CASE = (
    "alert",
    "use",
    "lock",
    "deadline",
    "conflict",
    "verification",
    "standing",
    "alarm",
    "interview",
    "follow_up",
    "archive",
    "recusal",
    "talk",
    "recheck",
    "tracking",
    "point",
)
"""Kinds of subjects whose events name their case in their data."""
OF_A_PAPER = (
    "letter",
    "circular",
    "breach",
    "exemplar",
    "score",
    "demerit",
    "consequence",
    "paper",
    "tendency",
    "advice",
    "tabled",
    "campaign",
)
"""Kinds that may be about a house or an officer without any case: asked of their own tables."""
OF_A_REPORT = (
    "report",
    "case",
    "attachment",
    "delivery",
    "lesson",
    "routing",
    "waiting",
    "origin",
    "reply",
    "quarantine",
    "order",
)
"""Kinds that lead to a report by themselves."""
OF_NOBODY = (
    "rating_day",
    "public_figures",
    "pool",
    "round",
    "member",
    "task",
    "indicator",
    "account",
    "officer",
    "place",
    "day",
    "policy",
    "register",
    "import",
    "model",
    "rules",
    "regulation",
    "seal",
    "year",
)
"""Kinds that are about no report. A test knows every kind, so that none slips past an audit's seal."""


def ledger_for(viewer: Actor) -> QuerySet[Event]:
    """The ledger as an auditor reads it, newest first; nothing for anybody else.

    Without what concerns their own house or themselves, and without other committees' reports.
    """
    if AUDITOR not in viewer.roles:
        return Event.objects.none()
    kept = _kept_from(viewer)
    of_report = _found(kept, pk="of_report")
    hidden = dict.fromkeys(OF_A_REPORT, of_report)
    hidden["report"] |= _found(kept, number="subject_id")
    hidden["case"] |= _found(kept, case="own")
    hidden["delivery"] |= _found(kept, number="to")
    hidden |= dict.fromkeys(OF_A_CASE, _found(kept, case="of_case"))
    events = Event.objects.alias(
        of_case=Cast(KT("data__case"), BigIntegerField()),
        of_report=Cast(KT("data__report"), BigIntegerField()),
        to=KT("data__recipient__1"),
    )
    return _without(events, hidden | _of_papers(viewer, kept))


def accesses_for(viewer: Actor) -> QuerySet[Access]:
    """Who opened what is sealed, and why, newest first; for auditors, and as `ledger_for`."""
    if AUDITOR not in viewer.roles:
        return Access.objects.none()
    kept = _kept_from(viewer)
    hidden = {
        "report": _found(kept, number="subject_id"),
        "attachment": _found(Attachment.objects.filter(report__in=kept.values("pk")), pk="own"),
        "quarantine": _found(Quarantine.objects.filter(report__in=kept.values("pk")), pk="own"),
    }
    return _without(Access.objects.all(), hidden | _of_papers(viewer, kept))


def _found(rows: QuerySet[Any], **at: str) -> Q:
    """Whether one of `rows` has in a column what a line of the ledger says.

    Asked line by line, of the lines that are shown: as a set it would be made of all reports for one page.
    """
    one = rows.filter(**{column: OuterRef(said) for column, said in at.items()})
    return Q(IsNull(Subquery(one.order_by().values("pk")[:1]), False))


def _without(rows: QuerySet[Line], hidden: Mapping[str, Q]) -> QuerySet[Line]:
    """Newest first, without those that are hidden, by their kind: each is asked what its kind leads to, and no more."""
    kinds = (When(subject_kind=kind, then=ExpressionWrapper(q, BooleanField())) for kind, q in hidden.items())
    own = Cast("subject_id", BigIntegerField())
    return (
        rows.alias(own=own)
        .alias(hidden=Case(*kinds, default=Value(False)))
        .filter(hidden=False)
        .order_by("-pk")
    )


def _of_papers(viewer: Actor, kept: QuerySet[Report]) -> dict[str, Q]:
    """By kind what is about a report kept from the viewer, their own house, themselves, or is another committee's."""
    here, home = viewer.units_as(AUDITOR), f"/{viewer.home or 0}/"
    out = Q(case__report__in=kept)
    letters = Letter.objects.filter(out | ~Q(issuer__in=here) | Q(house=viewer.home or 0) | _named(viewer))
    own = Q(officer__in=viewer.stays_out_for) | Q(unit__path__startswith=home) | ~Q(committee__in=here)
    climbed = Climb.objects.filter(standing__case__report__in=kept, circular__isnull=False)
    circulars = Circular.objects.filter(~Q(committee__in=here) | Q(pk__in=climbed.values("circular")))
    papers: tuple[tuple[str, QuerySet[Any]], ...] = (
        ("letter", letters),
        ("circular", circulars),
        ("breach", Breach.objects.filter(out | own)),
        ("exemplar", Exemplar.objects.filter(out | Q(unit__path__startswith=home) | ~Q(committee__in=here))),
        ("demerit", Demerit.objects.filter(out | own)),
        ("consequence", Consequence.objects.filter(own)),
        ("paper", PaperDraft.objects.exclude(committee__in=here)),
        ("campaign", Campaign.objects.exclude(committee__in=here)),
        ("tabled", Tabled.objects.filter(out | ~Q(paper__committee__in=here))),
        ("tendency", Tendency.objects.exclude(paper__committee__in=here)),
        (
            "advice",
            Advice.objects.filter(Q(unit__path__startswith=home) | ~Q(tendency__paper__committee__in=here)),
        ),
        ("score", Score.objects.filter(Q(unit__path__startswith=home) | ~Q(committee__in=here))),
    )
    return {kind: _found(rows, pk="own") for kind, rows in papers}


def _named(viewer: Actor) -> Q:
    found = Q(pk__in=[])
    for officer in viewer.stays_out_for:
        found |= Q(accused__contains=[officer])
    return found


def _kept_from(viewer: Actor) -> QuerySet[Report]:
    """The reports that don't exist for the viewer, from the moment they arrive: no file needs to be open yet."""
    kept = ~Q(unit__committee__in=viewer.units_as(AUDITOR)) | Q(unit__committee=None)
    if viewer.home is not None:
        kept |= Q(unit__path__startswith=f"/{viewer.home}/")
    if viewer.stays_out_for:
        kept |= Q(named__officer__in=viewer.stays_out_for)
    return Report.objects.filter(kept)
