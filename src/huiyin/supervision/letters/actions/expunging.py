"""A letter about a report that was deleted by law: its words and papers go, what tells it from any other stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from huiyin.cases.models import Case
from huiyin.intake.withheld.actions import Words, empty, remove_files, wipe
from huiyin.kernel.actor import SYSTEM
from huiyin.supervision.letters.actions.signing import take_back
from huiyin.supervision.letters.actions.taking import locked, take
from huiyin.supervision.letters.models import Answer, AnswerFile, Consent, Letter, Paper, Service
from huiyin.supervision.letters.rules.lifecycle import ENDED


@transaction.atomic
def expunge(case: Case, *, now: datetime) -> None:
    """Empties the letters about a case, with what was replied to them; one that still asks something is taken back.

    Number, body, addressees, moments and the digests of the papers stay (docs/decisions/0025). Twice is once.
    """
    said = list(Letter.objects.filter(case=case).exclude(body="").order_by("pk").values_list("pk", flat=True))
    empty(written(case))
    remove_files(
        AnswerFile.objects.filter(answer__service__letter__case=case).values_list("attachment", flat=True)
    )
    wipe(Paper.objects.filter(letter__case=case))
    for pk in said:
        letter = take(locked(pk), "expunge", by=SYSTEM, now=now)
        if letter.state not in ENDED:
            take_back(letter, by=SYSTEM, now=now)


def written(case: Case) -> Iterator[Words]:
    """Whatever a letter about the case says, and what was said of it."""
    yield Letter.objects.filter(case=case), ("title", "body", "enclosures", "void_because")
    yield Consent.objects.filter(letter__case=case), ("reasons",)
    yield Service.objects.filter(letter__case=case), ("note",)
    yield Answer.objects.filter(service__letter__case=case), ("text", "reasons")
    yield AnswerFile.objects.filter(answer__service__letter__case=case), ("description",)
