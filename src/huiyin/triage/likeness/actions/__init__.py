"""The only writers of candidates and hot issues. Run behind everything that somebody waits for."""

from huiyin.triage.likeness.actions.comparing import compare, forget, mark, mark_missing
from huiyin.triage.likeness.actions.grouping import regroup

__all__ = ["compare", "forget", "mark", "mark_missing", "regroup"]
