"""What a step changes, in one statement: the clocks that end and begin, where the case stands, its event.

Every act on a case writes them, and all or none: a statement for each would be most of what an act costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from django.db import connection

from huiyin.cases.models import Case, Deadline
from huiyin.cases.rules.lifecycle import Snapshot
from huiyin.ledger.actions import write as append
from huiyin.ledger.prepared import Part, adding
from huiyin.ledger.rules.chain import Entry

_STANDING = tuple(field.name for field in fields(Snapshot))
_COLUMNS = {column.name: column for column in Case._meta.concrete_fields}
_ENDED = "UPDATE cases_deadline SET ended_at = %s WHERE case_id = %s AND ended_at IS NULL AND kind <> 'whole'"
_KEPT = "UPDATE cases_deadline SET ended_at = %s, missed = %s WHERE case_id = %s AND kind = 'whole'"


def write(case: Case, after: Snapshot) -> None:
    """Puts a snapshot into the row's columns. The one assignment of a case's state."""
    case.state = after.state
    case.committee_id = after.committee
    case.organ_id = after.organ
    case.acceptor_id = after.acceptor or after.committee
    case.team_id = after.team
    case.unit_id = after.unit
    case.arbiter_id = after.arbiter
    case.handlers = list(after.handlers)
    case.approver = after.approver
    case.levels = list(after.levels)
    case.signers = list(after.signers)
    case.recused = list(after.recused)
    case.main_id = after.main
    case.accused = list(after.accused)
    case.due_kind = after.due_kind
    case.due_at = after.due_at
    case.promised_at = after.promised_at
    case.overdue = after.overdue
    case.answered_at = after.answered_at
    case.closed_at = after.closed_at
    case.held_back = after.held_back
    case.version = after.version


def write_step(
    case: Case,
    before: Snapshot,
    after: Snapshot,
    entry: Entry,
    *,
    ends: bool,
    begun: Deadline | None,
    worded: bool = False,
    also: Mapping[str, Part] | None = None,
) -> None:
    """Writes a step that the locked `case` has taken, from `before` to `after`: `entry` is its event, at whose moment
    all of it happens.

    `ends`: the step's clock ends; `begun` is the next one. The promise ends with the answer, kept or missed.
    `worded`: its summary is another. `also`: what else the step writes, each part by a name of its own.
    """
    write(case, after)
    parts = dict(also or {})
    if ends:
        parts["ended"] = _ENDED, [entry.at, case.pk]
    if after.answered_at is not None and before.answered_at is None:
        parts["kept"] = _KEPT, [entry.at, entry.at > case.promised_at, case.pk]
    if begun is not None:
        parts["begun"] = adding(begun)
    changed = [name for name in _STANDING if getattr(before, name) != getattr(after, name)]
    parts["stands"] = _stands(case, [*changed, *(["summary"] if worded else [])])
    append(entry, parts)


def _stands(case: Case, names: list[str]) -> Part:
    """Only what is different now: a value that stays costs as much as one that changes."""
    columns = [_COLUMNS[name] for name in names]
    values = [column.get_db_prep_save(getattr(case, column.attname), connection) for column in columns]
    changes = ", ".join(f"{column.column} = %s" for column in columns)
    return f"UPDATE cases_case SET {changes} WHERE id = %s", [*values, case.pk]
