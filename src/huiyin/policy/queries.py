"""Reads of policy. A process keeps what it read until the city's `edition` changes: one small query each time.

`policy()` is the whole in one piece; the functions below it are short for one part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any, cast

from huiyin.kernel import offices
from huiyin.kernel.calendar import OfficeHours, WorkingCalendar
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.deadlines import Deadline, deadline
from huiyin.kernel.limits import About, Limit, Unit, choose
from huiyin.kernel.offices import Offices
from huiyin.ledger.prepared import Fixed
from huiyin.policy.keeping import Kept
from huiyin.policy.models import (
    AlertRule,
    Appraisal,
    Approval,
    CalendarDay,
    Channel,
    City,
    CityWord,
    DemeritRule,
    DemeritStep,
    Fault,
    LadderRung,
    LetterIssuer,
    LetterKind,
    LimitRow,
    Outcome,
    PeriodicPaper,
    ProblemType,
    ProblemTypeVersion,
    Question,
    RegulationText,
    ReleaseNote,
    Role,
    ScoreRule,
    Season,
    Talk,
    Watch,
)
from huiyin.policy.rules import handling
from huiyin.policy.rules.appraising import terms_of
from huiyin.policy.rules.asking import Floods
from huiyin.policy.rules.coverage import above
from huiyin.policy.rules.handling import ONE_LEVEL, asked_of, deciding
from huiyin.policy.rules.ladder import Rung
from huiyin.policy.rules.rows import MATTERS


class NoCity(LookupError):
    """The database holds no blueprint yet."""


@dataclass(frozen=True)
class Policy:
    """Everything that was decided, as of one edition."""

    city: City
    limits: tuple[Limit, ...]
    calendar: WorkingCalendar
    office_hours: Offices
    problem_types: tuple[ProblemType, ...]
    questions: tuple[Question, ...]
    faults: tuple[Fault, ...]
    versions: dict[str, list[ProblemTypeVersion]]
    outcomes: tuple[Outcome, ...]
    roles: tuple[Role, ...]
    words: dict[str, CityWord]
    channels: tuple[Channel, ...]
    alerts: tuple[AlertRule, ...]
    approvals: tuple[Approval, ...]
    ladder: tuple[Rung, ...]

    talks: tuple[Talk, ...]
    watches: dict[str, int]
    appraisals: dict[str, Appraisal]
    demerit_rules: tuple[DemeritRule, ...]
    demerit_steps: tuple[DemeritStep, ...]
    """What costs an officer points and what follows; those that the blueprint dropped have no `active`."""

    def channel(self, code: str) -> Channel | None:
        """The way in of that code; None for one that the blueprint dropped."""
        return next((row for row in self.channels if row.code == code), None)

    def limit(
        self, name: str, *, region: str, on: date, kind: str = "", channel: str = "", stage: str = ""
    ) -> Limit:
        """The narrowest limit for what begins `on`: there, of that type of problem, come in that way.

        Raises LookupError where there is none.
        """
        types = self.above(kind)
        return choose(self.limits, name, About(region, types, channel, stage), on)

    def type_name(self, code: str, language: str, at: datetime | None = None) -> str:
        """What the problem type was called at `at`; today's name where that is left out, the code of an unknown one.

        What is older than the first version is called as the first one was.
        """
        named = self.versions.get(code, [])
        of_its_day = [v for v in named if at is None or v.since <= at] or named[:1]
        return said(of_its_day[-1], "name", language) if of_its_day else code

    def asks(self, code: str, channel: str) -> tuple[Question, ...]:
        """The questions that follow for who chose this problem type and came this way."""
        types = self.above(code)
        asked = (row for row in self.questions if not set(types).isdisjoint(row.types))
        return tuple(row for row in asked if not row.channels or channel in row.channels)

    def above(self, code: str) -> tuple[str, ...]:
        """A problem type and those that it stands below, the nearest first."""
        return above(code, {row.code: row.parent for row in self.problem_types})

    def matter(self, code: str) -> str:
        """What somebody wants who chose this problem type: complaint, request, question, suggestion, praise."""
        return next((row.matter for row in self.problem_types if row.code == code), MATTERS[0])

    def below(self, codes: Iterable[str]) -> frozenset[str]:
        """These problem types with all that stand below them."""
        parents, wanted = {row.code: row.parent for row in self.problem_types}, set(codes)
        return frozenset(wanted | {code for code in parents if not wanted.isdisjoint(above(code, parents))})

    def topmost(self, codes: Iterable[str]) -> list[str]:
        """These problem types without those that stand below another of them, sorted."""
        wanted = set(codes)
        return sorted(code for code in wanted if wanted.isdisjoint(self.above(code)[1:]))

    def signs(self, code: str, channel: str, weight: str = "") -> tuple[str, ...]:
        """The mandates that sign the report on such a matter, one after the other."""
        types = self.above(code)
        row = deciding(self.approvals, handling.About(frozenset(types), self.matter(code), channel, weight))
        return tuple(row.levels) if row else ONE_LEVEL

    def talks_about(self, code: str, channel: str) -> tuple[str, ...]:
        """The kinds of talk with the reporter that such a matter asks for before its report is submitted."""
        types = self.above(code)
        return asked_of(self.talks, handling.About(frozenset(types), self.matter(code), channel))

    @property
    def floods(self) -> Floods:
        """Which ratings by code are set apart as a campaign."""
        return Floods(**self.city.floods)

    def weighs(self) -> bool:
        """Whether it matters for anybody's signature how a matter weighs."""
        return any(row.weights for row in self.approvals)

    def due(self, name: str, *, region: str, start: datetime, kind: str = "", channel: str = "") -> Deadline:
        """When the limit `name`, begun at `start` (aware), ends, and how that came about."""
        day = start.astimezone(SHANGHAI).date()
        limit = self.limit(name, region=region, on=day, kind=kind, channel=channel)
        return deadline(limit, start, self.calendar, self.office_hours.there(region))


_kept: tuple[tuple[int, str], Policy] | None = None


_CITY = Fixed(lambda: City.objects.values_list("pk", "edition").order_by("pk")[:1])


def _read_edition(_: None) -> tuple[int, str]:
    edition = _CITY.first()
    if edition is None:
        raise NoCity("no blueprint was loaded into this database")
    return edition


_edition = Kept(_read_edition)


def policy() -> Policy:
    """The policy of today's edition. Raises NoCity before a blueprint was loaded."""
    global _kept
    edition = _edition(None)
    if _kept is None or _kept[0] != edition:
        _kept = (edition, _read())
    return _kept[1]


def city() -> City:
    """The city's row. Raises NoCity."""
    return policy().city


def limit(name: str, *, region: str, on: date, kind: str = "", channel: str = "", stage: str = "") -> Limit:
    """See Policy.limit."""
    return policy().limit(name, region=region, on=on, kind=kind, channel=channel, stage=stage)


def due(name: str, *, region: str, start: datetime, kind: str = "", channel: str = "") -> Deadline:
    """See Policy.due."""
    return policy().due(name, region=region, start=start, kind=kind, channel=channel)


def calendar() -> WorkingCalendar:
    """The official calendar with the administrator's changes."""
    return policy().calendar


def office_hours(region: str = "") -> Offices:
    """When the offices are open there."""
    return policy().office_hours.there(region)


def problem_types(language: str, *, citizen: bool = False) -> list[tuple[str, str]]:
    """(code, name) in the order of the blueprint; for a citizen only the choices in everyday words."""
    return list(_named_types((language, citizen)))


def _name_types(asked: tuple[str, bool]) -> list[tuple[str, str]]:
    language, citizen = asked
    column = "citizen_name" if citizen else "name"
    named = [(row.code, said(row, column, language)) for row in policy().problem_types]
    return [(code, name) for code, name in named if name]


_named_types = Kept(_name_types)


def problem_type_codes() -> frozenset[str]:
    """The codes that a report may carry."""
    return frozenset(row.code for row in policy().problem_types)


def type_versions() -> list[ProblemTypeVersion]:
    """What each problem type was called and where it hung, in the order of the blueprint, the oldest version first."""
    order = {row.code: row.position for row in policy().problem_types}
    kept = sorted(policy().versions.items(), key=lambda entry: (order.get(entry[0], len(order)), entry[0]))
    return [version for _, versions in kept for version in versions]


def channels() -> tuple[Channel, ...]:
    """The ways in, in the order of the blueprint (S3-02)."""
    return policy().channels


def channel_name(code: str, language: str) -> str:
    """What a way in is called; the code itself for one that the blueprint dropped."""
    row = policy().channel(code)
    return said(row, "name", language) if row else code


def outcomes(language: str, of: str = "") -> list[tuple[str, str]]:
    """(code, name) of what can become of a `person` or a `matter`; of both where `of` is left out."""
    return [(row.code, said(row, "name", language)) for row in policy().outcomes if of in ("", row.of)]


def role_name(code: str, language: str) -> str:
    """A role's name; the code itself for one that the blueprint dropped."""
    return next((said(row, "name", language) for row in policy().roles if row.code == code), code)


def letter_kinds() -> list[LetterKind]:
    """The papers that the city sends, in the order of the blueprint."""
    return list(LetterKind.objects.filter(active=True).order_by("position"))


def letter_kind(code: str) -> LetterKind | None:
    """A kind of paper, also one that the blueprint dropped: old letters are of it."""
    return LetterKind.objects.filter(code=code).first()


def letter_issuers() -> dict[str, LetterIssuer]:
    """The bodies that send letters, by their unit's code."""
    return {row.unit: row for row in LetterIssuer.objects.filter(active=True).order_by("position")}


def appraisals() -> dict[str, Appraisal]:
    """The kinds of rounds that the city holds, by code, in its order."""
    return policy().appraisals


def terms(code: str) -> dict[str, Any]:
    """The plan, score rule and cool-down of a kind of round, as plain data. Raises KeyError for an unknown one."""
    rows = appraisals()
    return terms_of(rows[code], rows)


def score_rules(*, dropped: bool = False) -> list[ScoreRule]:
    """What costs and earns points, in the order of the blueprint (S0-26); with those that it `dropped` since."""
    rows = ScoreRule.objects.order_by("position")
    return list(rows if dropped else rows.filter(active=True))


def periodic_papers(*, dropped: bool = False) -> list[PeriodicPaper]:
    """The papers on the city's calendar; with those that it `dropped` since."""
    rows = PeriodicPaper.objects.order_by("position")
    return list(rows if dropped else rows.filter(active=True))


def word(key: str, language: str) -> str:
    """A sentence of the city's own; "" where it has none."""
    row = policy().words.get(key)
    return said(row, "text", language) if row else ""


def regulations(on: date) -> list[RegulationText]:
    """The regulation library as it holds on a day, in the order of the blueprint (S0-10)."""
    rows = RegulationText.objects.filter(active=True, since__lte=on).order_by("since")
    held = {row.code: row for row in rows}
    return sorted(held.values(), key=lambda row: row.position)


def versions_of(code: str) -> list[RegulationText]:
    """Every version of the rules that everybody acknowledges, the newest first, also one that is still to come."""
    return list(RegulationText.objects.filter(code=code, binding=True, active=True).order_by("-since"))


def release_notes() -> list[ReleaseNote]:
    """Trials and updates of the platform, newest first (S0-09)."""
    return list(ReleaseNote.objects.filter(active=True).order_by("-on", "-position"))


def changed_days(since: date, until: date) -> list[CalendarDay]:
    """The days on which the administrator overrode the official calendar."""
    return list(CalendarDay.objects.filter(date__range=(since, until)).order_by("date"))


def said(row: Any, name: str, language: str) -> str:
    """The `name` of a row in that language: its Chinese, or its English for any other."""
    return str(getattr(row, name if language.startswith("zh") else f"{name}_en"))


def in_language(row: Mapping[str, Any], name: str, language: str) -> str:
    """`said` of a part that is kept in another row: an option of a question."""
    return str(row[name if language.startswith("zh") else f"{name}_en"])


def _read() -> Policy:
    here = City.objects.get()
    changes = dict(CalendarDay.objects.values_list("date", "working"))
    return Policy(
        city=here,
        limits=tuple(_limit(row) for row in LimitRow.objects.filter(active=True)),
        calendar=WorkingCalendar.official().with_changes(changes, here.known_years),
        office_hours=Offices(
            _hours(here.office_hours), tuple(map(_season, Season.objects.filter(active=True)))
        ),
        problem_types=tuple(ProblemType.objects.filter(active=True).order_by("position")),
        questions=tuple(Question.objects.filter(active=True).order_by("position")),
        faults=tuple(Fault.objects.filter(active=True).order_by("position")),
        versions=_versions(),
        outcomes=tuple(Outcome.objects.filter(active=True).order_by("position")),
        roles=tuple(Role.objects.filter(active=True).order_by("position")),
        words={row.key: row for row in CityWord.objects.filter(active=True)},
        channels=tuple(Channel.objects.filter(active=True).order_by("position")),
        alerts=tuple(AlertRule.objects.filter(active=True).order_by("position")),
        approvals=tuple(Approval.objects.filter(active=True).order_by("position")),
        ladder=tuple(map(_rung, LadderRung.objects.filter(active=True).order_by("position"))),
        talks=tuple(Talk.objects.filter(active=True).order_by("position")),
        appraisals={row.code: row for row in Appraisal.objects.filter(active=True).order_by("position")},
        demerit_rules=tuple(DemeritRule.objects.order_by("position")),
        demerit_steps=tuple(DemeritStep.objects.order_by("position")),
        watches=dict(Watch.objects.filter(active=True).values_list("code", "value")),
    )


def _season(row: Season) -> offices.Season:
    return offices.Season(_of_year(row.first), _of_year(row.last), _hours(row.times), row.region)


def _of_year(day: str) -> offices.Day:
    return int(day[:2]), int(day[3:])


def _hours(times: list[str]) -> OfficeHours:
    opens, noon, again, closes = map(time.fromisoformat, times)
    return OfficeHours((opens, noon), (again, closes))


def _versions() -> dict[str, list[ProblemTypeVersion]]:
    found: dict[str, list[ProblemTypeVersion]] = {}
    for version in ProblemTypeVersion.objects.order_by("since"):
        found.setdefault(version.code, []).append(version)
    return found


def _rung(row: LadderRung) -> Rung:
    values = {key.name: getattr(row, key.name) for key in fields(Rung)}
    return Rung(**values | {"of": tuple(row.of), "copied": tuple(row.copied)})


def _limit(row: LimitRow) -> Limit:
    return Limit(
        row.name,
        row.value,
        cast("Unit", row.unit),
        basis=row.basis,
        basis_en=row.basis_en,
        region=row.region,
        since=row.since,
        start_event=row.starts,
        type=row.type,
        channel=row.channel,
        stage=row.stage,
        granted_by=tuple(row.granted_by),
        times=row.times,
    )
