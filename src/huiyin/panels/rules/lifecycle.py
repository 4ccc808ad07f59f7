"""The life of a round and of a member of its panel, as tables.

Roles are held for the committee that holds the round; `judge` is whoever has the link of a member.
"""

from __future__ import annotations

from huiyin.kernel.lifecycle import Lifecycle, step

ROUND = Lifecycle(
    name="round",
    first="planned",
    steps=(
        step("announce", "planned", "announced", "clerk reviewer"),
        step("call_off", "announced", "planned", "clerk reviewer"),
        step("draw", "announced", "drawn", "clerk reviewer"),
        step("appoint", "planned announced drawn", None, "clerk reviewer"),
        step("resign", "drawn", None, "clerk reviewer"),
        step("issue", "planned drawn", "voting", "clerk reviewer"),
        step("visit", "planned announced drawn voting", None, "clerk reviewer"),
        step("give_papers", "voting", None, "clerk reviewer"),
        step("transcribe", "voting", None, "clerk reviewer"),
        step("count", "voting", "counted", "clerk reviewer"),
        step("state_indicator", "planned announced drawn voting counted", None, "clerk reviewer"),
        step("sum_up", "counted", None, "clerk reviewer"),
        step("publish", "counted", "published", "leader"),
    ),
)

MEMBER = Lifecycle(
    name="member",
    first="seated",
    steps=(
        step("keep", "seated", None, "judge"),
        step("hand_in", "seated", "voted", "judge"),
        step("take_paper", "seated", "voted", "clerk reviewer"),
        step("resign", "seated", "resigned", "clerk reviewer"),
    ),
)
