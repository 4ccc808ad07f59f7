"""Who must stay out of a case: a conflict of interest blocks an assignment before it is made.

Petition Work Regulations art. 28 and 30 (recusal; never to the person or unit reported on); facts 1.6.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """A possible handler or approver: account, officer's entry, and the units (own and above) they belong to."""

    account: int
    officer: int | None
    section: int | None


@dataclass(frozen=True)
class Subject:
    """What the case is about: officers, their sections, and who handled it before and failed."""

    accused: frozenset[int]
    sections: frozenset[int]
    relatives: frozenset[int]
    earlier: frozenset[int]


def conflict(who: Candidate, case: Subject) -> str | None:
    """Why `who` must stay out: same_person, relative, same_section, earlier_handler; None where nothing speaks against.

    `case.relatives` are officers with a declared close relationship to one of the accused.
    """
    if who.officer is not None and who.officer in case.accused:
        return "same_person"
    if who.officer is not None and who.officer in case.relatives:
        return "relative"
    if who.section is not None and who.section in case.sections:
        return "same_section"
    if who.account in case.earlier:
        return "earlier_handler"
    return None


def conflicts(people: Iterable[Candidate], case: Subject) -> dict[int, str]:
    """The conflicts by account, for those who have one."""
    found = {who.account: conflict(who, case) for who in people}
    return {account: why for account, why in found.items() if why}
