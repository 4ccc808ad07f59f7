"""The blueprint's rows about what a city decides. A class is its own schema: names, types, defaults and rules of keys.

`name`, `basis`, `text` … are Chinese, the same key with `_en` is English. Order in the file is order on the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import get_args

from huiyin.kernel.limits import Unit as Counted
from huiyin.policy.rules.asking import Floods
from huiyin.policy.rules.fields import CODE, KINDS, must

DAY_OF_YEAR = r"(0[1-9]|1[0-2])-([0-2][0-9]|3[01])"


@dataclass(frozen=True, kw_only=True)
class City:
    """The city itself. `prefix` begins every number; a cycle runs from `cycle_day` to `cycle_day`, 31: a month's last.

    `dispatch_to`: what the program gives to a unit goes to all its handlers, or to the one with the least in hand.
    `calendar_changes`: whether days that are promised already stay or are counted anew where the calendar changes.
    `while_objected`: whether a unit's clock stands still or runs on while it is open whose a matter is.
    `hot_days`: how far back hot issues are looked for. `daily_leads`: each morning those who lead and supervise hear
    that the leads of the day before are summed up. `floods`: which ratings by code are set apart as a campaign.
    """

    name: str
    name_en: str
    platform: str
    platform_en: str
    region: str = must(refers="regions")
    committee: str = must(refers="units")
    prefix: str = must(pattern=r"[A-Z]{2,6}")
    language: str = must(one_of=("zh-hans", "en"))
    wechat: str = ""
    start: date
    cycle_day: int = must(least=1)
    office_hours: tuple[time, ...]
    dispatch_to: str = must("all", one_of=("all", "one"))
    calendar_changes: str = must("freeze", one_of=("freeze", "recompute"))
    while_objected: str = must("stands", one_of=("stands", "runs"))
    hot_days: int = must(180, least=14)
    daily_leads: bool = False
    floods: Floods = field(default=Floods())


@dataclass(frozen=True, kw_only=True)
class Season:
    """Other office hours from `first` to `last` (month and day) of each year, in `region` if not everywhere."""

    first: str = must(pattern=DAY_OF_YEAR)
    last: str = must(pattern=DAY_OF_YEAR)
    times: tuple[time, ...]
    region: str = must("", refers="regions")


@dataclass(frozen=True, kw_only=True)
class Role:
    """`kinds`: the units for which a role can be held. `apart`: the roles that the same person may not hold."""

    code: str = must(unique=True, pattern=r"[a-z_]{1,20}")
    name: str
    name_en: str
    text: str
    text_en: str
    kinds: tuple[str, ...] = must(one_of=KINDS)
    apart: tuple[str, ...] = must((), refers="roles")


MATTERS = ("complaint", "request", "question", "suggestion", "praise")
"""What somebody wants: 投诉举报, 求助（诉求）, 咨询, 建议, 表扬 (S3-03)."""


@dataclass(frozen=True, kw_only=True)
class ProblemType:
    """`citizen_name` in everyday words makes it one of the choices on the citizen's page.

    `matter` says what somebody wants who chooses it: of a complaint nobody of the unit complained of may be in charge.
    """

    code: str = must(unique=True, pattern=r"[A-Z][0-9]{0,2}")
    name: str
    name_en: str
    parent: str = must("", refers="problem_types")
    matter: str = must("complaint", one_of=MATTERS)
    citizen_name: str = ""
    citizen_name_en: str = ""


GRANTERS = ("approver", "supervisor")
"""Who may be asked for more time: the head of the unit, the body that supervises it."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A number of days or hours with its start event, legal basis, date of effect and, if not for all, for what only.

    For `extension` and `suspension` it is the most that may be granted on top: by whom, how often, in which `stage`.
    """

    name: str = must(pattern=r"[a-z_]{1,40}")
    value: int = must(least=1)
    unit: str = must(one_of=get_args(Counted))
    starts: str
    basis: str
    basis_en: str
    since: date
    region: str = must("", refers="regions")
    type: str = must("", refers="problem_types")
    channel: str = must("", refers="channels")
    stage: str = must("", pattern=r"[a-z_]{1,40}")
    granted_by: tuple[str, ...] = must((), one_of=GRANTERS)
    times: int = must(1, least=1)


@dataclass(frozen=True, kw_only=True)
class Screening:
    """Which reports a work team looks at first. A word or pattern that is found is enough, an `unless` undoes it.

    `days` and `likeness` (0–1) are for `repeat`: same object, a text this alike, within so many days.
    """

    code: str = must(unique=True, pattern=CODE)
    kind: str = must(one_of=("repeat", "petition", "litigation", "organised", "technical"))
    team: str = must(refers="units")
    name: str
    name_en: str
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    days: int = 0
    likeness: float = 0.0


@dataclass(frozen=True, kw_only=True)
class SecrecyMark:
    """A mark of secrecy, in bare form (`triage.secrecy.rules.marks`): whatever carries it is held for a look.

    `words` and `patterns` are looked for anywhere, `lines` are whole lines, `names` stand in names of files.
    """

    code: str = must(unique=True, pattern=CODE)
    name: str
    name_en: str
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Place:
    """A hall or window that gets a poster (S0-11), or the desk of one officer."""

    code: str = must(unique=True, pattern=CODE)
    unit: str = must(refers="units")
    name: str
    name_en: str
    kind: str = must(one_of=("hall", "window", "station", "township", "online"))
    officer: str = must("", refers="officers")


@dataclass(frozen=True, kw_only=True)
class Word:
    """A sentence of the city's own, shown where the program asks for `key`."""

    key: str = must(unique=True, pattern=CODE)
    text: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class Regulation:
    """A text of the library, in force from `since` until the next row of its `code`; `change`: what is new in it.

    `binding`: everybody who works on the platform acknowledges each version of it (S3-10).
    """

    code: str = must(pattern=CODE)
    title: str
    title_en: str
    since: date
    text: str
    text_en: str
    binding: bool = False
    change: str = ""
    change_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Release:
    version: str = must(unique=True)
    on: date
    kind: str = must(one_of=("trial", "launch", "update"))
    text: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What can become of a person or a matter. `form`: which of the four forms of discipline, 0 for none."""

    code: str = must(unique=True, pattern=r"[a-z_]{1,40}")
    name: str
    name_en: str
    of: str = must(one_of=("person", "matter"))
    form: int = 0
