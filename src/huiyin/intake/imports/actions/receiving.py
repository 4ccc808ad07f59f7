"""A slice of rows through the door of every other report; in the dry run, up to that door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from huiyin.intake import vault
from huiyin.intake.actions import Wrong as Mistakes
from huiyin.intake.actions import receive
from huiyin.intake.imports.models import ImportBatch, Imported
from huiyin.intake.imports.queries import read_row
from huiyin.intake.imports.rules.mapping import Mapping as Columns
from huiyin.intake.imports.rules.rows import Known, Past, Wrong
from huiyin.intake.imports.tables import Row
from huiyin.intake.models import Report
from huiyin.intake.rules.submission import digest
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed, Refused


@dataclass
class Slice:
    """What became of some rows. `wrong` by row number."""

    good: int = 0
    known: int = 0
    answered: int = 0
    wrong: dict[int, Wrong] = field(default_factory=dict)

    def unknown_words(self) -> Iterator[tuple[str, str]]:
        """(field, word) for each word that a person could explain."""
        for wrong in self.wrong.values():
            for name, refused in wrong.items():
                if refused.reason in ("unknown_word", "ambiguous"):
                    yield name, str(refused.detail["word"])


def receive_rows(batch: ImportBatch, rows: list[Row], known: Known, *, by: Actor, now: datetime) -> Slice:
    """Receives each row that can be read and isn't there yet, in the caller's transaction; the dry run only counts."""
    columns = Columns.from_json(batch.mapping)
    read = {row.number: read_row(batch, row, columns, known) for row in rows}
    result = Slice(wrong={number: one for number, one in read.items() if isinstance(one, dict)})
    pasts = {number: one for number, one in read.items() if isinstance(one, Past)}
    there = _already(pasts)
    received: list[Imported] = []
    for number, past in pasts.items():
        if earlier := there.get(past.key):
            _meet_again(number, past, earlier, result)
            continue
        try:
            if batch.state == "importing":
                received.append(_receive(batch, number, past, by, now))
        except Mistakes as mistakes:
            result.wrong[number] = mistakes.fields
            continue
        except NotAllowed as no:
            result.wrong[number] = {"": no.refused}
            continue
        there[past.key] = _Earlier("", past)
        result.good += 1
        result.answered += bool(past.reply)
    Imported.objects.bulk_create(received)
    return result


def _receive(batch: ImportBatch, number: int, past: Past, by: Actor, now: datetime) -> Imported:
    """The promise counts from the import: nobody could answer here before, and the city's limits needn't have held."""
    receipt = receive(past.checked.submission, now=past.received_at, by=by, promised_from=now)
    report = Report.objects.only("pk").get(number=receipt.number)
    return Imported(report=report, batch=batch, row=number, reply=past.reply, replied_at=past.replied_at)


@dataclass(frozen=True)
class _Earlier:
    """A report that has the key already: of this slice (`past`), or of the database (`salt`, `digest`)."""

    number: str
    past: Past | None = None
    salt: str = ""
    digest: str = ""

    def says_the_same(self, other: Past) -> bool:
        if self.past is not None:
            return self.past.checked.content() == other.checked.content()
        return not self.digest or digest(other.checked.content(), self.salt) == self.digest


def _meet_again(number: int, past: Past, earlier: _Earlier, result: Slice) -> None:
    """The same report again adds nothing; the same number with another text is somebody's mistake, and is said."""
    if earlier.says_the_same(past):
        result.known += 1
    else:
        result.wrong[number] = {"external_id": Refused("changed_since", {"number": earlier.number})}


def _already(pasts: Mapping[int, Past]) -> dict[str, _Earlier]:
    """Which of the rows are reports already: by their key, or because their number is one of ours (an export)."""
    hashes = {vault.hashed("idempotency", past.key): past.key for past in pasts.values()}
    rows = Report.objects.filter(idempotency_hash__in=hashes)
    found = {
        hashes[r.idempotency_hash]: _Earlier(r.number, salt=r.salt, digest=r.digest)
        for r in rows.only("number", "salt", "digest", "idempotency_hash")
    }
    ours = {_own_number(past): past.key for past in pasts.values() if _own_number(past)}
    for number in Report.objects.filter(number__in=ours).values_list("number", flat=True):
        found.setdefault(ours[number], _Earlier(number))
    return found


def _own_number(past: Past) -> str:
    return (past.checked.submission.external_id or "").partition(":")[2]
