"""Acts that are done once, in words: on a breach, on points, on an example, on what is looked into again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.wording import mend
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.pointing import point_out
from huiyin.kernel.lifecycle import NotAllowed


class ReasonsForm(forms.Form):
    text = writing(gettext_lazy("Reasons"), 5)


@dataclass(frozen=True)
class ReasonedAct:
    """One act: its verb, what it is called, what follows, how it is done."""

    verb: str
    label: str | Promise
    follows: str | Promise
    do: Callable[..., object]


@dataclass(frozen=True)
class Asked:
    """An act as it is asked: on which row, by which page, and whither when it is done."""

    act: ReasonedAct
    pk: int
    page: str
    back: tuple[str, object]


def taken(request: HttpRequest, asked: Asked, form: forms.Form, **shown: object) -> HttpResponse:
    """Does it with what the form brings, in the order of its fields; else the page again, with what is wrong."""
    if form.is_valid():
        try:
            asked.act.do(asked.pk, *form.cleaned_data.values(), by=actor_of(request), now=now_at(request))
        except NotAllowed as no:
            point_out(form, no.refused, mend(no.refused))
        else:
            messages.success(request, _("Done: %(what)s.") % {"what": asked.act.label})
            return see_other(*asked.back)
    context = {"act": asked.act, "form": form, **shown}
    return desk_page(request, asked.page, context, 422 if form.is_bound else 200)
