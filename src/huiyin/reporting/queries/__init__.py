"""The program's own measures, and the record of what was done."""

from huiyin.reporting.queries.audit import accesses_for, ledger_for
from huiyin.reporting.queries.automation import automation
from huiyin.reporting.queries.conditions import condition, moments
from huiyin.reporting.queries.cubes import cubes, weekly
from huiyin.reporting.queries.figures import (
    behind,
    called,
    closing,
    distribution,
    due_in,
    late,
    on_the_platform,
    queues,
    received,
    satisfied,
)
from huiyin.reporting.queries.hot import hot_issue, hot_issues
from huiyin.reporting.queries.leads import people_dealt_with
from huiyin.reporting.queries.parts import sight_of
from huiyin.reporting.queries.tables import table

__all__ = [
    "accesses_for",
    "automation",
    "behind",
    "called",
    "closing",
    "condition",
    "cubes",
    "distribution",
    "due_in",
    "hot_issue",
    "hot_issues",
    "late",
    "ledger_for",
    "moments",
    "on_the_platform",
    "people_dealt_with",
    "queues",
    "received",
    "satisfied",
    "sight_of",
    "table",
    "weekly",
]
