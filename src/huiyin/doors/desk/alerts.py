"""Alerts: what comes so often that who supervises must look at it (S1-37). Says how many wrote, never who."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.cases.models import Case
from huiyin.doors.desk.letters.wording import STATES
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.rows import Reader, Row
from huiyin.doors.desk.scoping import actor_of, now_at, rules_of
from huiyin.doors.desk.wording import MENDABLE, mend
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.templatetags.units import named
from huiyin.doors.shared.words import word
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.policy.queries import Policy, said
from huiyin.supervision.alerts import actions, queries
from huiyin.supervision.alerts.queries import ROLE, Shown
from huiyin.supervision.letters.queries import called_for

MOST = 50
"""Cases on one page, the newest."""


class AcknowledgementForm(forms.Form):
    note = writing(
        gettext_lazy("What follows from it?"),
        3,
        help_text=gettext_lazy(
            "For example whom you have urged to answer, and by when. Stays in the record."
        ),
    )


@dataclass(frozen=True)
class Line:
    """An alert in words."""

    shown: Shown
    name: str
    about: str
    often: str
    why: str

    @property
    def one_person(self) -> bool:
        return self.shown.alert.of == "matter"


@audience("desk", permission=ROLE, hidden=True)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What waits for a look, and what was seen before."""
    lines = [_line(one, rules_of(request)) for one in queries.alerts(actor_of(request))]
    context = {
        "waiting": [line for line in lines if line.shown.standing.waiting],
        "seen": [line for line in lines if not line.shown.standing.waiting],
    }
    return desk_page(request, "desk/alerts.html", context)


@audience("desk", permission=ROLE, hidden=True)
@require_http_methods(["GET", "POST"])
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: the files that it counts, the letter drafted for it, who has seen it; a POST notes that the
    reader has.
    """
    shown = queries.shown(actor_of(request), pk)
    if shown is None:
        raise Http404
    form = AcknowledgementForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _acknowledged(request, pk, form):
        messages.success(request, _("Noted. It comes up again when more is added."))
        return see_other("desk:alert", pk)
    context = {
        "line": _line(shown, rules_of(request)),
        "rows": _rows(request, shown.cases),
        "more": max(len(shown.cases) - MOST, 0),
        "letters": [(row, STATES[row.state]) for row in called_for(actor_of(request), f"alert:{pk}")],
        "form": form if shown.standing.waiting else None,
    }
    return desk_page(request, "desk/alert.html", context, 422 if form.errors else 200)


def _acknowledged(request: HttpRequest, pk: int, form: AcknowledgementForm) -> bool:
    try:
        actions.acknowledge(pk, form.cleaned_data["note"], by=actor_of(request), now=now_at(request))
    except NotAllowed as no:
        if no.refused.reason not in MENDABLE:
            raise
        form.add_error("note", mend(no.refused))
        return False
    return True


def _rows(request: HttpRequest, cases: list[Case]) -> list[Row]:
    reader = Reader.of(actor_of(request), now_at(request), rules_of(request))
    return [reader.row(case) for case in reversed(cases[-MOST:])]


def _line(shown: Shown, rules: Policy) -> Line:
    row = next((rule for rule in rules.alerts if rule.code == shown.alert.rule), None)
    name = said(row, "name", get_language() or "zh") if row else word("alert", shown.alert.of)
    return Line(shown, name, _about(shown), _often(shown), _why(shown))


def _about(shown: Shown) -> str:
    alert = shown.alert
    if alert.of == "matter":
        return shown.cases[-1].title
    house = (
        named(alert.organ)
        if alert.organ_id == alert.unit_id
        else f"{named(alert.organ)} · {named(alert.unit)}"
    )
    return f"{alert.officer.name}（{house}）" if alert.officer else house


def _often(shown: Shown) -> str:
    """How many people it was, or how often one: "the same reporter, 4 times", never who."""
    times, how = len(shown.cases), shown.standing
    if shown.alert.of == "matter":
        return ngettext("the same reporter, %(n)d time", "the same reporter, %(n)d times", times) % {
            "n": times
        }
    known = ngettext("%(n)d person", "%(n)d different people", how.people) % {"n": how.people}
    if not how.unknown:
        return known
    unknown = ngettext("%(n)d report without a contact", "%(n)d reports without a contact", how.unknown)
    return _("%(known)s and %(unknown)s") % {"known": known, "unknown": unknown % {"n": how.unknown}}


def _why(shown: Shown) -> str:
    alert = shown.alert
    limits = {"least": alert.least, "days": alert.days}
    if alert.of == "matter":
        return _("The city’s rule: %(least)d times within %(days)d days about one matter.") % limits
    if alert.of == "officer":
        return _("The city’s rule: %(least)d people within %(days)d days about one officer.") % limits
    return _("The city’s rule: %(least)d people within %(days)d days about one unit.") % limits
