"""When the reader is away, so that nothing waits for their signature."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared import words
from huiyin.doors.shared.access import ANY_MANDATE, audience, today
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.days import day_input
from huiyin.doors.shared.pointing import point_out
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.actions import end_leave, take_leave
from huiyin.organisations.leaves import leaves_of


class LeaveForm(forms.Form):
    since = forms.DateField(label=gettext_lazy("Away from"), widget=day_input())
    until = forms.DateField(label=gettext_lazy("Back on"), widget=day_input())


@audience("desk", permission=ANY_MANDATE)
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Says so, and shows what was said."""
    form = LeaveForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_valid():
        data = form.cleaned_data
        try:
            take_leave(data["since"], data["until"], by=actor_of(request), now=now_at(request))
        except NotAllowed as no:
            point_out(form, no.refused, words.reason(no.refused))
        else:
            messages.success(request, _("Written down. What you would sign goes to whoever else may."))
            return see_other("desk:leave")
    context = {"form": form, "rows": leaves_of(actor_of(request), today(now_at(request)))}
    return desk_page(request, "desk/leave.html", context, 422 if form.errors else 200)


@audience("desk", permission=ANY_MANDATE, hidden=True)
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """The reader is back, or stays."""
    end_leave(pk, by=actor_of(request), now=now_at(request))
    messages.success(request, _("You count as here from today on."))
    return see_other("desk:leave")
