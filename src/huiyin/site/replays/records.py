"""Leads of a breach of discipline handed to the inspection body, and records given when somebody asks (S1-39)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from huiyin.assessment.record.actions import state_record
from huiyin.cases.models import Case
from huiyin.kernel.actor import Actor
from huiyin.kernel.clock import SHANGHAI
from huiyin.organisations.models import Officer, Unit
from huiyin.organisations.queries import unit
from huiyin.site.replays import urging
from huiyin.site.replays.stage import Stage
from huiyin.supervision.letters import actions as letters
from huiyin.supervision.letters.models import Letter, Service


def at_work(stage: Stage, now: datetime) -> None:
    """What the story has for this day; and whoever got a paper of these kinds confirms, answers, has it struck off."""
    for told in stage.story.records:
        if told["on"] == now.astimezone(SHANGHAI).date():
            (_hand_over if "leads" in told else _state)(stage, told, now)
    _receive(stage, now)


def _people(stage: Stage, now: datetime) -> tuple[Actor, Actor]:
    """Who words a paper of the city's committee, and who signs it."""
    committee = unit(stage.city.city.committee).pk
    writer = stage.people.holding("supervisor", committee, now)[0]
    signer = next(one for one in stage.people.holding("leader", committee, now) if one != writer)
    return stage.people.actor(writer, now), stage.people.actor(signer, now)


def _hand_over(stage: Stage, told: Mapping[str, Any], now: datetime) -> None:
    writer, signer = _people(stage, now)
    proven = Case.objects.filter(
        verifications__outcomes__kind="organisational", verifications__decisions__approved=True
    ).exclude(answered_at=None)
    for case in proven.distinct().order_by("pk")[: told["leads"]]:
        facts = {"summary": case.summary, "demand": told["demand"]}
        to, because = unit(told["to"]), f"transfer:{case.pk}"
        made = letters.draft(
            "transfer", case.committee, to, about=case, facts=facts, by=writer, now=now, because=because
        )
        letters.propose(made.pk, by=writer, now=now)
        letters.sign(made.pk, by=signer, now=now)


def _state(stage: Stage, told: Mapping[str, Any], now: datetime) -> None:
    writer, signer = _people(stage, now)
    about, first = unit(told["about"]), told.get("first", stage.story.first)
    officer = _blamed(about) if told.get("person") else None
    last: date = told.get("last", now.astimezone(SHANGHAI).date())
    made = state_record(
        about.pk, officer, first, last, unit(told["to"]).pk, told["asked"], by=writer, now=now
    )
    letters.sign(made.pk, by=signer, now=now)


def _blamed(about: Unit) -> int | None:
    """Somebody of the house about whom something was proven."""
    rows = Officer.objects.filter(unit__path__startswith=about.path, outcomes__isnull=False)
    return rows.order_by("pk").values_list("pk", flat=True).first()


def _receive(stage: Stage, now: datetime) -> None:
    said = stage.story.phrases.get("transfer", {}).get("answer", "")
    rows = Service.objects.filter(letter__kind__in=("transfer", "record"))
    urging.move_on(stage, rows, lambda row: said if row.letter.kind == "transfer" else "", now)


def papers(kind: str) -> list[Letter]:
    """The signed papers of a kind."""
    return list(Letter.objects.filter(kind=kind).exclude(signed_at=None).order_by("pk"))
