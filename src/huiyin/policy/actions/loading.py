"""The blueprint as rows: loaded once or again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, time
from operator import attrgetter
from typing import Any

from django.db import models, transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import token
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.ledger.actions import record
from huiyin.policy.blueprint import Blueprint
from huiyin.policy.models import (
    AlertRule,
    Appraisal,
    Approval,
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
    PlaceWords,
    ProblemType,
    ProblemTypeVersion,
    Question,
    RegulationText,
    ReleaseNote,
    Role,
    ScoreRule,
    ScreeningRule,
    Season,
    SecrecyMark,
    Talk,
    Watch,
)


@dataclass(frozen=True)
class _List:
    """A list of the blueprint, the table that keeps it and the columns that name one of its rows."""

    name: str
    table: type[models.Model]
    keys: tuple[str, ...]

    @property
    def ordered(self) -> bool:
        return any(column.name == "position" for column in self.table._meta.fields)


LIMIT_KEYS = ("name", "stage", "type", "channel", "region", "since")

_LISTS = (
    _List("limits", LimitRow, LIMIT_KEYS),
    _List("hours", Season, ("region", "first")),
    _List("roles", Role, ("code",)),
    _List("problem_types", ProblemType, ("code",)),
    _List("channels", Channel, ("code",)),
    _List("ladder", LadderRung, ("code",)),
    _List("screening", ScreeningRule, ("code",)),
    _List("alerts", AlertRule, ("code",)),
    _List("questions", Question, ("code",)),
    _List("faults", Fault, ("code",)),
    _List("place_words", PlaceWords, ("unit",)),
    _List("secrecy_marks", SecrecyMark, ("code",)),
    _List("outcomes", Outcome, ("code",)),
    _List("letter_issuers", LetterIssuer, ("unit",)),
    _List("letter_kinds", LetterKind, ("code",)),
    _List("approvals", Approval, ("code",)),
    _List("talks", Talk, ("code",)),
    _List("watches", Watch, ("code",)),
    _List("appraisals", Appraisal, ("code",)),
    _List("score_rules", ScoreRule, ("code",)),
    _List("papers", PeriodicPaper, ("code",)),
    _List("demerit_rules", DemeritRule, ("code",)),
    _List("demerit_steps", DemeritStep, ("code",)),
    _List("words", CityWord, ("key",)),
    _List("regulations", RegulationText, ("code", "since")),
    _List("releases", ReleaseNote, ("version",)),
)


_VERSIONED = ("parent", "matter", "name", "name_en")
"""What makes a version; the words for citizens are free to change."""


@transaction.atomic
def load(blueprint: Blueprint, *, by: Actor, now: datetime) -> dict[str, list[str]]:
    """Makes the tables say what the blueprint says; returns the keys that changed, by list. Twice is once.

    What the blueprint dropped is deactivated, for old cases refer to it. Raises NotAllowed for another city than
    the database's own (`other_city`), for a limit (`limit_changed_in_place`) and for a text that people have
    acknowledged (`rules_changed_in_place`) changed under their old date.
    """
    if City.objects.exclude(blueprint=blueprint.name).exists():
        raise NotAllowed(Refused("other_city", {"blueprint": blueprint.name}))
    changed = {"city": [blueprint.name] if _load_city(blueprint) else []}
    _refuse_changed_limits(blueprint)
    _refuse_changed_rules(blueprint)
    for each in _LISTS:
        changed[each.name] = _load_list(each, getattr(blueprint, each.name))
    changed = {name: keys for name, keys in changed.items() if keys}
    _keep_versions(now)
    if changed:
        City.objects.update(edition=token())
        data = {"digest": blueprint.digest, "changed": changed}
        record("policy", blueprint.name, "loaded", by=by, now=now, data=data)
    return changed


def _load_city(blueprint: Blueprint) -> bool:
    values = asdict(blueprint.city) | {
        "office_hours": [at.isoformat("minutes") for at in blueprint.city.office_hours],
        "digest": blueprint.digest,
    }
    row, made = City.objects.select_for_update().get_or_create(
        blueprint=blueprint.name, defaults=values | {"edition": token()}
    )
    return _set(row, values) or made


def _load_list(each: _List, rows: Iterable[Any]) -> list[str]:
    """Upserts the rows of one list; returns the keys of those that changed or went."""
    stored = {tuple(getattr(row, key) for key in each.keys): row for row in each.table._default_manager.all()}
    changed = []
    for position, row in enumerate(rows):
        values = _plain(asdict(row)) | {"active": True} | ({"position": position} if each.ordered else {})
        known = stored.pop(tuple(values[key] for key in each.keys), None)
        if known is None:
            each.table._default_manager.create(**values)
        elif not _set(known, values):
            continue
        changed.append(_spoken(values[key] for key in each.keys))
    for key, gone in stored.items():
        if not getattr(gone, "added_by", "") and _set(gone, {"active": False}):
            changed.append(_spoken(key))
    return changed


def _keep_versions(now: datetime) -> None:
    """Ends the version of each type that is called, hangs or counts otherwise from `now` on, and begins the next."""
    running = {version.code: version for version in ProblemTypeVersion.objects.filter(until=None)}
    for row in ProblemType.objects.filter(active=True):
        version, values = running.pop(row.code, None), {name: getattr(row, name) for name in _VERSIONED}
        if version is None:
            ProblemTypeVersion.objects.update_or_create(
                code=row.code, since=now, defaults=values | {"until": None}
            )
        elif any(getattr(version, name) != value for name, value in values.items()):
            _succeed(version, values, now)
    for dropped in running.values():
        ProblemTypeVersion.objects.filter(pk=dropped.pk).update(until=now)


def _succeed(version: ProblemTypeVersion, values: dict[str, str], now: datetime) -> None:
    """The next version; two changes in one moment are one."""
    if version.since < now:
        ProblemTypeVersion.objects.filter(pk=version.pk).update(until=now)
    ProblemTypeVersion.objects.update_or_create(
        code=version.code, since=max(version.since, now), defaults=values
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Tuples as the lists that come back out of JSON, texts of several lines without their outer line breaks."""
    return {name: _stored(value) for name, value in values.items()}


def _stored(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, dict):
        return _plain(value)
    return [_stored(one) for one in value] if isinstance(value, tuple) else value


def _set(row: models.Model, values: dict[str, Any]) -> bool:
    """Writes `values` into a stored row if any of them is new to it; says whether one was."""
    new = [name for name, value in values.items() if getattr(row, name) != value]
    for name in new:
        setattr(row, name, values[name])
    if new:
        row.save(update_fields=new)
    return bool(new)


def _spoken(key: Iterable[Any]) -> str:
    return " ".join(str(part) for part in key if part)


def _refuse_changed_limits(blueprint: Blueprint) -> None:
    key, said = attrgetter(*LIMIT_KEYS), attrgetter("value", "unit", "starts", "times")
    stored = {key(row): row for row in LimitRow.objects.all()}
    for limit in blueprint.limits:
        row = stored.get(key(limit))
        if row and (said(row), row.granted_by) != (said(limit), list(limit.granted_by)):
            detail = {"limit": limit.name, "since": limit.since.isoformat(), "was": f"{row.value} {row.unit}"}
            raise NotAllowed(Refused("limit_changed_in_place", detail))


def _refuse_changed_rules(blueprint: Blueprint) -> None:
    stored = {(row.code, row.since): row for row in RegulationText.objects.filter(binding=True)}
    for text in blueprint.regulations:
        row = stored.get((text.code, text.since))
        if row and (row.text, row.text_en) != (text.text.strip(), text.text_en.strip()):
            detail = {"rules": text.code, "since": text.since.isoformat()}
            raise NotAllowed(Refused("rules_changed_in_place", detail))
