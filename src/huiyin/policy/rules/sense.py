"""Does what is well-formed also make sense together? Each check takes the rows that could be made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from huiyin.kernel.identifiers import division_level, is_inside
from huiyin.policy.rules.alerting import wrong_alerts
from huiyin.policy.rules.appraising import wrong_appraisals
from huiyin.policy.rules.asking import wrong_faults, wrong_floods, wrong_questions
from huiyin.policy.rules.channels import wrong_channels
from huiyin.policy.rules.coverage import wrong_rules
from huiyin.policy.rules.demerits import wrong_demerits
from huiyin.policy.rules.handling import wrong_approvals
from huiyin.policy.rules.ladder import wrong_rungs
from huiyin.policy.rules.letters import wrong_letters
from huiyin.policy.rules.limits import wrong_hours, wrong_limits
from huiyin.policy.rules.register import Region, Relation, Unit
from huiyin.policy.rules.rows import City, ProblemType, Role, Screening, SecrecyMark
from huiyin.policy.rules.scoring import wrong_scores
from huiyin.policy.rules.shape import Wrong
from huiyin.policy.rules.staffing import wrong_staff

Rows = Mapping[str, Mapping[int, Any]]
"""For each list the rows in it, by their place in the file."""


def senseless(rows: Rows) -> Iterator[Wrong]:
    """Every mistake that only shows when rows are seen together."""
    for check in _CHECKS:
        yield from check(rows)


def _city(rows: Rows) -> Iterator[Wrong]:
    row: City | None = rows["city"].get(0)
    if row is None:
        return
    if row.cycle_day > 28 and row.cycle_day != 31:
        yield ("city", "cycle_day"), "must be 28 or less, which every month has, or 31 for a month's last day"
    hours = row.office_hours
    if len(hours) != 4 or list(hours) != sorted(set(hours)):
        yield ("city", "office_hours"), "must be four times in order: open, close, open, close"


def _regions(rows: Rows) -> Iterator[Wrong]:
    by_code = {r.code: r for r in rows["regions"].values()}
    for at, region in rows["regions"].items():
        if region.level != division_level(region.code):
            yield ("regions", at, "level"), f"{region.code} is the code of a {division_level(region.code)}"
        parent: Region | None = by_code.get(region.parent)
        if parent is None and not region.parent and region.level != "province":
            yield ("regions", at), "key parent is missing: only a province stands alone"
        elif parent and not is_inside(region.code, parent.code):
            yield ("regions", at, "parent"), f"{region.code} doesn't lie in {parent.code}"


def _units(rows: Rows) -> Iterator[Wrong]:
    by_code = {u.code: u for u in rows["units"].values()}
    with_procedure = {p.team for p in rows["procedures"].values()}
    for at, unit in rows["units"].items():
        parent: Unit | None = by_code.get(unit.parent)
        if unit.kind in ("section", "team", "group") and not unit.parent:
            yield ("units", at), f"key parent is missing: a {unit.kind} belongs to a unit"
        if unit.kind in ("organ", "committee") and unit.parent:
            yield ("units", at, "parent"), f"a {unit.kind} stands by itself; its region says where"
        if unit.kind == "team" and parent and parent.kind != "committee":
            yield ("units", at, "parent"), "a work team belongs to a committee"
        if unit.kind == "team" and unit.code not in with_procedure:
            yield ("units", at), "a work team needs a procedure in teams.toml"
        if parent and parent.kind == "organ" and unit.system != parent.system:
            yield ("units", at, "system"), f"{parent.code} is of the system {parent.system}"


def _committees(rows: Rows) -> Iterator[Wrong]:
    """Each organ's region has a committee, and each committee's staff answer to one a level up (S0-16)."""
    seats = [u.region for u in rows["units"].values() if u.kind == "committee"]
    above = {r.code: r.parent for r in rows["regions"].values()}
    for at, unit in rows["units"].items():
        if unit.kind == "organ" and unit.region not in seats:
            yield ("units", at, "region"), f"no committee in {unit.region} supervises this unit"
        if unit.kind == "committee" and above.get(unit.region) and above[unit.region] not in seats:
            yield ("units", at, "region"), f"no committee in {above[unit.region]} stands over this one"
        if unit.kind == "committee" and seats.count(unit.region) > 1:
            yield ("units", at, "region"), f"{unit.region} has more than one committee"


def _accounts(rows: Rows) -> Iterator[Wrong]:
    roles = {r.code: r for r in rows["roles"].values()}
    kinds = {u.code: u.kind for u in rows["units"].values()}
    for at, account in rows["accounts"].items():
        held = {m.role for m in account.mandates}
        for index, mandate in enumerate(account.mandates):
            role: Role | None = roles.get(mandate.role)
            here = ("accounts", at, "mandates", index)
            if role and mandate.unit in kinds and kinds[mandate.unit] not in role.kinds:
                yield (*here, "unit"), f"{role.code} can't be held for a unit of kind {kinds[mandate.unit]}"
            if role and held & set(role.apart):
                clash = ", ".join(sorted(held & set(role.apart)))
                yield (*here, "role"), f"{role.code} may not be held together with {clash}"
        if not account.mandates:
            yield ("accounts", at, "mandates"), "holds no mandate: the account could do nothing"


def _screening(rows: Rows) -> Iterator[Wrong]:
    kinds = {u.code: u.kind for u in rows["units"].values()}
    for at, row in rows["screening"].items():
        rule: Screening = row
        if kinds.get(rule.team, "team") != "team":
            yield ("screening", at, "team"), f"{rule.team} is no work team"
        if rule.kind == "repeat" and not (rule.days > 0 and 0 < rule.likeness <= 1):
            yield ("screening", at), "repeat needs days and a likeness over 0, up to 1"
        if rule.kind != "repeat" and not (rule.words or rule.patterns):
            yield ("screening", at), "has neither words nor patterns"
        yield from _unreadable(("screening", at, "patterns"), rule.patterns)


def _secrecy(rows: Rows) -> Iterator[Wrong]:
    for at, row in rows["secrecy_marks"].items():
        mark: SecrecyMark = row
        if not (mark.words or mark.patterns or mark.lines or mark.names):
            yield ("secrecy_marks", at), "has neither words nor patterns, lines or names"
        for key in ("patterns", "lines", "names"):
            yield from _unreadable(("secrecy_marks", at, key), getattr(mark, key))


def _unreadable(here: tuple[str | int, ...], patterns: tuple[str, ...]) -> Iterator[Wrong]:
    for index, pattern in enumerate(patterns):
        try:
            re.compile(pattern)
        except re.error as error:
            yield (*here, index), f"can't be read as a pattern: {error}"


def _people(rows: Rows) -> Iterator[Wrong]:
    kinds = {u.code: u.kind for u in rows["units"].values()}
    for at, seat in rows["seats"].items():
        if kinds.get(seat.group, "group") != "group":
            yield ("seats", at, "group"), f"{seat.group} is no group"
    for at, procedure in rows["procedures"].items():
        if kinds.get(procedure.team, "team") != "team":
            yield ("procedures", at, "team"), f"{procedure.team} is no work team"
    for at, row in rows["relations"].items():
        relation: Relation = row
        if relation.officer == relation.other:
            yield ("relations", at, "other"), "is the same officer"


def _choices(rows: Rows) -> Iterator[Wrong]:
    types: list[ProblemType] = list(rows["problem_types"].values())
    if types and not any(t.citizen_name for t in types):
        yield ("problem_types",), "none has a citizen_name: a citizen would have nothing to choose"
    for at, kind in rows["problem_types"].items():
        if bool(kind.citizen_name) != bool(kind.citizen_name_en):
            yield ("problem_types", at), "citizen_name and citizen_name_en go together"


def _routing(rows: Rows) -> Iterator[Wrong]:
    types, units = (
        {row.code: row.parent for row in rows[name].values()} for name in ("problem_types", "units")
    )
    limits = [limit.name for limit in rows["limits"].values()]
    for at, key, text in wrong_rules(rows["routing_rules"], types, units, limits):
        yield ("routing_rules", at, key) if key else ("routing_rules", at), text


def _library(rows: Rows) -> Iterator[Wrong]:
    seen: set[tuple[str, object]] = set()
    for at, row in rows["regulations"].items():
        if (row.code, row.since) in seen:
            yield (
                ("regulations", at, "since"),
                f"{row.code} has two versions for that day: neither would hold",
            )
        seen.add((row.code, row.since))


def _forms(rows: Rows) -> Iterator[Wrong]:
    for at, outcome in rows["outcomes"].items():
        if outcome.form > 4:
            yield ("outcomes", at, "form"), "there are four forms; 0 for none"


_CHECKS: tuple[Callable[[Rows], Iterator[Wrong]], ...] = (
    _city, _regions, _units, _committees, _accounts, wrong_limits, wrong_hours, _screening, _secrecy, _people,
    _choices, _forms, _library,
    wrong_channels, wrong_faults,
    wrong_floods, wrong_questions, wrong_alerts, wrong_letters, _routing,
    wrong_approvals, wrong_staff, wrong_rungs, wrong_appraisals, wrong_scores, wrong_demerits,
)  # fmt: skip
