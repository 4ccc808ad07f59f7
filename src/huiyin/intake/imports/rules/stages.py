"""The life of one imported file as a table. Nothing is added before a person has seen the dry run and said yes."""

from __future__ import annotations

from huiyin.kernel.lifecycle import Lifecycle, Step

ROLES = frozenset({"administrator", "clerk"})
"""Who may import, for the committee at which they hold the role."""

_PEOPLE, _SYSTEM = ROLES, frozenset({"system"})


def _step(verb: str, source: str, target: str, roles: frozenset[str]) -> Step:
    return Step(verb, frozenset(source.split()), target, roles)


STAGES = Lifecycle(
    name="import",
    first="uploaded",
    steps=(
        _step("describe", "uploaded checking checked stopped", "checking", _PEOPLE),
        _step("checked", "checking", "checked", _SYSTEM),
        _step("begin", "checked", "importing", _PEOPLE),
        _step("finish", "importing", "finished", _SYSTEM),
        _step("stop", "checking importing", "stopped", _PEOPLE | _SYSTEM),
    ),
)

WORKING = ("checking", "importing")
"""The states in which a worker has something to do."""
