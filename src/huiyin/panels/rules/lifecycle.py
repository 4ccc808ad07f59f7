"""The life of a round and of a member of its panel, as tables.

Roles are held for the committee that holds the round; `judge` is whoever has the link of a member.
"""

from __future__ import annotations

from huiyin.kernel.lifecycle import Lifecycle, Step


def _step(verb: str, source: str, target: str | None, roles: str) -> Step:
    return Step(verb, frozenset(source.split()), target, frozenset(roles.split()))


ROUND = Lifecycle(
    name="round",
    first="planned",
    steps=(
        _step("announce", "planned", "announced", "clerk reviewer"),
        _step("call_off", "announced", "planned", "clerk reviewer"),
        _step("draw", "announced", "drawn", "clerk reviewer"),
        _step("appoint", "planned announced drawn", None, "clerk reviewer"),
        _step("resign", "drawn", None, "clerk reviewer"),
        _step("issue", "drawn", "voting", "clerk reviewer"),
        _step("count", "voting", "counted", "clerk reviewer"),
        _step("publish", "counted", "published", "leader"),
    ),
)

MEMBER = Lifecycle(
    name="member",
    first="seated",
    steps=(
        _step("keep", "seated", None, "judge"),
        _step("hand_in", "seated", "voted", "judge"),
        _step("resign", "seated", "resigned", "clerk reviewer"),
    ),
)
