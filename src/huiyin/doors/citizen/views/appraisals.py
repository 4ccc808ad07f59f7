"""Rounds of appraisal for everybody: plan, draw, results; the draw repeated in the reader's own browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.doors.citizen.panels import EXCLUDED, STATES
from huiyin.doors.shared.access import ANYONE, audience
from huiyin.panels import public
from huiyin.panels.models import Round
from huiyin.panels.queries import published
from huiyin.panels.rules import verify_draw
from huiyin.policy.queries import in_language

LONGEST = 100


@audience("citizen", permission=ANYONE, personal=False)
@require_safe
def appraisals(request: HttpRequest) -> HttpResponse:
    """All rounds that are public, the newest first."""
    rows = [(row, STATES[row.state]) for row in published().light()[:LONGEST]]
    return render(request, "citizen/appraisals.html", {"rows": rows})


@audience("citizen", permission=ANYONE, personal=False)
@require_safe
def appraisal(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: who is judged and by which rule, who was drawn and how, and where units stand."""
    row = _round(pk)
    language = get_language() or "zh-hans"
    drawn = public.drawn(row)
    results = public.results(row)
    context: dict[str, Any] = {
        "row": row,
        "state": STATES[row.state],
        "axes": [in_language(axis, "name", language) for axis in row.rule["axes"]],
        "scale": [(in_language(one, "name", language), one.get("points")) for one in row.rule["scale"]],
        "layers": [
            (in_language(layer, "name", language), layer["weight"], layer["code"])
            for layer in row.rule["layers"]
        ],
        "carried": row.rule.get("carried"),
        "objects": row.objects_judged.count(),
        "drawn": drawn,
        "excluded": [(EXCLUDED.get(code, code), n) for code, n in drawn.excluded.items()] if drawn else [],
        "results": results,
        "agreement": public.agreed(row) if results else {},
        "indicators": row.indicators.select_related("document") if results else (),
        "returned": row.ballots.count() if results else 0,
    }
    return render(request, "citizen/appraisal.html", context)


@audience("citizen", permission=ANYONE, personal=False)
@require_safe
def draw_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The record of the draw, or what was announced of it, to repeat it anywhere."""
    row = _round(pk)
    told = row.record or ({"announcement": row.announcement} if row.announcement else None)
    return _file(told, f"draw-{row.pk}")


@audience("citizen", permission=ANYONE, personal=False)
@require_safe
def ballots_file(request: HttpRequest, pk: int) -> HttpResponse:
    """All counted ballots, to count again anywhere; once the round is published."""
    row = _round(pk)
    return _file(public.ballots(row) if row.state == "published" else None, f"ballots-{row.pk}")


def _file(content: dict[str, Any] | None, name: str) -> HttpResponse:
    if content is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    return HttpResponse(verify_draw.canonical(content), content_type="application/json", headers=headers)


@audience("citizen", permission=ANYONE, personal=False)
@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The single file with which anybody repeats a draw, with Python alone."""
    text = Path(verify_draw.__file__).read_text("utf-8")
    headers = {"Content-Disposition": 'attachment; filename="verify_draw.py"'}
    return HttpResponse(text, content_type="text/x-python; charset=utf-8", headers=headers)


@audience("citizen", permission=ANYONE, personal=False)
@require_safe
def witness(request: HttpRequest) -> HttpResponse:
    """Where a witness works out the hash of their secret, in their own browser: the secret goes nowhere."""
    return render(request, "citizen/witness.html")


@audience("citizen", permission=ANYONE, personal=False)
@require_safe
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Repeats the draw in the reader's browser; what this server finds stands beside it."""
    row = _round(pk)
    if not row.record:
        raise Http404
    return render(request, "citizen/draw.html", {"row": row, "wrong": verify_draw.problems(row.record)})


@audience("citizen", permission=ANYONE)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """A judge looks for their ballot by its check number, which stands in no address."""
    row = _round(pk)
    if row.state != "published":
        raise Http404
    language = get_language() or "zh-hans"
    number = request.POST.get("number", "").strip()[:40]
    found = public.ballot(row, number) if number else None
    names = {one["code"]: in_language(one, "name", language) for one in row.rule["scale"]}
    units = {str(one.pk): one.unit for one in row.objects_judged.select_related("unit__parent")}
    said = found.answers if found else {}
    context = {
        "row": row,
        "asked": request.method == "POST",
        "number": number,
        "found": found,
        "axes": [in_language(axis, "name", language) for axis in row.rule["axes"]],
        "lines": [
            (units[pk], [names.get(a, "–") for a in answers]) for pk, answers in said.items() if pk in units
        ],
    }
    return render(request, "citizen/check_ballot.html", context)


def _round(pk: int) -> Round:
    row = published().filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
