"""A life in stages as a table: the code runs it, the tests enumerate it, the pages draw it.

A `Lifecycle` is a tuple of `Step`s keyed by verb. `Lifecycle.step` answers either the step that may be taken
or a `Refused` that says why not, so that no caller needs an `if` of its own about states or roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Refused:
    """A rule's no. `reason` is a code that a door turns into words; `detail` fills the words' blanks."""

    reason: str
    detail: Mapping[str, Any] = field(default_factory=dict)


class NotAllowed(Exception):
    """An action was refused by a rule; carries the `Refused`."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.reason)
        self.refused = refused


class Conflict(Exception):
    """Somebody else acted first. `changed` says what is different now."""

    def __init__(self, changed: str) -> None:
        super().__init__(changed)
        self.changed = changed


@dataclass(frozen=True)
class Step:
    """One verb: from which states, to which state (None: stays), by which roles, and the limit it starts.

    `limit` names the blueprint's limit row whose clock starts when the step is taken.
    """

    verb: str
    source: frozenset[str]
    target: str | None
    roles: frozenset[str]
    limit: str | None = None


def step(verb: str, source: str, target: str | None, roles: str, limit: str | None = None) -> Step:
    """A step as the tables write it: states and roles are words with spaces between them."""
    return Step(verb, frozenset(source.split()), target, frozenset(roles.split()), limit)


@dataclass(frozen=True)
class Lifecycle:
    """All the steps of one kind of thing."""

    name: str
    first: str
    steps: tuple[Step, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order in which the table first names it."""
        seen: dict[str, None] = {self.first: None}
        for step in self.steps:
            for state in sorted(step.source):
                seen.setdefault(state)
            if step.target:
                seen.setdefault(step.target)
        return tuple(seen)

    @property
    def verbs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step.verb for step in self.steps))

    @property
    def roles(self) -> frozenset[str]:
        return frozenset().union(*(step.roles for step in self.steps))

    def step(self, verb: str, state: str, roles: frozenset[str]) -> Step | Refused:
        """The step `verb` from `state` for somebody holding `roles`, or why not.

        Raises KeyError for a verb the table doesn't have: that is a mistake in the program.
        """
        rows = [step for step in self.steps if step.verb == verb]
        if not rows:
            raise KeyError(f"{self.name} has no verb {verb!r}")
        here = [step for step in rows if state in step.source]
        if not here:
            return Refused("wrong_state", {"state": state, "verb": verb})
        for step in here:
            if step.roles & roles:
                return step
        return Refused("wrong_role", {"verb": verb})

    def allowed(self, verb: str, state: str, roles: frozenset[str]) -> Step:
        """The step `verb` from `state` for somebody holding `roles`. Raises NotAllowed where there is none."""
        found = self.step(verb, state, roles)
        if isinstance(found, Refused):
            raise NotAllowed(found)
        return found

    def open_to(self, state: str, roles: frozenset[str]) -> tuple[str, ...]:
        """The verbs that somebody holding `roles` may take from `state`, in table order."""
        return tuple(v for v in self.verbs if isinstance(self.step(v, state, roles), Step))
