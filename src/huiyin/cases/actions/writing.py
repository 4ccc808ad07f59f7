"""What a step changes, in one statement: the clocks that end and begin, where the case stands, its event.

Every act on a case writes them, and all or none: a statement for each would be most of what an act costs.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.db import connection

from huiyin.cases.models import Case, Deadline
from huiyin.cases.rules.lifecycle import Snapshot
from huiyin.ledger.actions import APPENDED, append, appended
from huiyin.ledger.prepared import inserting, prepared
from huiyin.ledger.rules.chain import Entry

_STANDING = {*(field.name for field in fields(Snapshot)), "summary"}
COLUMNS = tuple(column for column in Case._meta.concrete_fields if column.name in _STANDING)
"""What its steps change in a case."""
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


def write_step(case: Case, entry: Entry, *, ends: bool, begun: Deadline | None, answered: bool) -> None:
    """Writes a step that the locked `case` has taken: `entry` is its event, at whose moment all of it happens.

    `ends`: the step's clock ends; `begun` is the next one. `answered`: the promise ends, kept or missed.
    """
    parts, params = list[str](), list[Any]()
    if ends:
        parts.append(f"ended AS ({_ENDED})")
        params += [entry.at, case.pk]
    if answered:
        parts.append(f"kept AS ({_KEPT})")
        params += [entry.at, entry.at > case.promised_at, case.pk]
    if begun is not None:
        columns, marks, values = inserting(begun)
        parts.append(f"begun AS (INSERT INTO cases_deadline ({columns}) VALUES ({marks}))")
        params += values
    changes, values = _changes(case)
    parts.append(f"stands AS (UPDATE cases_case SET {changes} WHERE id = %s)")
    params += [*values, case.pk]
    appending, more = append(entry)
    with prepared() as cursor:
        cursor.execute(f"WITH {', '.join(parts)}, {appending} SELECT {APPENDED} FROM event", params + more)
        appended(entry, cursor.fetchone())


def _changes(case: Case) -> tuple[str, list[Any]]:
    values = [c.get_db_prep_save(getattr(case, c.attname), connection) for c in COLUMNS]
    return ", ".join(f"{c.column} = %s" for c in COLUMNS), values
