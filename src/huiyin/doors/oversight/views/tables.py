"""Any figure by any dimensions on demand (S3-09): as a page, a workbook or JSON, each cell with its list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from huiyin.doors.oversight import pages, periods, sheets
from huiyin.doors.oversight.panels import link
from huiyin.doors.oversight.wording import DIMENSIONS, Names, key_name
from huiyin.doors.shared.access import audience
from huiyin.organisations.queries import units_by_id
from huiyin.policy.queries import policy
from huiyin.reporting.queries import table
from huiyin.reporting.rules.cycles import Period
from huiyin.reporting.rules.figures import FIGURES, OF_NOW, TABLED, Figure, Table
from huiyin.reporting.rules.measures import LEAST, Share

UNITS = ("organ", "unit")
WIDEST = 12
"""Columns on the page; the workbook has them all."""


class AskForm(forms.Form):
    """What makes no sense is asked as the first that is offered."""

    figure = forms.ChoiceField(label=gettext_lazy("Figure"))
    rows = forms.ChoiceField(label=pgettext_lazy("table", "Rows"))
    columns = forms.ChoiceField(label=pgettext_lazy("table", "Columns"), required=False)

    def __init__(self, data: Any, language: str) -> None:
        super().__init__(data, label_suffix="")
        named = [(code, DIMENSIONS[code]) for code in TABLED]
        offered = {
            "figure": [(code, one.called(language)) for code, one in FIGURES.items()],
            "rows": named,
            "columns": [("", pgettext_lazy("table", "none")), *named],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def asked(self) -> tuple[Figure, str, str]:
        got = self.cleaned_data
        rows, columns = got.get("rows") or "channel", got.get("columns") or ""
        return FIGURES[got.get("figure") or "received"], rows, columns if columns != rows else ""


@dataclass(frozen=True)
class Drawn:
    """A table with what its codes are called and where its cells lead."""

    table: Table
    period: Period
    rows: str
    columns: str
    names: dict[str, dict[str, str]]

    def cell(self, share: Share, **only: str) -> dict[str, Any]:
        figure = self.table.figure
        found: dict[str, Any] = {"part": share.part, "url": link(figure.part, self.period, **only)}
        if figure.whole:
            few = self.table.few(share)
            found |= {"whole": share.whole, "whole_url": link(figure.whole, self.period, **only), "few": few}
            found["percent"] = None if few else figure.percent(share)
        return found

    def lines(self, columns: list[str]) -> list[dict[str, Any]]:
        """Each row with its cells and its sum; the sums of the columns come last."""
        found = [
            {
                "name": self.names[self.rows][row],
                "cells": [
                    self.cell(self.table.cell(row, c), **{self.rows: row, self.columns: c}) for c in columns
                ]
                if self.columns
                else [],
                "sum": self.cell(self.table.row(row), **{self.rows: row}),
            }
            for row in self.table.rows
        ]
        sums = [self.cell(self.table.column(c), **{self.columns: c}) for c in columns] if self.columns else []
        return [*found, {"name": "", "cells": sums, "sum": self.cell(self.table.total)}] if found else []


@audience("oversight", permission=pages.OVERSEERS)
@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    rules, today, language = policy(), pages.today_at(request), pages.language()
    form = AskForm(request.GET, language)
    figure, rows, columns = form.asked
    period = periods.asked(request.GET, rules.city, today)
    found = table(pages.actor_of(request), figure, period, rows, columns, now=pages.now_at(request))
    drawn = Drawn(found, period, rows, columns, _names(found, rows, columns))
    if request.GET.get("format") == "xlsx":
        return sheets.workbook([_sheet(drawn)], f"huiyin-{figure.code}")
    if request.GET.get("format") == "json":
        return JsonResponse(_data(drawn))
    heads = found.columns[:WIDEST] if columns else []
    query = request.GET.copy()
    query.pop("format", None)
    context = {
        "form": form,
        "figure": figure.called(language),
        "row_head": DIMENSIONS[rows],
        "heads": [drawn.names[columns][code] for code in heads],
        "more": max(len(found.columns) - len(heads), 0) if columns else 0,
        "lines": drawn.lines(heads),
        "share": bool(figure.whole),
        "least": LEAST,
        "period": period,
        "spoken": "" if figure.part in OF_NOW else periods.spoken(period, today),
        "query": query.urlencode(),
    }
    return pages.page(request, "oversight/table.html", context)


def _names(found: Table, rows: str, columns: str) -> dict[str, dict[str, str]]:
    """What each code is called, by dimension."""
    rules, language = policy(), pages.language()
    codes = {rows: found.rows} | ({columns: found.columns} if columns else {})
    ids = {int(code) for name in UNITS for code in codes.get(name, ()) if code.isdigit()}
    units: Names = {key: (unit.name, unit.name_en) for key, unit in units_by_id(ids).items()}
    return {
        name: {code: key_name(name, code, units, rules, language) for code in listed}
        for name, listed in codes.items()
    }


def _sheet(drawn: Drawn) -> sheets.Sheet:
    """Numbers as numbers; of a share, part and whole beside it."""
    figure, columns = drawn.table.figure, drawn.table.columns if drawn.columns else []
    triple = (_("Part"), _("Whole"), _("Per cent"))
    names = [drawn.names[drawn.columns][code] for code in columns] + [pgettext("table", "All")]
    heads = [f"{name} {part}" for name in names for part in triple] if figure.whole else names
    rows: list[sheets.Cells] = []
    for line in drawn.lines(columns):
        cells = [*line["cells"], line["sum"]]
        shown: list[str | int | float | None] = [line["name"] or pgettext("table", "All")]
        for cell in cells:
            shown += [cell["part"], cell["whole"], cell["percent"]] if figure.whole else [cell["part"]]
        rows.append(shown)
    return figure.called(pages.language()), (str(DIMENSIONS[drawn.rows]), *heads), rows


def _data(drawn: Drawn) -> dict[str, Any]:
    """The same figures for a program, with the definition that they follow."""
    figure, found = drawn.table.figure, drawn.table
    cells = [
        {
            drawn.rows: row,
            **({drawn.columns: column} if drawn.columns else {}),
            **{name: value for name, value in drawn.cell(share).items() if not name.endswith("url")},
        }
        for (row, column), share in sorted(found.cells.items())
    ]
    return {
        "figure": figure.code,
        "name": {"zh": figure.name, "en": figure.name_en},
        "numerator": figure.part,
        "denominator": figure.whole or None,
        "decimals": figure.decimals,
        "first": drawn.period.first.isoformat(),
        "last": drawn.period.last.isoformat(),
        "cells": cells,
        "total": {name: value for name, value in drawn.cell(found.total).items() if not name.endswith("url")},
    }
