"""Which column is what, and what their words mean: said by a person, then every row is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from huiyin.doors.desk.imports.forms import ColumnsForm, WordsForm
from huiyin.doors.desk.imports.views import PERMISSION, own, page
from huiyin.doors.desk.imports.wording import ENCODINGS
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared import words as codes
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.templatetags.units import named
from huiyin.intake.actions import Wrong
from huiyin.intake.imports import actions, queries
from huiyin.intake.imports.models import ImportBatch
from huiyin.intake.imports.rules.mapping import Mapping as Columns
from huiyin.intake.imports.rules.values import text_of
from huiyin.policy.queries import problem_types

AT_ONCE = 10
"""Slices that are checked before the next page shows; a longer file goes on by itself, with progress."""


@audience("desk", permission=PERMISSION, hidden=True)
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    batch = own(request, pk)
    posted = request.method == "POST"
    chosen = queries.saved_as(request.GET["saved"]) if request.GET.get("saved") else None
    given = (chosen or Columns.from_json(batch.mapping)).fitted(batch.headers)
    choices = _choices(request)
    form = ColumnsForm(
        request.POST if posted else None,
        batch=batch, given=given, units=choices["unit"], types=choices["problem_type"],
    )  # fmt: skip
    if posted and form.is_valid():
        try:
            return _check(request, batch, form.mapping(), form.cleaned_data["name"])
        except Wrong as wrong:
            for name, refused in wrong.fields.items():
                form.add_error(f"c_{name}" if f"c_{name}" in form.fields else name, codes.reason(refused))
    shown = {
        "form": form,
        "saved": [name for name, one in queries.saved() if set(one.columns.values()) <= set(batch.headers)],
        "cells": _cells(batch),
        "encoding": ENCODINGS.get(batch.shape.get("encoding", ""), ""),
    }
    return page(request, "columns", batch, 422 if posted else 200, **shown)


@audience("desk", permission=PERMISSION, hidden=True)
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, pk: int) -> HttpResponse:
    batch = own(request, pk)
    posted = request.method == "POST"
    form = WordsForm(request.POST if posted else None, words=batch.words, choices=_choices(request))
    if posted and form.is_valid():
        mapping = Columns.from_json(batch.mapping)
        said = form.values()
        values = {
            code: {**mapping.values.get(code, {}), **said.get(code, {})} for code in {*mapping.values, *said}
        }
        return _check(request, batch, replace(mapping, values=values), batch.mapping_name)
    return page(request, "words", batch, 422 if posted else 200, form=form)


def _check(request: HttpRequest, batch: ImportBatch, mapping: Columns, name: str) -> HttpResponse:
    """Begins the dry run; a short file is through it before the page comes back."""
    now = now_at(request)
    actions.describe(batch.pk, mapping, by=actor_of(request), now=now, name=name)
    for _slice in range(AT_ONCE):
        if not actions.advance(batch.pk, now=now):
            break
    return see_other("desk:import", batch.pk)


def _choices(request: HttpRequest) -> Mapping[str, list[tuple[str, Any]]]:
    """The units within the importer's reach, house by house, and the city's problem types."""
    houses: dict[str, list[tuple[str, str]]] = {}
    for unit in queries.reach(actor_of(request)).exclude(kind__in=("team", "group")).order_by("path"):
        house = unit if unit.parent is None else unit.parent
        houses.setdefault(named(house), []).append((unit.code, named(unit)))
    return {"unit": list(houses.items()), "problem_type": problem_types(get_language() or "zh")}


def _cells(batch: ImportBatch) -> list[tuple[str, list[str]]]:
    """Each column with what its first rows say, shortened."""
    return [
        (head, [text_of(cell).strip()[:40] for cell in cells])
        for head, cells in queries.cells_of(batch, 2).items()
    ]
