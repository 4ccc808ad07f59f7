"""Reads of letters. Every one takes the viewer, and what a viewer may not see isn't there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from huiyin.kernel.actor import Actor
from huiyin.ledger.prepared import Fixed, Given
from huiyin.organisations.charge import kept_by
from huiyin.organisations.models import Mandate, Unit
from huiyin.organisations.rules.routing import HOUSES
from huiyin.policy.models import LetterKind
from huiyin.policy.queries import letter_issuers, letter_kinds
from huiyin.supervision.letters.addressees import COMMITTEE, STAFF, meant
from huiyin.supervision.letters.models import AnswerFile, Letter, Paper, Seal, Service
from huiyin.supervision.letters.rules.lifecycle import LETTER, OWING, SERVICE, Snapshot, roles_at, roles_on
from huiyin.supervision.letters.rules.wording import worded_by_hand
from huiyin.supervision.letters.standing import copy_of, snapshot

MOST_RECEIVED = 200


def issued(viewer: Actor) -> QuerySet[Letter]:
    """The letters of the bodies for which the viewer words, approves or signs: `roles_on` as a condition on rows."""
    wanted = Q(pk__in=[])
    for row in LetterKind.objects.all():
        roles = {*row.writers, *row.levels, *row.signers}
        wanted |= Q(kind=row.code, issuer__in=viewer.units_as(*roles))
    rows = Letter.objects.filter(wanted)
    if viewer.home is not None:
        rows = rows.exclude(house=viewer.home)
    return _strange(rows, viewer).order_by("-drafted_at", "-pk")


def _strange(rows: QuerySet[Letter], viewer: Actor) -> QuerySet[Letter]:
    """Without those that are about the viewer, somebody close to them, or a case that is out of sight."""
    rows = rows.exclude(case__held_back=True)
    for officer in sorted(viewer.stays_out_for):
        rows = rows.exclude(accused__contains=[officer])
        rows = rows.exclude(pk__in=Letter.objects.filter(case__accused__contains=[officer]).values("pk"))
    return rows


def called_for(viewer: Actor, because: str) -> list[Letter]:
    """The letters that something called for ("alert:7"), of those that the viewer words, approves or signs."""
    return list(issued(viewer).filter(because__startswith=f"{because}:").select_related("issuer"))


@dataclass(frozen=True)
class Asked:
    """What the ledger of letters is asked (S2-33). Empty: everything."""

    kind: str = ""
    state: str = ""
    year: int | None = None
    unit: int | None = None
    late: bool = False
    waiting: bool = False


def ledger(viewer: Actor, asked: Asked, now: datetime) -> QuerySet[Letter]:
    """The viewer's own side's letters that answer `asked`, newest first."""
    rows = issued(viewer).filter(**({"kind": asked.kind} if asked.kind else {}))
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.year:
        rows = rows.filter(year=asked.year)
    if asked.unit:
        rows = rows.filter(services__unit=asked.unit)
    if asked.late:
        rows = rows.filter(services__due_at__lt=now, services__state__in=OWING)
    if asked.waiting:
        rows = rows.filter(services__state="replied")
    return rows.select_related("issuer", "case").prefetch_related("services__unit").distinct()


def received(viewer: Actor, now: datetime) -> list[Service]:
    """The copies that the viewer may open at a unit of theirs, those to be answered first."""
    units = viewer.units_as(*STAFF, *COMMITTEE)
    rows = Service.objects.filter(unit__in=units).exclude(state__in=["pending", "withheld"])
    rows = rows.filter(letter__in=_strange(Letter.objects.all(), viewer), unit__active=True)
    rows = rows.select_related("letter__issuer", "letter__case", "unit").order_by("-delivered_at")
    found = [row for row in rows[:MOST_RECEIVED] if _opens(viewer, row)]
    return sorted(found, key=lambda row: (row.state not in OWING or row.due_at is None, row.due_at or now))


def _opens(viewer: Actor, row: Service) -> bool:
    """`roles_at` for a row that holds already that it isn't about the viewer: no statement a row."""
    case = row.letter.case
    roles, named = meant(row.unit, case)
    if viewer.roles_in(row.unit_id).isdisjoint(roles):
        return False
    given = (
        {f"account:{pk}" for pk in (*case.handlers, case.approver)} if case and named else {viewer.account}
    )
    return viewer.account in given


@dataclass(frozen=True)
class Opened:
    """A letter as one viewer may see it: `services` are the copies that they see, each with what they may do."""

    letter: Letter
    standing: Snapshot
    roles: frozenset[str]
    verbs: tuple[str, ...]
    services: tuple[tuple[Service, tuple[str, ...]], ...]


def letter_for(viewer: Actor, pk: int, now: datetime) -> Opened | None:
    """The letter for `viewer`; None where it doesn't exist for them, whatever the reason."""
    letter = Letter.objects.select_related("issuer", "case", "house", "signed_by").filter(pk=pk).first()
    if letter is None:
        return None
    standing = snapshot(letter, now)
    roles, shown = roles_on(standing, viewer), []
    for service in letter.services.select_related("unit", "acknowledged_by").order_by("position"):
        mine = roles_at(standing, copy_of(letter, service, now), viewer)
        if roles or mine:
            verbs = SERVICE.open_to(service.state, roles | mine)
            shown.append((service, _sensible(service, letter, standing, verbs)))
    if not roles and not shown:
        return None
    return Opened(letter, standing, roles, LETTER.open_to(letter.state, roles), tuple(shown))


def _sensible(
    service: Service, letter: Letter, standing: Snapshot, verbs: tuple[str, ...]
) -> tuple[str, ...]:
    owes = bool(standing.kind.reply) and not service.copied
    return (
        tuple(verb for verb in verbs if verb not in ("reply", "report_progress") or owes)
        if letter.state != "voided"
        else ()
    )


def answer_file(viewer: Actor, pk: int, now: datetime) -> AnswerFile | None:
    """A file of a reply: for the unit that sent it, and for the body it was sent to."""
    found = AnswerFile.objects.select_related("answer__service", "attachment").filter(pk=pk).first()
    opened = letter_for(viewer, found.answer.service.letter_id, now) if found else None
    if found is None or opened is None:
        return None
    return found if found.answer.service_id in [service.pk for service, _ in opened.services] else None


def kept_paper(letter: Letter, form: str) -> Paper | None:
    """The paper as it was printed after signing."""
    return letter.papers.filter(form=form).first()


def proven(proof: str) -> Letter | None:
    """The signed letter of that verification code."""
    return Letter.objects.select_related("issuer").filter(proof=proof, serial__isnull=False).first()


def is_of(letter: Letter, digest: str) -> bool:
    """Whether a file with this SHA-256 is one of the letter's papers."""
    return letter.papers.filter(sha256=digest).exists()


def past_due(now: datetime) -> list[int]:
    """The copies (ids) whose answer is late and that nobody was told of yet."""
    return _LATE.all(now=now)


IN_SIGHT = Q(letter__case=None) | Q(letter__case__held_back=False)
_LATE = Fixed(
    lambda: Service.objects.filter(
        IN_SIGHT, due_at__lt=Given("now"), late_at=None, state__in=OWING, letter__state="delivered"
    ).order_by("due_at").values_list("pk", flat=True),
    planned=False,
)  # fmt: skip


def may_word(viewer: Actor, issuer: int) -> list[LetterKind]:
    """The kinds of paper that the viewer may word for a body."""
    here = viewer.roles_in(issuer)
    return [row for row in letter_kinds() if here & set(row.writers) and worded_by_hand(row.code, "")]


def issuers(viewer: Actor) -> list[Unit]:
    """The bodies for which the viewer may draft letters."""
    writers = {role for row in letter_kinds() for role in row.writers}
    rows = Unit.objects.filter(pk__in=viewer.units_as(*writers), code__in=letter_issuers(), active=True)
    return list(rows.select_related("region").order_by("pk"))


def addressees(issuer: Unit) -> list[Unit]:
    """The units to which a body may send letters: what it supervises, and the committees below with theirs."""
    below = Q(committee=issuer) | Q(committee__committee=issuer)
    working = Mandate.objects.filter(role="approver").values("unit")
    rows = Unit.objects.filter(below, active=True).filter(Q(kind__in=HOUSES) | Q(pk__in=working))
    return list(rows.exclude(kind__in=("team", "group")).select_related("region").order_by("path"))


def seal_keepers(viewer: Actor) -> list[tuple[Unit, Seal | None]]:
    """The bodies that send letters in an administrator's charge, each with the cut seal that it brought."""
    units = kept_by(viewer, "administrator").filter(code__in=letter_issuers())
    last = {
        seal.unit_id: seal for seal in Seal.objects.filter(unit__in=units).select_related("by").order_by("pk")
    }
    return [(unit, last.get(unit.pk)) for unit in units]
