"""How an act is answered."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url


def see_other(to: str, *args: object, **named: object) -> HttpResponse:
    """Answers an act: the browser loads `to` (a path, or a view's name) anew, and reloading it repeats nothing."""
    response = HttpResponseRedirect(to if to.startswith("/") else resolve_url(to, *args, **named))
    response.status_code = 303
    return response
