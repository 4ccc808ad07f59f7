"""What follows from an example put forward: who leads decides, and whoever put it forward hears what."""

from __future__ import annotations

from datetime import datetime

from huiyin.assessment.models import Exemplar
from huiyin.journey.people import holding, put_unnamed
from huiyin.ledger.models import Event


def _row(event: Event) -> Exemplar:
    return Exemplar.objects.select_related("case", "by").get(pk=event.subject_id)


def tell_judges(event: Event, now: datetime) -> None:
    row = _row(event)
    put_unnamed(holding("leader", row.committee_id, now), "exemplar_nominated", row.case, event, now)


def tell_nominator(event: Event, now: datetime) -> None:
    row = _row(event)
    put_unnamed([row.by], "exemplar_decided", row.case, event, now)
