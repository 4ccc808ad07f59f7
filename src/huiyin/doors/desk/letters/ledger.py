"""The ledger of letters sent, with its filters and as a sheet (S2-33); and what came to one's unit."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from huiyin.assessment.record.queries import may_state
from huiyin.doors.desk.letters.entries import RECEIVERS, SENDERS
from huiyin.doors.desk.letters.wording import LETTER_STATES, STATES, state
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared.access import audience
from huiyin.kernel.clock import SHANGHAI
from huiyin.kernel.text import neutral_cell
from huiyin.policy.queries import letter_kind, letter_kinds, said
from huiyin.supervision.letters import queries
from huiyin.supervision.letters.facts import number_of
from huiyin.supervision.letters.models import Letter, Service
from huiyin.supervision.letters.rules.lifecycle import OWING

SHOWN = 200


class LedgerForm(forms.Form):
    kind = forms.ChoiceField(label=lazy("Kind of paper"), required=False)
    state = forms.ChoiceField(
        label=lazy("Status"),
        required=False,
        choices=[("", lazy("All")), *((s, STATES[s]) for s in LETTER_STATES)],
    )
    year = forms.IntegerField(label=lazy("Year"), required=False, min_value=2000, max_value=2100)
    late = forms.BooleanField(label=lazy("Answer is late"), required=False)
    waiting = forms.BooleanField(label=lazy("Reply waits to be judged"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["kind"].choices = [("", lazy("All")), *kinds()]  # type: ignore[attr-defined]

    def asked(self) -> queries.Asked:
        """What is asked; what makes no sense is left out."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return queries.Asked(**given)


def kinds() -> list[tuple[str, str]]:
    return [(row.code, said(row, "name", get_language() or "zh")) for row in letter_kinds()]


@audience("desk", permission=SENDERS)
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """What one's body sent or is wording."""
    actor, now, form = actor_of(request), now_at(request), LedgerForm(request.GET)
    names = dict(kinds())
    rows = [_row(one, names, now) for one in queries.ledger(actor, form.asked(), now)[:SHOWN]]
    context = {
        "rows": rows,
        "may_state": may_state(actor).exists() and letter_kind("record") is not None,
        "form": form,
        "may_draft": bool(queries.issuers(actor)),
        "query": request.GET.urlencode(),
    }
    return desk_page(request, "letters_desk/sent.html", context)


@audience("desk", permission=RECEIVERS)
@require_GET
def received(request: HttpRequest) -> HttpResponse:
    """What came to one's unit, what is to be answered first."""
    now, names = now_at(request), dict(kinds())
    rows = [
        (
            row,
            number_of(row.letter),
            names.get(row.letter.kind, row.letter.kind),
            state(row.state),
            _late(row, now),
        )
        for row in queries.received(actor_of(request), now)
    ]
    return desk_page(request, "letters_desk/received.html", {"rows": rows})


@audience("desk", permission=SENDERS)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a sheet: a line for each unit that a letter went to."""
    now = now_at(request)
    letters = queries.ledger(actor_of(request), LedgerForm(request.GET).asked(), now)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            _("Number of the paper"),
            _("Kind of paper"),
            _("Title"),
            _("Addressed to"),
            _("Status"),
            _("Signed on"),
            _("Due"),
            _("Answer is late"),
        ]
    )
    names = dict(kinds())
    for letter in letters.iterator(200):
        for service in letter.services.all():
            writer.writerow([neutral_cell(cell) for cell in _cells(letter, service, names, now)])
    name = pgettext("file name", "letters")
    return HttpResponse(
        "\ufeff" + out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}.csv",
            "Cache-Control": "no-store",
        },
    )


def _cells(letter: Letter, service: Service, names: dict[str, str], now: datetime) -> Iterator[object]:
    yield number_of(letter)
    yield names.get(letter.kind, letter.kind)
    yield letter.title
    yield service.unit.name
    yield state(service.state if letter.serial else letter.state)
    yield letter.signed_at.astimezone(SHANGHAI).date().isoformat() if letter.signed_at else ""
    yield service.due_at.astimezone(SHANGHAI).date().isoformat() if service.due_at else ""
    yield _("yes") if _late(service, now) else ""


def _late(service: Service, now: datetime) -> bool:
    return bool(service.due_at and service.due_at < now and service.state in OWING)


def _row(letter: Letter, names: dict[str, str], now: datetime) -> dict[str, Any]:
    services = list(letter.services.all())
    open_ones = [one for one in services if one.due_at and one.state in OWING]
    return {
        "letter": letter,
        "number": number_of(letter) or _("no number yet"),
        "kind": names.get(letter.kind, letter.kind),
        "state": state(
            letter.state if letter.state != "delivered" or len(services) != 1 else services[0].state
        ),
        "to": services[:2],
        "more": max(0, len(services) - 2),
        "due": min((one.due_at for one in open_ones if one.due_at), default=None),
        "late": any(_late(one, now) for one in services),
    }
