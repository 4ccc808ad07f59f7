"""The ledger as those read it who audit it: who did what, and who looked. Never what a report or a case says."""

from __future__ import annotations

from django.db.models import CharField, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

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
    numbers, reports = kept.values("number"), kept.values(key=Cast("pk", CharField()))
    cases = kept.filter(case__isnull=False).values(key=Cast("case__pk", CharField()))
    theirs = (
        Q(subject_kind="report", subject_id__in=numbers)
        | Q(subject_kind="case", subject_id__in=cases)
        | Q(subject_kind__in=OF_A_CASE, of_case__in=cases)
        | Q(subject_kind__in=OF_A_REPORT, of_report__in=reports)
        | Q(subject_kind="delivery", to__in=numbers)
        | _of_papers(viewer, kept)
    )
    events = Event.objects.annotate(
        of_case=KT("data__case"), of_report=KT("data__report"), to=KT("data__recipient__1")
    )
    return Event.objects.exclude(pk__in=events.filter(theirs).values("pk")).order_by("-pk")


def accesses_for(viewer: Actor) -> QuerySet[Access]:
    """Who opened what is sealed, and why, newest first; for auditors, and as `ledger_for`."""
    if AUDITOR not in viewer.roles:
        return Access.objects.none()
    kept = _kept_from(viewer)
    files = Attachment.objects.filter(report__in=kept.values("pk")).values(key=Cast("pk", CharField()))
    theirs = Q(subject_kind="report", subject_id__in=kept.values("number"))
    theirs |= Q(subject_kind="attachment", subject_id__in=files)
    held = Quarantine.objects.filter(report__in=kept.values("pk")).values(key=Cast("pk", CharField()))
    theirs |= Q(subject_kind="quarantine", subject_id__in=held) | _of_papers(viewer, kept)
    return Access.objects.exclude(theirs).order_by("-pk")


def _of_papers(viewer: Actor, kept: QuerySet[Report]) -> Q:
    """What is about a report kept from the viewer, their own house, themselves, or is another committee's."""
    here, home = viewer.units_as(AUDITOR), f"/{viewer.home or 0}/"
    out = Q(case__report__in=kept)
    letters = Letter.objects.filter(out | ~Q(issuer__in=here) | Q(house=viewer.home or 0) | _named(viewer))
    own = Q(officer__in=viewer.stays_out_for) | Q(unit__path__startswith=home) | ~Q(committee__in=here)
    climbed = Climb.objects.filter(standing__case__report__in=kept, circular__isnull=False)
    circulars = Circular.objects.filter(~Q(committee__in=here) | Q(pk__in=climbed.values("circular")))
    found = Q(pk__in=[])
    for kind, rows in (
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
    ):
        found |= Q(subject_kind=kind, subject_id__in=rows.values(key=Cast("pk", CharField())))
    return found


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
