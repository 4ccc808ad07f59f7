"""What came in is compared with what was there, once: the candidates for being about the same matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from huiyin.intake.models import Report
from huiyin.intake.queries import same_sender
from huiyin.organisations.models import Region
from huiyin.triage.index.models import Indexed
from huiyin.triage.index.queries import near, rarity
from huiyin.triage.likeness.models import Candidate, Compared, ToCompare
from huiyin.triage.likeness.queries import REACH
from huiyin.triage.likeness.rules.closeness import (
    FLOOR,
    HEAD,
    Text,
    apart,
    closeness,
    plain,
    weighed,
)
from huiyin.triage.likeness.rules.comparing import Read, likened

A_ROUND = 20
ONE_COMPARER = 0x43414E44
"""PostgreSQL's advisory lock: of two reports that come at once one is compared after the other, and meets it."""
NEAREST = 100
"""Reports whose beginnings share rare words, so many of which are looked at more closely."""
MOST = 50
"""Candidates kept of one comparison, the closest."""


def mark(report: int) -> None:
    """Says that a report is to be compared as soon as it is in the index; in the caller's transaction."""
    ToCompare.objects.create(report_id=report)


def mark_missing(now: datetime) -> int:
    """Marks what was indexed before there were candidates, as far as it still matters; how many that are."""
    known = Compared.objects.filter(report=OuterRef("report"))
    waits = ToCompare.objects.filter(report=OuterRef("report"))
    rows = Indexed.objects.filter(~Exists(known), ~Exists(waits), received_at__gt=now - REACH)
    missing = rows.order_by("received_at").values_list("report_id", flat=True)
    return len(ToCompare.objects.bulk_create(ToCompare(report_id=report) for report in missing))


@transaction.atomic
def forget(report: int) -> None:
    """After the words of a report were taken out: what was found by them goes too, and it isn't compared again."""
    Candidate.objects.filter(Q(report=report) | Q(other=report)).delete()
    Compared.objects.filter(report=report).update(says="", lands=[])


@transaction.atomic
def compare(now: datetime, most: int = A_ROUND) -> int:
    """Compares up to `most` reports that wait for it and are in the index, newest first; how many.

    Of each pair there is one row, found from both sides: who came later is compared with who was there.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_COMPARER])
        if not cursor.fetchone()[0]:
            return 0
    marks = list(ToCompare.objects.filter(report__indexed__isnull=False).order_by("-pk")[:most])
    if not marks:
        return 0
    city = Counties.known()
    rows = Report.objects.filter(pk__in={one.report_id for one in marks}, received_at__gt=now - REACH)
    for report in rows.select_related("unit").filter(compared__isnull=True).order_by("pk"):
        _compare(report, city, now)
    ToCompare.objects.filter(pk__in=[one.pk for one in marks]).delete()
    return len(marks)


@dataclass(frozen=True)
class Counties:
    """The divisions of the land that a text may name, by their names; `ids` are those of regions."""

    ids: Mapping[str, int]
    names: re.Pattern[str]

    @classmethod
    def known(cls) -> Counties:
        rows = Region.objects.filter(level="county").values_list("name", "pk")
        ids = {plain(name): pk for name, pk in rows}
        return cls(ids, re.compile("|".join(map(re.escape, sorted(ids, key=len, reverse=True))) or "(?!)"))

    def text(self, text: str, region: int) -> Text:
        """A text with those that it names at its beginning, or else anywhere, or else that of the unit reported on."""
        says = plain(text)
        named = self.names.findall(says[:HEAD]) or self.names.findall(says)
        here = {self.ids[name] for name in named} or {region} & set(self.ids.values())
        return Text(says, frozenset(here))


def _compare(report: Report, city: Counties, now: datetime) -> None:
    """Sets a report beside those whose beginnings share rare words with its own, and beside its sender's others."""
    mine = city.text(report.text, report.unit.region_id)
    if mine.says:
        found = sorted(_close(report, mine, now), key=lambda one: (-one.close, one.other_id))[:MOST]
        Candidate.objects.bulk_create(_explained(mine, found))
    Compared.objects.create(report=report, says=mine.says, lands=sorted(mine.lands))


def _close(report: Report, mine: Text, now: datetime) -> Iterable[Candidate]:
    texts = _others(report, mine, now)
    weights = rarity(set(mine.pairs).union(*(one.pairs for one in texts.values())))
    here = weighed(mine, weights)
    for pk, one in texts.items():
        there = weighed(one, weights)
        if (close := closeness(here, there)) >= FLOOR:
            yield Candidate(
                report=report, other_id=pk, close=close, apart=apart(here, there), words=[one.says]
            )


def _others(report: Report, mine: Text, now: datetime) -> Mapping[int, Text]:
    """Reports (ids) that were compared before, so that no pair is compared twice."""
    since, until = report.received_at - REACH, min(report.received_at + REACH, now)
    nearest = near(mine.head, since=since, until=until, most=NEAREST)
    own = Compared.objects.filter(report__in=same_sender(report), report__received_at__range=(since, until))
    ids = {one.report for one in nearest} | set(own.values_list("pk", flat=True))
    rows = Compared.objects.filter(pk__in=ids).exclude(says="").values_list("pk", "says", "lands")
    return {pk: Text(says, frozenset(lands)) for pk, says, lands in rows}


def _explained(mine: Text, found: Iterable[Candidate]) -> Iterable[Candidate]:
    """Until here `words` holds all that the other says."""
    here = Read.of(mine.says)
    for one in found:
        why = likened(here, Read.of(one.words[0]))
        one.places, one.words = list(why.places), list(why.words)
        yield one
