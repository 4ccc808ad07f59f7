"""Acts from above: done with what a form brings, or asked again with what is wrong beside its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.doors.oversight import pages
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.pointing import point_out
from huiyin.doors.shared.refusals import REASONS
from huiyin.kernel.lifecycle import NotAllowed


def taken(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], tuple[str, object]],
    page: str,
    otherwise: str | None = None,
    **shown: object,
) -> HttpResponse:
    """`do` gets who acts and when, and answers whither; `otherwise`: where a refusal stands that names no field."""
    if form.is_valid():
        try:
            there = do({"by": pages.actor_of(request), "now": pages.now_at(request)})
        except NotAllowed as no:
            says = str(REASONS.get(no.refused.reason, no.refused.reason))
            point_out(form, no.refused, says, otherwise)
        else:
            messages.success(request, _("Written down."))
            return see_other(*there)
    return pages.page(request, page, {"form": form, **shown}, 422 if form.is_bound else 200)
