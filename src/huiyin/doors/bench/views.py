"""The ballot: one object a page, kept as one goes, handed in once.

The link is the key: whoever has it votes. It stands in the address and nowhere else; pages are never cached and tell
no other site where one came from.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.doors.bench.forms import JudgeForm
from huiyin.doors.shared import words
from huiyin.doors.shared.access import ANYONE, audience
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.panels import actions
from huiyin.panels.queries import Paper, paper, visits_to
from huiyin.panels.rules.scoring import BLANK
from huiyin.panels.rules.terms import public_layers


@audience("bench", permission=ANYONE)
@require_safe
def ballot(request: HttpRequest, link: str) -> HttpResponse:
    """What is judged, what is done and what is left; after the vote the check number."""
    found = _found(link)
    return _page(request, found, link, "bench/ballot.html", {})


@audience("bench", permission=ANYONE)
@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, link: str, position: int) -> HttpResponse:
    """One object: what it is, an answer an axis, an opinion. Kept at each step."""
    found = _found(link)
    if position >= len(found.judged):
        raise Http404
    one, rule = found.judged[position], found.round.rule
    language = get_language() or "zh-hans"
    said = found.marking.answers.get(str(one.pk), ())
    form = JudgeForm.of(rule, language, said, found.marking.opinions.get(str(one.pk), ""))
    refused = ""
    if request.method == "POST":
        form = JudgeForm(rule, language, request.POST)
        if form.is_valid():
            try:
                actions.keep(link, form.marking(str(one.pk)), now=settings.CLOCK.now())
            except NotAllowed as no:
                refused = words.reason(no.refused)
            else:
                after = position + 1
                return redirect("bench:judge", link, after) if after < len(found.judged) else _back(link)
    context = {
        "form": form,
        "one": one,
        "position": position,
        "number": position + 1,
        "of": len(found.judged),
        "before": position - 1 if position else None,
        "refused": refused,
        "visits": visits_to(one),
    }
    status = 422 if refused or form.errors else 200
    return _page(request, found, link, "bench/judge.html", context, status=status)


@audience("bench", permission=ANYONE)
@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest, link: str) -> HttpResponse:
    """Asks once more, names what was left blank, and closes the envelope."""
    found = _found(link)
    refused = ""
    if request.method == "POST":
        try:
            actions.hand_in(link, now=settings.CLOCK.now())
        except NotAllowed as no:
            refused = words.reason(no.refused)
        else:
            return _back(link)
    return _page(
        request, found, link, "bench/hand_in.html", {"refused": refused}, status=422 if refused else 200
    )


def _found(link: str) -> Paper:
    found = paper(link)
    if found is None:
        raise Http404
    return found


def _back(link: str) -> HttpResponse:
    return redirect("bench:ballot", link)


def _lines(found: Paper) -> list[dict[str, Any]]:
    """Each object with its place and how much was said of it."""
    axes = len(found.round.rule["axes"])
    lines = []
    for position, one in enumerate(found.judged):
        answers = [a for a in found.marking.answers.get(str(one.pk), ()) if a != BLANK]
        lines.append({"one": one, "position": position, "said": len(answers), "blank": axes - len(answers)})
    return lines


def _page(
    request: HttpRequest, found: Paper, link: str, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    lines = _lines(found)
    blank = [line for line in lines if line["blank"]]
    now = settings.CLOCK.now()
    over = found.round.state != "voting" or (
        found.round.closes_at is not None and now >= found.round.closes_at
    )
    shared = {
        "paper": found,
        "link": link,
        "lines": lines,
        "blank": blank,
        "done": len(lines) - len(blank),
        "of_all": len(lines),
        "axes": len(found.round.rule["axes"]),
        "over": over,
        "next": blank[0]["position"] if blank else None,
        "public": found.member.layer in public_layers(found.round.rule),
    }
    return render(request, template, {**shared, **context}, status=status)
