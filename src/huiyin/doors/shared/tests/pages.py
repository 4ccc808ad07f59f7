"""A handful of pages for the tests of the door: one for each way to be let in and each bad day."""

from __future__ import annotations

import errno

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from huiyin.doors.shared import errors
from huiyin.doors.shared.access import ANYONE, audience
from huiyin.kernel.lifecycle import Conflict, NotAllowed, Refused


class DiskFull(Exception):
    sqlstate = "53100"


def _full() -> OperationalError:
    error = OperationalError("could not extend file")
    error.__cause__ = DiskFull()
    return error


BAD_DAYS = {
    "away": lambda: OperationalError("connection refused"),
    "full": _full,
    "nospace": lambda: OSError(errno.ENOSPC, "No space left on device"),
    "conflict": lambda: Conflict("assign"),
    "refused": lambda: NotAllowed(Refused("wrong_state", {"state": "closed", "verb": "assign"})),
    "role": lambda: NotAllowed(Refused("wrong_role", {"verb": "assign"})),
    "secret": lambda: NotAllowed(Refused("unknown")),
    "fault": lambda: ZeroDivisionError("a fault of the program"),
}


@audience("citizen", permission=ANYONE)
def bad_day(request: HttpRequest, kind: str) -> HttpResponse:
    raise BAD_DAYS[kind]()


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("everybody reads this")


@audience("citizen", permission=ANYONE)
def citizen(request: HttpRequest) -> HttpResponse:
    return render(request, "shared/help.html")


@audience("desk", permission="reviewer")
def reviewers(request: HttpRequest) -> HttpResponse:
    return HttpResponse("for reviewers")


@audience("desk", permission=("reviewer", "clerk"), hidden=True)
def hidden(request: HttpRequest) -> HttpResponse:
    return HttpResponse("not to be known")


@audience("api", permission="gateway")
def machine(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    path("bad/<str:kind>", bad_day),
    path("undeclared", undeclared),
    path("citizen", citizen),
    path("reviewers", reviewers),
    path("hidden", hidden),
    path("machine", machine),
    path("", include("huiyin.doors.shared.urls")),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
