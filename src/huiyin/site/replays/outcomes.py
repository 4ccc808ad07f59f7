"""What follows from a story's rounds: figures beside the results, the last dealt with, the first taken as examples."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from huiyin.assessment.exemplars import actions as exemplars
from huiyin.documents import official
from huiyin.intake.attachments.actions import store
from huiyin.intake.attachments.room import free_bytes, limits
from huiyin.organisations.models import Officer
from huiyin.panels import actions
from huiyin.panels.following import ends
from huiyin.panels.models import Round
from huiyin.panels.rules.indicators import Span
from huiyin.site.replays.stage import Stage
from huiyin.supervision.letters import actions as letters
from huiyin.supervision.letters.models import Letter
from huiyin.supervision.rounds.actions import Statement, state_breach


def follow(stage: Stage, round_: Round, now: datetime) -> None:
    """A half-year has consequences: for who leads the last five, and for the good work of the best."""
    if round_.kind != "half":
        return
    for one in ends(round_)[1]:
        chief = Officer.objects.filter(unit=one.unit_id).order_by("pk").first()
        last = stage.story.panel["last"]
        said = Statement(one.unit.parent_id or 0, **last, officer=chief.pk if chief else None)
        state_breach(said, by=stage.by("supervisor", now), now=now)
    for row in stage.story.panel["exemplars"]:
        best = round_.objects_judged.filter(unit__system=row["system"], inside=1).order_by("position")[0]
        told = exemplars.Told(True, row["topic"], row["title"], row["text"], row["lesson"])
        source = f"{round_.title}，系统内第{best.inside}名"
        put = exemplars.nominate(
            told, unit=best.unit_id, source=source, by=stage.by("reviewer", now), now=now
        )
        exemplars.choose(put.pk, by=stage.by("leader", now), now=now)


def award(stage: Stage, title: str, now: datetime) -> None:
    """The leader signs the certificates that were drafted for the first."""
    round_ = Round.objects.light().get(title=title)
    for letter in Letter.objects.filter(
        because__startswith=f"round:{round_.pk}:certificate:", state="cleared"
    ):
        letters.sign(letter.pk, by=stage.by("leader", now), now=now)


def state_indicator(stage: Stage, round_: Round, row: Mapping[str, Any], now: datetime) -> None:
    """What was counted before and after, with the office's own paper."""
    before, after = (
        Span(row[when]["days"][0], row[when]["days"][1], Decimal(row[when]["value"]))
        for when in ("before", "after")
    )
    paper = official.pdf(
        official.Official(
            form="document", issuer=row["office"], head=row["office"], number="", title=row["source"], to=(),
            body=(f"{row['name']}：{before.since}至{before.until} {before.value}{row['counted_in']}，"
                  f"{after.since}至{after.until} {after.value}{row['counted_in']}。",),
            signed_on=now.date(),
        )
    )  # fmt: skip
    draft = f"indicator:{round_.pk}"
    kept = store(BytesIO(paper), draft=draft, size=len(paper), free=free_bytes(), limits=limits(), now=now)
    moved = actions.Moved(
        row["name"], f"{row['office']}《{row['source']}》", row["counted_in"], before, after
    )
    actions.state_indicator(round_.pk, moved, kept.token, by=stage.by("reviewer", now), now=now)
