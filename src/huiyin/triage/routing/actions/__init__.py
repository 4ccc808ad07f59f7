"""The only writer of rules and of routing decisions."""

from huiyin.triage.routing.actions.books import change, load, may_change
from huiyin.triage.routing.actions.deciding import Around, route
from huiyin.triage.routing.actions.outcomes import given, hold, override

__all__ = ["Around", "change", "given", "hold", "load", "may_change", "override", "route"]
