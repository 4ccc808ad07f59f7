"""What the chosen type of problem asks more: a page of its own, only where there is something to ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from huiyin.intake.rules.submission import Submission
from huiyin.policy.models import Question
from huiyin.policy.queries import in_language, policy, said

_OWN = ("csrfmiddlewaretoken", "go", "asked", "uploads")
_NAME = "asked-"


def answers(request: HttpRequest, source: Submission) -> tuple[tuple[str, str], ...]:
    """What was answered of what is asked here."""
    asked = _asked(source)
    return tuple((q.code, chosen["code"]) for q in asked if (chosen := _chosen(request, q)))


def more(request: HttpRequest, source: Submission, uploads: Sequence[str]) -> HttpResponse | None:
    """The page of questions, or where to turn instead; None where nothing is left to ask. What was typed is kept."""
    asked, language = _asked(source), get_language() or "zh-hans"
    chosen = [(question, _chosen(request, question)) for question in asked]
    stops = [in_language(option, "stop", language) for _, option in chosen if option and option["stop"]]
    if not stops and all(option for _, option in chosen):
        return None
    again = "asked" in request.POST
    context = {
        "stops": stops,
        "text": source.text,
        "questions": [_shown(question, option, language) for question, option in chosen],
        "missing": again and not stops,
        "kept": [*_kept(request), *(("uploads", token) for token in uploads)],
    }
    return render(request, "citizen/more.html", context, status=422 if again and not stops else 200)


def _asked(source: Submission) -> tuple[Question, ...]:
    return policy().asks(source.problem_type, source.channel)


def _chosen(request: HttpRequest, question: Question) -> dict[str, Any] | None:
    code = request.POST.get(_NAME + question.code, "")
    return next((option for option in question.options if option["code"] == code), None)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _OWN and not name.startswith(_NAME)
        for value in values
    ]


def _shown(question: Question, chosen: dict[str, Any] | None, language: str) -> dict[str, Any]:
    return {
        "name": _NAME + question.code,
        "text": said(question, "text", language),
        "missing": chosen is None,
        "options": [
            (option["code"], in_language(option, "text", language), option is chosen)
            for option in question.options
        ],
    }
