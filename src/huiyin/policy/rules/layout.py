"""The blueprint as a whole: which lists there are, of which rows, and the file that each stands in."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, get_args, get_type_hints

from huiyin.policy.rules import (
    alerting,
    appraising,
    asking,
    demerits,
    handling,
    letters,
    register,
    routing,
    rows,
    scoring,
)
from huiyin.policy.rules import channels as ways
from huiyin.policy.rules.ladder import Rung


def _in(file: str, **how: Any) -> Any:
    return field(metadata={"file": file, **how})


@dataclass(frozen=True)
class Blueprint:
    """Everything a city decides. Each list stands in the file named here, under its own name."""

    name: str
    digest: str
    city: rows.City = field(metadata={"file": "city.toml"})
    hours: tuple[rows.Season, ...] = _in("city.toml")
    regions: tuple[register.Region, ...] = _in("regions.toml")
    units: tuple[register.Unit, ...] = _in("units.toml")
    procedures: tuple[register.Procedure, ...] = _in("teams.toml")
    seats: tuple[register.Seat, ...] = _in("teams.toml")
    officers: tuple[register.Officer, ...] = _in("officers.toml")
    relations: tuple[register.Relation, ...] = _in("officers.toml")
    accounts: tuple[register.Account, ...] = _in("accounts.toml")
    roles: tuple[rows.Role, ...] = _in("roles.toml")
    problem_types: tuple[rows.ProblemType, ...] = _in("problem_types.toml")
    channels: tuple[ways.Channel, ...] = _in("channels.toml")
    limits: tuple[rows.Limit, ...] = _in("limits.toml")
    ladder: tuple[Rung, ...] = _in("ladder.toml")
    screening: tuple[rows.Screening, ...] = _in("screening.toml")
    alerts: tuple[alerting.AlertRule, ...] = _in("alerts.toml")
    questions: tuple[asking.Question, ...] = _in("questions.toml")
    faults: tuple[asking.Fault, ...] = _in("questions.toml")
    routing_rules: tuple[routing.RoutingRule, ...] = _in("routing.toml")
    place_words: tuple[routing.PlaceWords, ...] = _in("routing.toml")
    secrecy_marks: tuple[rows.SecrecyMark, ...] = _in("secrecy.toml")
    places: tuple[rows.Place, ...] = _in("places.toml")
    words: tuple[rows.Word, ...] = _in("words.toml")
    regulations: tuple[rows.Regulation, ...] = _in("library.toml")
    releases: tuple[rows.Release, ...] = _in("library.toml")
    outcomes: tuple[rows.Outcome, ...] = _in("outcomes.toml")
    letter_issuers: tuple[letters.LetterIssuer, ...] = _in("letters.toml")
    letter_kinds: tuple[letters.LetterKind, ...] = _in("letters.toml")
    approvals: tuple[handling.Approval, ...] = _in("handling.toml")
    talks: tuple[handling.Talk, ...] = _in("handling.toml")
    watches: tuple[handling.Watch, ...] = _in("handling.toml")
    appraisals: tuple[appraising.Appraisal, ...] = _in("appraisals.toml", spare=True)
    score_rules: tuple[scoring.ScoreRule, ...] = _in("scores.toml", spare=True)
    papers: tuple[scoring.PeriodicPaper, ...] = _in("scores.toml", spare=True)
    demerit_rules: tuple[demerits.DemeritRule, ...] = _in("scores.toml", spare=True)
    demerit_steps: tuple[demerits.DemeritStep, ...] = _in("scores.toml", spare=True)


FILE_OF: dict[str, str] = {f.name: f.metadata["file"] for f in fields(Blueprint) if "file" in f.metadata}
"""In which file each list stands."""

ROW_OF: dict[str, Any] = {
    name: get_args(hint)[0] if get_args(hint) else hint
    for name, hint in get_type_hints(Blueprint).items()
    if name in FILE_OF
}
"""The class of each list's rows."""

FILES: tuple[str, ...] = tuple(dict.fromkeys(FILE_OF.values()))

SPARE = frozenset(f.metadata["file"] for f in fields(Blueprint) if f.metadata.get("spare"))
"""Files that a city needs only if it has what stands in them."""
