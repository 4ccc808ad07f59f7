"""Who decides whether somebody withdraws from a case, and who may go on with it (Petition Work Regulations art. 28)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from huiyin.kernel.lifecycle import Refused

DECIDED_BY: Mapping[str, frozenset[str]] = {
    "handler": frozenset({"approver", "supervisor"}),
    "approver": frozenset({"supervisor"}),
    "team": frozenset({"supervisor", "leader"}),
    "reviewer": frozenset({"supervisor", "leader"}),
    "clerk": frozenset({"supervisor", "leader"}),
    "supervisor": frozenset({"leader"}),
}
"""For each role in which somebody works on a case, the superiors who decide; the first that fits counts."""


def role_of(roles: Collection[str]) -> str:
    """The role in which somebody would withdraw; "" for who only looks on."""
    return next((role for role in DECIDED_BY if role in roles), "")


def may_decide(role: str, roles: Collection[str], *, own: bool) -> Refused | None:
    """Why somebody with `roles` in the case can't decide on who works there as `role`; nobody decides on themselves."""
    if own:
        return Refused("own_recusal")
    return Refused("wrong_role", {"verb": "recuse"}) if DECIDED_BY[role].isdisjoint(roles) else None


def successor_wrong(successor: int | None, able: Collection[int], *, needed: bool) -> Refused | None:
    """Whoever goes on must be able to; somebody has to be named where nobody is left and there is somebody."""
    if successor is None:
        return Refused("successor_needed") if needed and able else None
    return None if successor in able else Refused("unknown_choice", {"field": "successor"})
