"""The second reference: the same one insert, behind the middleware that every page of the site has."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from huiyin.doors.shared.access import ANYONE, audience
from huiyin.site.benches.bare.tables import one_more


@audience("citizen", permission=ANYONE)
def insert_one(request: HttpRequest) -> HttpResponse:
    """One insert, by a form with its token."""
    one_more(request.POST["key"], request.POST["text"])
    return HttpResponse(status=303)


urlpatterns = [path("one", insert_one)]
