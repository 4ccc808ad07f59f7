"""The whole path as one table: after which event, what is called next. No ifs here, and nowhere else knows the path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from huiyin.journey import after_cases as cases
from huiyin.journey import after_reports as reports
from huiyin.ledger.models import Event

Step = Callable[[Event, datetime], None]
"""Takes the event and the moment. Runs in the transaction that takes the event off the outbox; safe to run again."""

STEPS: Mapping[tuple[str, str], tuple[Step, ...]] = {
    ("report", "receive"): (reports.open_file, reports.acknowledge),
    ("report", "supplement"): (reports.pass_on,),
    ("report", "rate"): (reports.call_back,),
    ("case", "refer"): (cases.tell_team,),
    ("case", "return_from_team"): (cases.tell_reviewers,),
    ("case", "assign"): (cases.tell_handlers, cases.tell_progress),
    ("case", "reassign"): (cases.lift, cases.tell_handlers),
    ("case", "send_back"): (cases.tell_returned,),
    ("case", "lock"): (cases.supervise,),
    ("case", "submit"): (cases.tell_approver,),
    ("case", "return_for_rework"): (cases.tell_rework,),
    ("case", "approve"): (cases.tell_answering,),
    ("case", "answer"): (cases.tell_reporter,),
    ("case", "channel"): (cases.tell_reporter,),
    ("case", "decline"): (cases.tell_reporter,),
    ("case", "overdue"): (cases.tell_late,),
}
