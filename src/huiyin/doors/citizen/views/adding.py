"""What a reporter can still do: add information, ask to hurry, rate the answer."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from huiyin.doors.citizen.forms import MoreForm, RatingForm, TrackForm, said
from huiyin.doors.citizen.views.tracking import ask, mine, page_of, rates_again
from huiyin.doors.shared.access import ANYONE, audience
from huiyin.doors.shared.answers import see_other
from huiyin.intake.actions import Wrong, supplement
from huiyin.intake.limits import Allowance, wait
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.ratings.actions import rate
from huiyin.ratings.again.actions import rate_again

NUDGE = gettext_noop("The reporter asks you to hurry.")


@audience("citizen", permission=ANYONE)
@require_POST
def supplement_report(request: HttpRequest) -> HttpResponse:
    """Adds information. Whose time ran out is asked for the code again and keeps the words."""
    now = settings.CLOCK.now()
    seen = mine(request, now=now)
    if seen is None:
        return ask(request, TrackForm(), more=request.POST.get("text", ""), status=403)
    form = MoreForm(request.POST)
    if form.is_valid():
        try:
            supplement(seen.report, form.cleaned_data["text"], now=now)
        except Wrong as wrong:
            form.add_error("text", said("text", wrong.fields["text"]))
        else:
            messages.success(request, _("We have added it to your report."))
            return _back()
    return page_of(request, seen, more=form, now=now, status=422)


@audience("citizen", permission=ANYONE)
@require_POST
def nudge(request: HttpRequest) -> HttpResponse:
    """Asks those who have it to hurry, once a day; it stands in the report as an addition of the reporter."""
    now = settings.CLOCK.now()
    seen = mine(request, now=now)
    if seen is None:
        return redirect("citizen:track")
    if wait([Allowance("nudge", seen.report.number, 1, 24 * 3600)], now=now):
        messages.warning(request, _("You have asked already today. They have been told."))
        return _back()
    with translation.override("zh-hans"):
        words = _(NUDGE)
    supplement(seen.report, words, now=now)
    messages.success(request, _("They have been told that you are waiting."))
    return _back()


@audience("citizen", permission=ANYONE)
@require_POST
def rate_answer(request: HttpRequest) -> HttpResponse:
    """Rates the answer, once; a second answer once more."""
    now = settings.CLOCK.now()
    seen = mine(request, now=now)
    if seen is None:
        return redirect("citizen:track")
    form = RatingForm(request.POST)
    if not form.is_valid():
        return page_of(request, seen, rating_form=form, now=now, status=422)
    try:
        give = rate_again if rates_again(seen) else rate
        give(seen.report, form.cleaned_data["level"], form.cleaned_data["words"], now=now)
    except NotAllowed as refusal:
        if refusal.refused.reason == "too_long":
            form.add_error("words", said("words", refusal.refused))
            return page_of(request, seen, rating_form=form, now=now, status=422)
        messages.warning(request, _("Your opinion of this answer is already with us."))
        return _back()
    messages.success(request, _("Thank you. Your opinion is with those who supervise the unit."))
    return _back()


def _back() -> HttpResponse:
    return see_other("citizen:track")
