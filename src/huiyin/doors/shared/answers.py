"""How an act is answered."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.encoding import iri_to_uri


class SeeOther(HttpResponse):
    """303 to a path of our own: Django's redirects ask of each whether it leads elsewhere."""

    status_code = 303
    url = property(lambda self: self["Location"])

    def __init__(self, path: str) -> None:
        super().__init__(headers={"Location": iri_to_uri(path)})


def see_other(to: str, *args: object, **named: object) -> HttpResponse:
    """Answers an act: the browser loads `to` (a path, or a view's name) anew, and reloading it repeats nothing."""
    return SeeOther(to if to.startswith("/") else resolve_url(to, *args, **named))
