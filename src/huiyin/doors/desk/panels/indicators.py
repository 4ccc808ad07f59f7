"""What moved since: the form in which an organiser states it, and the document it is taken from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.doors.desk.panels.entries import ORGANISING
from huiyin.doors.desk.panels.finding import own
from huiyin.doors.desk.panels.forms import OnRound
from huiyin.doors.desk.scoping import actor_of
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.attachments import kept, served
from huiyin.doors.shared.days import day_input
from huiyin.kernel.actor import Actor
from huiyin.panels import actions, queries
from huiyin.panels.models import Indicator, Round
from huiyin.panels.rules.indicators import Span


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=day_input())


def _value(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=14, decimal_places=2)


class IndicatorForm(OnRound):
    name = forms.CharField(
        label=gettext_lazy("What was counted"),
        max_length=60,
        help_text=gettext_lazy("For instance: petitions in all."),
    )
    counted_in = forms.CharField(label=gettext_lazy("Counted in (cases, visits, persons)"), max_length=20)
    source = forms.CharField(label=gettext_lazy("Who counted it, and in which statistics"), max_length=200)
    before_since = _day(gettext_lazy("Before: first day"))
    before_until = _day(gettext_lazy("Before: last day"))
    before = _value(gettext_lazy("Before: how many"))
    after_since = _day(gettext_lazy("After: first day"))
    after_until = _day(gettext_lazy("After: last day"))
    after = _value(gettext_lazy("After: how many"))
    document = forms.FileField(
        label=gettext_lazy("The source’s own paper"),
        help_text=gettext_lazy("As a photo or PDF. Its hash is published; who holds rounds can open it."),
    )

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        before, after = (
            Span(said[f"{name}_since"], said[f"{name}_until"], said[name]) for name in ("before", "after")
        )
        moved = actions.Moved(said["name"], said["source"], said["counted_in"], before, after)
        return {"moved": moved, "file": said["document"]}


def state(pk: int, *, moved: actions.Moved, file: Any, by: Actor, now: datetime) -> Indicator:
    """Keeps the document, then states the indicator. Raises NotAllowed where either is refused."""
    return actions.state_indicator(pk, moved, kept(file, f"indicator:{pk}", now), by=by, now=now)


def may_withdraw(viewer: Actor, row: Round) -> bool:
    """Before the publication who holds the round, afterwards a leader."""
    return (
        queries.keeps(viewer, row)
        if row.state != "published"
        else "leader" in viewer.roles_in(row.committee_id)
    )


@audience("desk", permission=ORGANISING, hidden=True)
@require_safe
def document(request: HttpRequest, pk: int, indicator: int) -> StreamingHttpResponse:
    """The paper from which an indicator was taken, for the committee that holds the round."""
    row = own(request, pk)
    one = row.indicators.select_related("document").filter(pk=indicator).first()
    if one is None or not actor_of(request).roles_in(row.committee_id) & set(ORGANISING):
        raise Http404
    return served(one.document)
