"""When a case may be joined under another: the same matter is looked into once, and everybody gets an answer."""

from __future__ import annotations

from huiyin.cases.rules.lifecycle import OPEN, Snapshot
from huiyin.kernel.lifecycle import Refused

JOINERS = frozenset({"reviewer", "supervisor"})
"""Who may join: they must hold one of these roles in both cases."""

TAKES_OTHERS = frozenset(OPEN.split()) - {"joined", "answered"}
"""States in which a case has no answer yet, so that others may still be joined under it."""


def joinable(case: Snapshot, main: Snapshot, *, same: bool, has_joined: bool) -> Refused | None:
    """Why `case` may not be joined under `main`; None where it may.

    Both must be about the same house and lie with the same committee, so that whoever must stay out of one stays out of
    the other. An officer named in `case` alone would meet `main`: they must be named there first.
    """
    if same:
        return Refused("same_case")
    if main.main is not None:
        return Refused("main_is_joined")
    if main.state not in TAKES_OTHERS:
        return Refused("main_ended")
    if has_joined:
        return Refused("has_joined")
    if (case.organ, case.committee) != (main.organ, main.committee):
        return Refused("other_house")
    return None if set(case.accused) <= set(main.accused) else Refused("names_others")
