"""A small city and the people whom the tests know by name.

Alice reports. Bob handles at the court, Frank leads it and approves. Carol reviews at the city's committee, Grace
supervises, Ivy phones back, Nora looks at what carries a mark of secrecy, Henry leads, Lee sits in the work team
for litigation. Dan is the clerk whom Alice reports on; he holds every mandate that could tempt him. Eve handles at
the police and has no part in anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

import pytest
from tests.laying import Laid, Trail

from huiyin.kernel.actor import SYSTEM, Actor
from huiyin.kernel.clock import SHANGHAI

if TYPE_CHECKING:
    from huiyin.policy.rules.layout import Blueprint

MORNING = datetime(2022, 3, 7, 2, 42, tzinfo=UTC)
"""Monday 7 March 2022, 10:42 in Xingtai."""

PASSWORD = "long-enough-for-a-test-3141"

HOUSES = (
    "hb-committee", "xt-committee", "xt-committee-supervision", "xt-committee-office", "xt-group",
    "xt-team-coordination", "xt-team-litigation", "xt-team-crime", "xt-team-letters", "xt-team-technology",
    "xt-court", "xt-court-filing", "xt-court-enforcement", "xt-court-politics", "xt-court-office",
    "xt-police", "xt-police-politics", "xiangdu-committee", "xiangdu-court", "xiangdu-court-filing",
)  # fmt: skip

PEOPLE = {
    "bob": "court.handler",
    "ben": "court.handler2",
    "frank": "court.approver",
    "carol": "city.reviewer",
    "grace": "city.supervisor",
    "ivy": "city.reviewer2",
    "henry": "city.leader",
    "lee": "team.litigation",
    "eve": "police.handler",
    "paul": "police.approver",
    "adam": "city.administrator",
    "una": "city.auditor",
    "mia": "xiangdu.reviewer",
    "nora": "city.secrecy",
}


@cache
def blueprint():  # type: ignore[no-untyped-def]
    """Xingtai, cut down to one court, one police bureau and one district."""
    from huiyin.policy.blueprint import load

    whole = load("xingtai")
    kept = set(HOUSES)
    officers = tuple(o for o in whole.officers if o.unit in kept)
    known = {o.code for o in officers}
    return replace(
        whole,
        units=tuple(u for u in whole.units if u.code in kept),
        officers=officers,
        seats=tuple(s for s in whole.seats if s.officer in known),
        relations=(),
        accounts=tuple(a for a in whole.accounts if a.username in PEOPLE.values()),
        places=tuple(p for p in whole.places if p.unit in kept),
    )


@dataclass(frozen=True)
class Cast:
    """The people of the tests as accounts and as actors: `cast.actor("carol")`."""

    now: datetime
    people: Mapping[str, str] = field(default_factory=lambda: PEOPLE)
    house: str = "xt-court"
    """Where Bob handles and Frank approves."""
    trail: Trail = field(default_factory=lambda: Trail(ended=True), compare=False, repr=False)

    def account(self, name: str):  # type: ignore[no-untyped-def]
        from huiyin.organisations.models import Account

        return Account.objects.get(username=self.people.get(name, name))

    def actor(self, name: str) -> Actor:
        from huiyin.organisations.queries import actor_for

        return actor_for(self.account(name), on=self.now.astimezone(SHANGHAI).date())

    def officer(self, code: str):  # type: ignore[no-untyped-def]
        from huiyin.organisations.models import Officer

        return Officer.objects.get(code=code)


DAN = "xt-court-filing-3"
"""Dan's entry in the officers' register."""


@pytest.fixture
def city(db: None, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The small city, loaded, with everybody in it."""
    from django.db import connection

    cast = populate()
    threads = {"transactional_db", "live_server"} & set(request.fixturenames)  # they write unseen
    trail = Trail(ended=bool(threads), patched=lambda: bool(monkeypatch._setattr))
    with connection.execute_wrapper(trail.watch):
        yield replace(cast, trail=trail)


def populate() -> Cast:
    """Lays the small city into the test database; for tests that commit and therefore lay it themselves."""
    CITY.lay()
    return Cast(MORNING)


def lay_out(blueprint: Blueprint, begin: datetime) -> None:
    """Loads a city with the people of its demonstration."""
    from huiyin.organisations import actions as organisations
    from huiyin.policy import actions as policy
    from huiyin.triage.routing import actions as routing

    policy.load(blueprint, by=SYSTEM, now=begin)
    organisations.load(blueprint, by=SYSTEM, now=begin, accounts=True, password=PASSWORD)
    routing.load(blueprint, by=SYSTEM, now=begin)


def _load() -> None:
    from huiyin.organisations.models import Account, Mandate, Officer, Unit

    begin = MORNING - timedelta(days=30)
    lay_out(blueprint(), begin)
    dan = Account.objects.create(
        username="dan",
        name="Dan",
        officer=Officer.objects.get(code=DAN),
        password=Account.objects.get(username="court.handler").password,
    )
    for role, unit in (
        ("handler", "xt-court"), ("approver", "xt-court"), ("reviewer", "xt-committee"),
        ("supervisor", "xt-committee"), ("leader", "xt-committee"), ("clerk", "xt-committee"),
        ("team", "xt-team-litigation"),
    ):  # fmt: skip
        Mandate.objects.create(account=dan, unit=Unit.objects.get(code=unit), role=role, since=begin.date())


CITY = Laid(_load)


_keys = count()


def sent(**fields: object) -> object:
    """Sends a report as Alice would and gives the receipt; fields may be changed by name."""
    from huiyin.intake.actions import receive
    from huiyin.intake.rules.submission import Submission
    from huiyin.organisations.models import Unit

    unit = Unit.objects.get(code=fields.pop("unit_code", "xt-court-filing"))
    now = fields.pop("now", MORNING)
    plain = {
        "key": f"key-{next(_keys)}",
        "unit": unit.pk,
        "text": "3 月 7 日去立案窗口交材料，来回补了三次，窗口的项望舒让我自己看墙上。",
        "problem_type": "B2",
        "identity_mode": "anonymous",
    }
    return receive(Submission(**(plain | fields)), now=now)  # type: ignore[arg-type]


@pytest.fixture
def send(city: Cast) -> Callable[..., object]:
    """`sent` in the small city."""
    return sent


@pytest.fixture
def settle() -> Iterator[Callable[[datetime], None]]:
    """Lets the journey do everything that is due at a moment."""
    from huiyin.journey.worker import run_until_idle

    yield run_until_idle
