"""Who may be given which role."""

from __future__ import annotations

from collections.abc import Collection
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


def grant(terms: Terms | None, kind: str, held: Collection[str], account: str, by: Actor) -> Refused | None:
    """May `by` give the account a role for a unit of `kind`, beside the roles it has `held`? None: yes.

    Refused: `wrong_role`, `own_mandate`, `unknown_role`, `unit_unfit`, `roles_apart`.
    """
    if refused := may_change(account, by):
        return refused
    if terms is None:
        return Refused("unknown_role")
    if kind not in terms.kinds:
        return Refused("unit_unfit", {"role": terms.code, "kind": kind})
    if clash := sorted(set(held) & set(terms.apart)):
        return Refused("roles_apart", {"role": terms.code, "other": clash[0]})
    return None


def may_change(account: str, by: Actor) -> Refused | None:
    """May `by` give the account roles, or take them away? None: yes."""
    if by != SYSTEM and not by.roles & GRANTERS:
        return Refused("wrong_role", {"verb": "grant"})
    return Refused("own_mandate") if by.account == account else None


def may_keep(by: Actor, account: str = "") -> Refused | None:
    """May `by` open accounts, or close this one? None: yes. Nobody closes their own."""
    if by != SYSTEM and not by.roles & KEEPERS:
        return Refused("wrong_role", {"verb": "keep_account"})
    return Refused("own_mandate") if account and by.account == account else None
