"""The rules by which all work (S3-10): read in their versions, acknowledged, put in anew; and who hasn't read them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared import times, words
from huiyin.doors.shared.access import ANY_MANDATE, audience, may_enter, today
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.days import day_input
from huiyin.doors.shared.pointing import point_out
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations.actions import acknowledge_rules
from huiyin.organisations.queries import account_names
from huiyin.organisations.readers import WATCHERS, acknowledged_at, readers
from huiyin.policy.actions import Version, issue_rules
from huiyin.policy.models import RegulationText
from huiyin.policy.queries import said, versions_of

ISSUER = "administrator"


@audience("desk", permission=ANY_MANDATE)
@require_GET
def text(request: HttpRequest, text: str) -> HttpResponse:
    """One version: the one in force, or the one of `?since=`; with the others to choose from."""
    versions, day = _versions(text), today(now_at(request))
    held = next((row for row in versions if row.since <= day), versions[-1])
    row = next((one for one in versions if one.since.isoformat() == request.GET.get("since")), held)
    names, language = account_names(one.added_by for one in versions), get_language() or "zh-hans"
    context = {
        "row": row,
        "heading": said(row, "title", language),
        "articles": [line for line in said(row, "text", language).splitlines() if line.strip()],
        "versions": [
            (one, len(versions) - n, said(one, "change", language), names.get(one.added_by, ""))
            for n, one in enumerate(versions)
        ],
        "held": held,
        "acknowledged": acknowledged_at(actor_of(request), row),
        "may_issue": may_enter(actor_of(request), (ISSUER,)),
        "may_watch": may_enter(actor_of(request), WATCHERS),
    }
    return desk_page(request, "admin_desk/working_rules.html", context)


@audience("desk", permission=ANY_MANDATE)
@require_POST
def acknowledgement(request: HttpRequest, text: str) -> HttpResponse:
    """The reader has read the version named in the form."""
    row = next((one for one in _versions(text) if str(one.pk) == request.POST.get("version")), None)
    if row is None:
        raise Http404
    acknowledge_rules(row.pk, by=actor_of(request), now=now_at(request))
    messages.success(request, _("It is written down that you have read these rules."))
    return see_other("desk:today")


@audience("desk", permission=WATCHERS)
@require_GET
def who(request: HttpRequest, text: str) -> HttpResponse:
    """Of those below the reader, who has acknowledged the version in force, and who hasn't."""
    versions, day = _versions(text), today(now_at(request))
    row = next((one for one in versions if one.since <= day), versions[-1])
    people = readers(actor_of(request), row, day)
    missing = [one for one in people if one.at is None]
    context = {
        "row": row,
        "heading": said(row, "title", get_language() or "zh-hans"),
        "missing": missing,
        "known": people[len(missing) :],
        "all": len(people),
    }
    return desk_page(request, "admin_desk/rules_readers.html", context)


class VersionForm(forms.Form):
    """A new version: the text in both languages, from when on, and what is new, in a sentence each."""

    since = forms.DateField(label=gettext_lazy("In force from"), widget=day_input())
    change = forms.CharField(label=gettext_lazy("What is new, in Chinese"), max_length=200)
    change_en = forms.CharField(
        label=gettext_lazy("What is new, in English"), widget=forms.TextInput({"lang": "en"}), max_length=200
    )
    text = forms.CharField(
        label=gettext_lazy("The rules in Chinese"), widget=forms.Textarea({"rows": 14}), max_length=50_000
    )
    text_en = forms.CharField(
        label=gettext_lazy("The rules in English"),
        widget=forms.Textarea({"rows": 14, "lang": "en"}),
        max_length=50_000,
    )
    sure = forms.BooleanField(label=gettext_lazy("Everybody who works here has to acknowledge this version."))


@audience("desk", permission=ISSUER)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, text: str) -> HttpResponse:
    """Puts a new version in, beginning from the words of the last one."""
    last, day = _versions(text)[0], today(now_at(request))
    first: dict[str, Any] = {"since": max(day, last.since) + timedelta(days=1)}
    first |= {"text": last.text, "text_en": last.text_en}
    form = VersionForm(request.POST if request.method == "POST" else None, initial=first, label_suffix="")
    if form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "sure"}
        try:
            made = issue_rules(text, Version(**data), by=actor_of(request), now=now_at(request))
        except NotAllowed as no:
            point_out(form, no.refused, words.reason(no.refused))
        else:
            holds = times.full_day(made.since, day)
            messages.success(request, _("The new version holds from %(day)s.") % {"day": holds})
            return see_other("desk:regulation", text)
    heading = said(last, "title", get_language() or "zh-hans")
    context = {"form": form, "heading": heading, "last": last}
    return desk_page(request, "admin_desk/rules_version.html", context, 422 if form.errors else 200)


def _versions(code: str) -> list[RegulationText]:
    found = versions_of(code)
    if not found:
        raise Http404
    return found
