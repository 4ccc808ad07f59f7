"""Who must stay out of a case: a conflict of interest blocks an assignment before it is made.

Petition Work Regulations art. 28 and 30 (recusal; never to the person or unit reported on); facts 1.6.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """A possible handler or approver: account, officer's entry, and the sections that they belong to."""

    account: int
    officer: int | None
    sections: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Subject:
    """What the case is about: officers, their sections, and the accounts that handled it before.

    A matter that complains of nobody has no sections: who is in charge handles it (谁主管、谁负责, S3-11).
    """

    accused: frozenset[int]
    sections: frozenset[int]
    relatives: frozenset[int]
    earlier: frozenset[int]
    recused: frozenset[int] = frozenset()


def conflict(who: Candidate, case: Subject) -> str | None:
    """Why `who` must stay out: same_person, relative, same_section, earlier_handler, recused; None where they needn't.

    `case.relatives` are officers with a declared close relationship to one of the accused.
    """
    if who.officer is not None and who.officer in case.accused:
        return "same_person"
    if who.officer is not None and who.officer in case.relatives:
        return "relative"
    if not who.sections.isdisjoint(case.sections):
        return "same_section"
    if who.account in case.earlier:
        return "earlier_handler"
    if who.account in case.recused:
        return "recused"
    return None


def sections_of(path: str) -> frozenset[int]:
    """The sections on a unit's path: its own and those around it, without the house; the house for its leaders.

    Who works in a tribunal of a section works in that section too; who leads the court works in none of them.
    """
    ids = [int(part) for part in path.strip("/").split("/")]
    return frozenset(ids[1:] or ids)


def at_stake(matter: str, accused: frozenset[int], path: str) -> frozenset[int]:
    """The sections of the unit named, at `path`, whose people must stay out: none where nobody is complained of.

    Whoever asks for something, or praises, is answered by those in charge (属地管理, 谁主管谁负责).
    """
    return sections_of(path) if matter == "complaint" or accused else frozenset()


def conflicts(people: Iterable[Candidate], case: Subject) -> dict[int, str]:
    """The conflicts by account, for those who have one."""
    found = {who.account: conflict(who, case) for who in people}
    return {account: why for account, why in found.items() if why}
