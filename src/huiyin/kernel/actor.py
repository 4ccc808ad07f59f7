"""Who acts or looks: an account with its mandates, the public, or the program itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mandate:
    """The right to act in a role for a unit (ids, not names)."""

    role: str
    unit: int


@dataclass(frozen=True)
class Actor:
    """`account` is what the ledger writes: "account:7", "public" or "system".

    `officer` is the actor's own entry in the officers' register, `close` the officers to whom a close relationship
    was declared and `home` the organ they belong to: nobody meets a report on themselves or on somebody close to
    them, and nobody one on their own house unless it was given to them by name.
    """

    account: str
    name: str = ""
    officer: int | None = None
    home: int | None = None
    mandates: tuple[Mandate, ...] = ()
    close: frozenset[int] = frozenset()

    @property
    def account_id(self) -> int | None:
        """The number in "account:7"; None for the public and the program."""
        kind, _, number = self.account.partition(":")
        return int(number) if kind == "account" else None

    @property
    def stays_out_for(self) -> frozenset[int]:
        """The officers whose cases don't exist for the actor: themselves and those close to them."""
        return self.close if self.officer is None else self.close | {self.officer}

    def units_as(self, *roles: str) -> frozenset[int]:
        """The units for which the actor holds one of `roles`."""
        return frozenset(m.unit for m in self.mandates if m.role in roles)

    def roles_in(self, unit: int | None) -> frozenset[str]:
        """The roles that the actor holds for `unit`."""
        return frozenset(m.role for m in self.mandates if m.unit == unit)

    @property
    def roles(self) -> frozenset[str]:
        """Every role the actor holds for any unit."""
        return frozenset(m.role for m in self.mandates)


PUBLIC = Actor("public")
SYSTEM = Actor("system")
