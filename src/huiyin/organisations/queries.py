"""Reads of who holds power, where, and who may act for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from huiyin.kernel.actor import PUBLIC, Actor, Mandate
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.prepared import Fixed, Given, Many
from huiyin.organisations.models import Account, Officer, Region, Relation, Seat, Unit
from huiyin.organisations.models import Mandate as Held
from huiyin.organisations.rules.names import named
from huiyin.organisations.rules.routing import HOUSES
from huiyin.policy.keeping import Kept

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


_ACCOUNT = Fixed(lambda: Account.objects.filter(pk=Given("account")))


def account(pk: int) -> Account | None:
    """The account with that id, closed or not."""
    return _ACCOUNT.first(account=pk)


def actor_for(account: Account | AnonymousUser, on: date) -> Actor:
    """The account with the mandates in force on that day (in Shanghai). A closed account has none.

    Somebody who hasn't logged in is the public.
    """
    return actors_for([account], on)[0] if isinstance(account, Account) else PUBLIC


def actors_for(accounts: Iterable[Account], on: date) -> list[Actor]:
    """`actor_for` of several accounts, in their order, for as few queries as of one."""
    here = list(accounts)
    officers = [account.officer_id for account in here if account.officer_id]
    held = _held([account.pk for account in here if account.is_active], on)
    homes, close = _homes(officers), _close(officers)
    return [
        Actor(
            f"account:{account.pk}",
            account.name,
            account.officer_id,
            homes.get(account.officer_id or 0),
            held[account.pk] + _over(held[account.pk]),
            frozenset(close[account.officer_id or 0]),
        )
        for account in here
    ]


_HELD = Fixed(
    lambda: (
        Held.objects.in_force_on(Given("on"))
        .filter(account__in=Many("accounts"), unit__active=True)
        .order_by("pk")
        .values_list("account_id", "role", "unit_id")
    )
)
_BELONG = Fixed(
    lambda: Officer.objects.filter(pk__in=Many("officers")).values_list(
        "pk", "unit_id", "unit__kind", "unit__path"
    )
)
_CLOSE = Fixed(
    lambda: Relation.objects.filter(
        Q(officer__in=Many("officers")) | Q(other__in=Many("officers"))
    ).values_list("officer_id", "other_id")
)


def _held(accounts: list[int], on: date) -> dict[int, tuple[Mandate, ...]]:
    found: dict[int, tuple[Mandate, ...]] = defaultdict(tuple)
    for account, role, unit in _HELD.all(accounts=accounts, on=on):
        found[account] += (Mandate(role, unit),)
    return found


def _homes(officers: list[int]) -> dict[int, int]:
    """The organs that officers belong to."""
    rows = _BELONG.all(officers=officers) if officers else ()
    return {pk: _organ(unit, kind, path) for pk, unit, kind, path in rows}


def _close(officers: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in _CLOSE.all(officers=officers) if officers else ():
        found[one].add(other)
        found[other].add(one)
    return found


OVERSEEING = ("leader", "auditor")
"""Roles that a committee's people also hold for the committees below theirs."""


def _over(mandates: tuple[Mandate, ...]) -> tuple[Mandate, ...]:
    """The city's leaders oversee the counties' committees too."""
    above = [m for m in mandates if m.role in OVERSEEING]
    if not above:
        return ()
    of_these = Unit.objects.filter(kind="committee", committee__in={m.unit for m in above}, active=True)
    below = list(of_these.order_by("pk").values_list("pk", "committee"))
    return tuple(Mandate(m.role, pk) for m in above for pk, committee in below if committee == m.unit)


def unit(code: str) -> Unit:
    """The unit of that code with its region. Raises Unit.DoesNotExist."""
    return Unit.objects.select_related("region").get(code=code)


_UNIT = Fixed(lambda: Unit.objects.filter(pk=Given("unit")))


def unit_of(pk: int) -> Unit:
    """The unit with that id. Raises Unit.DoesNotExist."""
    found = _UNIT.first(unit=pk)
    if found is None:
        raise Unit.DoesNotExist(pk)
    return found


def _read_region(pk: int) -> str:
    return Unit.objects.values_list("region__code", flat=True).get(pk=pk, active=True)


region_of = Kept(_read_region)
"""The region's code of the active unit with that id. Raises Unit.DoesNotExist."""


def _read_where(pk: int) -> str:
    return Unit.objects.values_list("region__code", flat=True).get(pk=pk)


lies_in = Kept(_read_where)
"""The region's code of a unit, also of one that was closed since. Raises Unit.DoesNotExist."""


def units_below(top: Unit) -> QuerySet[Unit]:
    """`top` and everything inside it, in the order of the blueprint."""
    return Unit.objects.filter(path__startswith=top.path, active=True).order_by("pk")


def ancestry(below: Unit) -> list[int]:
    """The ids on the way from the topmost unit down to `below` itself."""
    return _ids(below.path)


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.strip("/").split("/")]


def way_up(below: Unit) -> list[tuple[int, int]]:
    """The units over one another, beginning with `below`: each with the house (organ or committee) it belongs to.

    From a house it goes on to the committee that supervises it, and from there to the one above.
    """
    found: list[tuple[int, int]] = []
    house: Unit | None = below
    while house is not None and all(house.pk != unit for unit, _ in found):
        inside = ancestry(house)
        found += [(pk, inside[0]) for pk in reversed(inside)]
        top = Unit.objects.filter(pk=inside[0]).select_related("committee").first()
        house = top.committee if top else None
    return found


def organ_of(below: Unit) -> int:
    """The id of the organ or committee that the unit is or belongs to. No query: the path begins with it."""
    return _organ(below.pk, below.kind, below.path)


def _organ(pk: int, kind: str, path: str) -> int:
    return pk if kind in HOUSES else _ids(path)[0]


def committee_for(about: Unit) -> Unit:
    """The committee that reviews a report on the unit (S0-16).

    Raises NotAllowed(`no_committee_above`) for the province's own staff, for whom this city has no door.
    """
    if about.committee_id is None:
        raise NotAllowed(Refused("no_committee_above", {"unit": about.pk}))
    return unit_of(about.committee_id)


def officers_in(top: Unit) -> QuerySet[Officer]:
    """The officers of the unit and of everything inside it."""
    inside = Officer.objects.filter(unit__path__startswith=top.path, active=True)
    return inside.select_related("unit").order_by("unit_id", "pk")


def officers_named(text: str, about: Unit) -> list[Officer]:
    """The officers of the unit's whole organ whose names stand in `text`, in order of mention.

    The whole organ, for a citizen at one window may name somebody at the next.
    """
    house = Unit.objects.get(pk=organ_of(about))
    people = {officer.pk: officer for officer in officers_in(house)}
    return [people[pk] for pk in named(text, [(pk, officer.name) for pk, officer in people.items()])]


def close_to(officer: int) -> frozenset[int]:
    """The officers (ids) to whom this one has declared a close relationship, or they to this one."""
    return frozenset(_close([officer])[officer])


def seats() -> list[Seat]:
    """The leading group: head first (S0-04)."""
    rows = Seat.objects.filter(active=True).select_related("officer__unit", "group")
    return list(rows.order_by("group_id", "position"))


def units_by_id(ids: Iterable[int]) -> dict[str, Unit]:
    """Units by their ids as text; ids without a unit are missing."""
    return {str(unit.pk): unit for unit in Unit.objects.filter(pk__in=list(ids))}


def units_coded(codes: Iterable[str]) -> list[Unit]:
    """The units of these codes, in the order of the blueprint; codes without a unit are missing."""
    return list(Unit.objects.filter(code__in=list(codes)).order_by("pk"))


def organs_of(paths: Iterable[str]) -> list[Unit]:
    """The organs and committees to which units at these paths belong, in the order of the blueprint."""
    houses = {int(path.strip("/").split("/")[0]) for path in paths if path}
    return list(Unit.objects.filter(pk__in=houses).order_by("pk"))


def teams() -> list[Unit]:
    """The work teams (S0-05), in the order of the blueprint."""
    return list(Unit.objects.filter(kind="team", active=True).order_by("pk"))


def account_names(actors: Iterable[str]) -> dict[str, str]:
    """The names of accounts by what the ledger calls them ("account:7")."""
    ids = {actor.removeprefix("account:") for actor in actors if actor.startswith("account:")}
    rows = Account.objects.filter(pk__in=[int(pk) for pk in ids]).values_list("pk", "name")
    return {f"account:{pk}": name for pk, name in rows}


def unit_mail(unit: int) -> str:
    """The address of a unit; "" where it has none, or is no more."""
    return Unit.objects.filter(pk=unit, active=True).values_list("mail", flat=True).first() or ""


def text_number(account: int) -> str:
    """The number for text messages about work of an account that is open; "" where it has none."""
    found = Account.objects.filter(pk=account, is_active=True).values_list("text_number", flat=True).first()
    return found or ""


def accounts(words: str = "") -> QuerySet[Account]:
    """Every account with its officer's entry; `words` look for a name."""
    rows = Account.objects.select_related("officer__unit").order_by("-is_active", "username")
    return rows.filter(Q(name__icontains=words) | Q(username__icontains=words)) if words else rows


def mandates_of(accounts: Iterable[Account], on: date) -> dict[int, list[Held]]:
    """The mandates of accounts that hold on a day or later, by account."""
    rows = Held.objects.filter(Q(until=None) | Q(until__gt=on), account__in=accounts)
    found: dict[int, list[Held]] = {}
    for row in rows.select_related("unit").order_by("pk"):
        found.setdefault(row.account_id, []).append(row)
    return found


def everybody() -> QuerySet[Officer]:
    """The register, unit by unit."""
    return Officer.objects.filter(active=True).select_related("unit").order_by("unit__path", "code")


def relations() -> list[Relation]:
    """The declared relationships, the latest first."""
    rows = Relation.objects.select_related("officer__unit", "other__unit")
    return list(rows.order_by("-declared_at", "-pk"))


def mandate(pk: int) -> Held | None:
    """A mandate with its account and unit."""
    return Held.objects.select_related("account", "unit").filter(pk=pk).first()


def regions() -> list[Region]:
    """The regions that units belong to, as their codes order them."""
    return list(Region.objects.filter(pk__in=Unit.objects.values("region")).order_by("code"))
