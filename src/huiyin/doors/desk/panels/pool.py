"""The pool of judges: how many there are of whom, and a roster read in. A file with a mistake changes nothing."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.panels.wording import wrong
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared import words
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.intake.imports.rules.values import text_of
from huiyin.intake.imports.tables.reading import open_table
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.organisations.models import Unit
from huiyin.panels import actions, queries
from huiyin.panels.rules import reading
from huiyin.policy.queries import appraisals, in_language

LARGEST = 5_000_000
SHOWN = 50


class RosterForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Roster"),
        help_text=gettext_lazy(
            "A table (XLSX or CSV) with a line for each person. Who is in the pool already is brought up to date."
        ),
    )


@audience("desk", permission=queries.KEEPERS, hidden=True)
@require_http_methods(["GET", "POST"])
def pool(request: HttpRequest) -> HttpResponse:
    committee = queries.committee_of(actor_of(request))
    there = queries.pool_values(committee)
    traits = [trait for row in appraisals().values() for trait in row.traits]
    form = RosterForm(request.POST or None, request.FILES or None, label_suffix="")
    found = reading.Reading()
    if form.is_valid():
        found = _read(form, traits)
        if not form.errors and not found.wrong:
            return _entered(request, committee, found)
    context = {
        "form": form,
        "wrong": [(one.line, wrong(one)) for one in found.wrong[:SHOWN]],
        "more": max(0, len(found.wrong) - SHOWN),
        "read": len(found.people),
        "columns": [called[0] for called in reading.COLUMNS.values()],
        "traits": _counted(there, traits),
        "number": len(there),
    }
    return desk_page(request, "desk/panels/pool.html", context, 422 if form.is_bound else 200)


def _read(form: RosterForm, traits: list[dict[str, Any]]) -> reading.Reading:
    file = form.cleaned_data["file"]
    if file.size > LARGEST:
        form.add_error("file", words.reason(Refused("too_large")))
        return reading.Reading()
    content = file.read()
    try:
        table = open_table(lambda: io.BytesIO(content))
        rows = [(row.number, [text_of(cell) for cell in row.cells]) for row in table.rows]
    except NotAllowed as no:
        form.add_error("file", words.reason(no.refused))
        return reading.Reading()
    return reading.read(table.headers, rows, reading.Known(traits, queries.unit_codes()))


def _entered(request: HttpRequest, committee: Unit, found: reading.Reading) -> HttpResponse:
    roster = [actions.Entry(**person) for person in found.people]
    new, changed = actions.enter(committee, roster, by=actor_of(request), now=now_at(request))
    said = ngettext(
        "%(new)s is new in the pool, %(changed)s brought up to date.",
        "%(new)s are new in the pool, %(changed)s brought up to date.",
        new,
    )
    messages.success(request, said % {"new": new, "changed": changed})
    return see_other("desk:pool")


def _counted(
    people: list[dict[str, str]], traits: list[dict[str, Any]]
) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """Each trait with how many of each value the pool has, and how many seats they get."""
    language = get_language() or "zh-hans"
    there = Counter((code, value) for values in people for code, value in values.items())
    return [
        (
            in_language(trait, "name", language),
            [
                (
                    in_language(v, "name", language),
                    there[trait["code"], v["code"]],
                    f"{v['least']}–{v['most']}",
                )
                for v in trait["values"]
            ],
        )
        for trait in traits
    ]
