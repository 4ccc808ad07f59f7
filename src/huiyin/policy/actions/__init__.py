"""The only writers of policy."""

from huiyin.policy.actions.days import change_day, change_days
from huiyin.policy.actions.loading import load
from huiyin.policy.actions.rules import Version, issue_rules

__all__ = ["Version", "change_day", "change_days", "issue_rules", "load"]
