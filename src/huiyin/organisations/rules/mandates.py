"""Who may be given which role."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.lifecycle import Refused

GRANTERS = frozenset({"security"})
"""Three administrators stand apart: the one who gives out roles neither runs the system nor reads its record."""

KEEPERS = frozenset({"administrator"})
"""Who opens and closes accounts: an account alone may do nothing, so no administrator lets anybody in by themselves."""


@dataclass(frozen=True)
class Terms:
    """What the city says of a role: the kinds of units for which it is held, the roles that exclude it."""

    code: str
    kinds: tuple[str, ...]
    apart: tuple[str, ...]


RELATORS = frozenset({"reviewer", "security"})
"""Who writes down that two officers are close."""


def grant(
    terms: Terms | None, kind: str, over: Collection[int], held: Collection[str], account: str, by: Actor
) -> Refused | None:
    """May `by` give the account a role for a unit of `kind`, beside the roles it has `held`? None: yes.

    `over` are the committees in whose scope the unit lies (`organisations.queries.over`).
    Refused: `wrong_role`, `not_your_unit`, `own_mandate`, `unknown_role`, `unit_unfit`, `roles_apart`.
    """
    if refused := may_change(over, account, by):
        return refused
    if terms is None:
        return Refused("unknown_role")
    if kind not in terms.kinds:
        return Refused("unit_unfit", {"role": terms.code, "kind": kind})
    if clash := sorted(set(held) & set(terms.apart)):
        return Refused("roles_apart", {"role": terms.code, "other": clash[0]})
    return None


def may_change(over: Collection[int], account: str, by: Actor) -> Refused | None:
    """May `by` give the account roles for a unit in the scope of `over`, or take them away? None: yes."""
    if refused := within(by, GRANTERS, over, "grant"):
        return refused
    return Refused("own_mandate") if by.account == account else None


def may_keep(by: Actor, ties: Iterable[Collection[int]] = (), account: str = "") -> Refused | None:
    """May `by` open an account with these `ties`, or close this one? None: yes. Nobody closes their own.

    A tie is the scope of a unit to which the account's officer belongs or for which it holds a role: all have to
    be the administrator's own.
    """
    for over in ties:
        if refused := within(by, KEEPERS, over, "keep_account"):
            return refused
    if by != SYSTEM and not by.roles & KEEPERS:
        return Refused("wrong_role", {"verb": "keep_account"})
    return Refused("own_mandate") if account and by.account == account else None


def may_relate(by: Actor, ties: Iterable[Collection[int]]) -> Refused | None:
    """May `by` say that officers of these units are close? None: yes. One of them has to be of their own scope."""
    answers = [within(by, RELATORS, over, "declare_relation") for over in ties]
    return None if None in answers else answers[0]


def within(by: Actor, roles: Collection[str], over: Collection[int], verb: str) -> Refused | None:
    """Does `by` hold one of `roles` for a committee among `over`? None: yes. The program may act anywhere."""
    if by == SYSTEM or by.units_as(*roles) & set(over):
        return None
    return Refused("not_your_unit" if by.roles & set(roles) else "wrong_role", {"verb": verb})
