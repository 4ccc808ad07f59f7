"""Reads of what came by channels."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.intake.channels.rules.arrivals import ENTERS, STAFF_WAYS
from huiyin.intake.channels.rules.naming import Named, named_unit
from huiyin.intake.models import NamedOfficer, Origin, ReplyTask, Report, Waiting
from huiyin.intake.vault import hashed
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import fold
from huiyin.organisations.models import Mandate, Unit
from huiyin.organisations.queries import organ_of
from huiyin.policy.models import Channel
from huiyin.policy.queries import channels, policy


def thread_of(channel: str, mark: str) -> str:
    """The keyed hash under which a channel's mark of a matter is kept: a message's id may name its sender."""
    return hashed(f"thread {channel}", mark)


def enterable(viewer: Actor) -> list[Channel]:
    """The channels for which the viewer may enter matters on somebody's behalf."""
    return [row for row in looked_after(viewer) if row.way in STAFF_WAYS]


def reportable() -> list[Unit]:
    """The units that a matter can be about, house by house: those for which a committee is responsible."""
    found = Unit.objects.filter(active=True, committee__isnull=False).exclude(kind__in=("team", "group"))
    return sorted(found, key=lambda unit: [int(part) for part in unit.path.strip("/").split("/")])


def unit_named(text: str, channel: Channel) -> int | None:
    """The unit that a free text is about: what it names, else what the channel is always about; None: not clear."""
    units = reportable()
    known = [Named(unit.pk, organ_of(unit), tuple(filter(None, (unit.name, unit.short)))) for unit in units]
    if found := named_unit(text, known):
        return found
    return next((unit.pk for unit in units if channel.unit and unit.code == channel.unit), None)


def usual_type(channel: Channel) -> str:
    """The type of problem that is entered where nobody has said one: the channel's, else the last of the tree."""
    return channel.problem_type or policy().problem_types[-1].code


def channel_of(way: str, code: str = "") -> Channel | None:
    """The channel of that code if it is of that way; without a code the first of the way; None where there is none."""
    found = [row for row in channels() if row.way == way and code in ("", row.code)]
    return found[0] if found else None


def speaks_elsewhere(report: Report) -> bool:
    """Whether somebody else answers the reporter: where it was imported, or came as an order of the hotline."""
    return report.channel == "import" or Origin.objects.filter(report=report, reply="hotline").exists()


def waiting_for(viewer: Actor) -> QuerySet[Waiting]:
    """What waits for a person, of the channels that the viewer looks after; longest first."""
    codes = [row.code for row in looked_after(viewer)]
    return Waiting.objects.filter(settled_at=None, channel__in=codes).order_by("parked_at", "pk")


def looked_after(viewer: Actor) -> list[Channel]:
    """The channels whose arrivals the viewer settles: those of a committee all, others their own."""
    mine = dict(Unit.objects.filter(pk__in=viewer.units_as(*sorted(ENTERS))).values_list("code", "kind"))
    over = "committee" in mine.values()
    return [row for row in channels() if over or row.acceptor in mine]


def replies_owed(viewer: Actor, now: datetime) -> QuerySet[ReplyTask]:
    """The answers that the viewer's body still has to give: nobody else's, not even its committee's (S3-15).

    The committee does where nobody of that body could. On the viewer's own house only what that house has to answer.
    """
    held = viewer.units_as(*sorted(ENTERS))
    able = Mandate.objects.in_force(now).filter(role__in=ENTERS, account__is_active=True)
    alone = ~Exists(able.filter(unit=OuterRef("unit"))) & Q(report__unit__committee__in=held)
    rows = ReplyTask.objects.filter(Q(unit__in=held) | alone, done_at=None)
    if viewer.home is not None:
        house = f"/{viewer.home}/"
        rows = rows.exclude(~Q(unit__path__startswith=house), report__unit__path__startswith=house)
    named = NamedOfficer.objects.filter(officer__in=viewer.stays_out_for).values("report")
    return rows.exclude(report__in=named).select_related("report__unit", "unit").order_by("asked_at", "pk")


def unit_called(name: str) -> int | None:
    """The unit that bears exactly this name, or short name; None where none or several do."""
    wanted = fold(name)
    found = [u.pk for u in reportable() if wanted and wanted in (fold(u.name), fold(u.short))]
    return found[0] if len(found) == 1 else None
