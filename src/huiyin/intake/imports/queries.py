"""Reads of imports. A batch exists only for the account that brought it: the file is full of names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Q, QuerySet

from huiyin.intake.imports import sealed
from huiyin.intake.imports.models import ImportBatch, Imported, ImportReject, Mapping
from huiyin.intake.imports.rules import mapping as rules
from huiyin.intake.imports.rules.rows import Known, Past, Wrong, read
from huiyin.intake.imports.rules.stages import ROLES
from huiyin.intake.imports.rules.values import Cell
from huiyin.intake.imports.tables import Row
from huiyin.intake.imports.tables.reading import open_table
from huiyin.intake.models import Report
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import Refused
from huiyin.kernel.text import fold
from huiyin.organisations.models import Unit
from huiyin.policy.queries import policy


def batches(viewer: Actor) -> QuerySet[ImportBatch]:
    """What the viewer brought, newest first."""
    mine = ImportBatch.objects.filter(account=viewer.account_id, committee__in=viewer.units_as(*ROLES))
    return mine.order_by("-pk")


def batch_for(viewer: Actor, pk: int) -> ImportBatch | None:
    """The batch for its owner; None for anybody else."""
    return batches(viewer).filter(pk=pk).first()


def saved() -> list[tuple[str, rules.Mapping]]:
    """The saved mappings by name, newest first."""
    rows = Mapping.objects.order_by("-saved_at")
    return [(row.name, rules.Mapping.from_json(row.content)) for row in rows]


def used_before(by: Actor, most: int = 10) -> list[tuple[str, rules.Mapping]]:
    """What somebody's last files were read with, so that mended rows come back as they went."""
    rows = batches(by).exclude(started_at=None)[:most]
    return [(row.mapping_name, rules.Mapping.from_json(row.mapping)) for row in rows]


def saved_as(name: str) -> rules.Mapping | None:
    """The mapping of that name."""
    row = Mapping.objects.filter(name=name).first()
    return rules.Mapping.from_json(row.content) if row else None


def reach(by: Actor) -> QuerySet[Unit]:
    """The units about which `by` may import: those their committee supervises; an administrator also those of the
    committees below. Never their own house, on which a report goes to the committee above."""
    committees = by.units_as(*ROLES)
    below = Q(committee__committee__in=by.units_as("administrator"), committee__kind="committee")
    units = Unit.objects.filter(Q(committee__in=committees) | below, active=True).select_related("parent")
    return units if by.home is None else units.exclude(path__contains=f"/{by.home}/")


def known_for(by: Actor, now: datetime) -> Known:
    """What rows are checked against: every unit's names, the problem types' names, and whom `by` may import for."""
    units: dict[str, set[int]] = defaultdict(set)
    mine = set(reach(by).values_list("pk", flat=True))
    rows = list(
        Unit.objects.filter(active=True, kind__in=("committee", "organ", "section")).select_related("parent")
    )
    for unit in rows:
        for word in _names(unit):
            units[fold(word)].add(unit.pk)
    types = {
        fold(word): row.code
        for row in policy().problem_types
        for word in (row.code, row.name, row.name_en, row.citizen_name)
        if word
    }
    return Known({word: _within(ids, mine) for word, ids in units.items()}, types, frozenset(mine), now)


def _within(ids: set[int], mine: set[int]) -> frozenset[int]:
    """A word that several units share means the one within reach, where that is one only."""
    near = ids & mine
    return frozenset(near if len(near) == 1 else ids)


def _names(unit: Unit) -> Iterator[str]:
    """Code, names, and names after the house's: 信都区法院立案庭."""
    own = [unit.name, unit.short, unit.name_en]
    yield from filter(None, [unit.code, *own])
    if unit.parent:
        for house in filter(None, (unit.parent.name, unit.parent.short)):
            yield from (f"{house}{name}" for name in own[:2] if name)


@dataclass(frozen=True)
class Preview:
    """One row as it would be received: never who sent it."""

    number: int
    past: Past


def read_row(batch: ImportBatch, row: Row, mapping: rules.Mapping, known: Known) -> Past | Wrong:
    return {"": row.wrong} if row.wrong else read(batch.headers, row.cells, mapping, known)


def preview(batch: ImportBatch, known: Known, most: int = 5, among: int = 200) -> list[Preview]:
    """The first rows of a batch that can be read under its mapping."""
    mapping = rules.Mapping.from_json(batch.mapping)
    read = ((row.number, read_row(batch, row, mapping, known)) for row in islice(rows_of(batch), among))
    return list(islice((Preview(number, past) for number, past in read if isinstance(past, Past)), most))


def rows_of(batch: ImportBatch) -> Iterator[Row]:
    """The rows of the sealed file. Raises NotAllowed like `open_table`."""
    return open_table(lambda: sealed.plain(batch), dict(batch.shape)).rows


def cells_of(batch: ImportBatch, most: int = 3) -> dict[str, list[Cell]]:
    """A few values of each column, to choose columns by."""
    rows = list(islice(rows_of(batch), most))
    return {
        header: [row.cells[place] for row in rows if place < len(row.cells)]
        for place, header in enumerate(batch.headers)
    }


@dataclass(frozen=True)
class Rejected:
    """A row that wasn't received, and why by field; `cells` as they stand in the file."""

    number: int
    reasons: list[tuple[str, Refused]]
    cells: list[Cell]


def reasons(batch: ImportBatch, most: int) -> list[Rejected]:
    """The first rejected rows without their cells."""
    return [Rejected(row.row, _reasons(row), []) for row in batch.rejects.order_by("row")[:most]]


def rejected(batch: ImportBatch) -> Iterator[Rejected]:
    """Every rejected row with its cells, read again from the sealed file."""
    wanted = {row.row: _reasons(row) for row in batch.rejects.all()}
    for row in rows_of(batch) if wanted else ():
        if row.number in wanted:
            yield Rejected(row.number, wanted[row.number], row.cells)


def _reasons(reject: ImportReject) -> list[tuple[str, Refused]]:
    return [(field, Refused(reason, detail)) for field, reason, detail in reject.reasons]


def answered_elsewhere(report: Report) -> tuple[str, datetime, int] | None:
    """(answer, when, the account that brought it) of an imported report that had its answer; None for any other."""
    row = Imported.objects.filter(report=report).exclude(replied_at=None).select_related("batch").first()
    return (row.reply, row.replied_at, row.batch.account_id) if row and row.replied_at else None
