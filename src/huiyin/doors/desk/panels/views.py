"""The rounds of a committee: planned, and each on a page of its own."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.assessment.exemplars.queries import may_nominate
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.panels.acts import offered
from huiyin.doors.desk.panels.entries import ORGANISING, READERS
from huiyin.doors.desk.panels.finding import own
from huiyin.doors.desk.panels.indicators import may_withdraw
from huiyin.doors.desk.panels.wording import KINDS, STATES
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.wording import mend
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.kernel.actor import Actor
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.panels import actions, queries
from huiyin.panels.actions import BEFORE_VOTES
from huiyin.panels.following import profiles
from huiyin.panels.models import Judged, Round
from huiyin.panels.rules.profile import strong, weak
from huiyin.policy.queries import appraisals, in_language, said, terms


@audience("desk", permission=READERS)
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds that concern the reader, the newest first."""
    viewer = actor_of(request)
    rows = [
        (row, STATES[row.state], KINDS.get(row.kind, row.kind)) for row in queries.rounds_of(viewer)[:100]
    ]
    context = {"rows": rows, "may_plan": bool(viewer.roles & set(queries.KEEPERS)) and bool(appraisals())}
    return desk_page(request, "desk/panels/rounds.html", context)


class PlanForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of round"), widget=forms.RadioSelect)
    title = forms.CharField(label=gettext_lazy("Title, as everybody will read it"), max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        language = get_language() or "zh-hans"
        kinds = [(code, said(row, "name", language)) for code, row in appraisals().items()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


@audience("desk", permission=queries.KEEPERS, hidden=True)
@require_http_methods(["GET", "POST"])
def planning(request: HttpRequest) -> HttpResponse:
    """A new round by the city's own rules, over every section of the systems that they name."""
    form = PlanForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        committee = queries.committee_of(actor_of(request))
        kind = appraisals()[form.cleaned_data["kind"]]
        units = queries.under(committee, kind.systems)
        try:
            made = actions.plan(
                committee, kind.kind, form.cleaned_data["title"], terms(kind.code), units,
                by=actor_of(request), now=now_at(request),
            )  # fmt: skip
        except NotAllowed as no:
            form.add_error(None, mend(no.refused))
        else:
            messages.success(request, _("Planned. Nothing is public before the draw is announced."))
            return see_other("desk:round", made.pk)
    return desk_page(request, "desk/panels/plan.html", {"form": form}, 422 if form.is_bound else 200)


@audience("desk", permission=READERS, hidden=True)
@require_safe
def round_(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: where it stands, what comes next, who sits in it, who is judged. Who voted, never how."""

    row, viewer = own(request, pk), actor_of(request)
    keeps, organises = queries.keeps(viewer, row), bool(viewer.roles_in(row.committee_id) & set(ORGANISING))
    seats = queries.seats(row) if keeps else []
    sitting = [seat for seat in seats if seat.member.state != "resigned"]
    objects = list(row.objects_judged.select_related("unit__parent"))
    context = {
        "row": row,
        "state": STATES[row.state],
        "kind": KINDS.get(row.kind, row.kind),
        "acts": offered(viewer, row),
        "keeps": keeps,
        "organises": organises,
        "seats": seats,
        "sitting": len(sitting),
        "voted": sum(seat.member.state == "voted" for seat in sitting),
        "no_phone": sum(not seat.phone for seat in sitting),
        "on_paper": sum(seat.member.on_paper for seat in sitting),
        "layers": dict(Counter(seat.member.layer for seat in sitting)),
        "objects": _shown(objects, viewer.units_as(*queries.SPEAKERS)),
        "ranked": row.state == "published" or (bool(row.counted_at) and organises),
        "may_veto": "leader" in viewer.roles_in(row.committee_id) and row.state != "published",
        "indicators": row.indicators.select_related("document")
        if organises or row.state == "published"
        else (),
        "may_withdraw": may_withdraw(viewer, row),
        "visits": row.visits.select_related("unit"),
        "open": row.state in BEFORE_VOTES,
        "speaks": any(queries.speaks(viewer, one) for one in objects),
    }
    return desk_page(request, "desk/panels/round.html", context)


def _shown(objects: list[Judged], houses: frozenset[int]) -> list[tuple[Judged, bool]]:
    """Each object, ranked ones first; and whether the reader speaks for its house."""
    marked = [(one, any(f"/{house}/" in one.unit.path for house in houses)) for one in objects]
    return sorted(marked, key=lambda pair: (pair[0].across is None, pair[0].across or 0, pair[0].position))


@audience("desk", permission=READERS, hidden=True)
@require_safe
def result(request: HttpRequest, pk: int, judged: int) -> HttpResponse:
    """What a published round says to one unit: place, achievements, problems, opinions, what is to be put right."""
    row, viewer = own(request, pk), actor_of(request)
    one = queries.result_for(viewer, row, judged)
    if one is None:
        raise Http404
    language = get_language() or "zh-hans"
    names = {axis["code"]: in_language(axis, "name", language) for axis in row.rule["axes"]}
    duties = profiles(row)[one.pk]
    context = {
        "row": row,
        "one": one,
        "strong": [names[duty.axis] for duty in strong(duties)],
        "weak": [names[duty.axis] for duty in weak(duties)],
        "duties": [(names[duty.axis], f"{duty.mean:.2f}", round(100 * duty.ahead_of)) for duty in duties],
        "opinions": [opinion.text for opinion in one.opinions.all()],
        "tasks": [
            (task, names.get(task.axis, ""), queries.confirms(viewer, task))
            for task in queries.tasks(row, viewer).filter(judged=one)
        ],
        "example": _example(viewer, row, one),
        "speaks": queries.speaks(viewer, one),
    }
    return desk_page(request, "desk/panels/result.html", context)


def _example(viewer: Actor, row: Round, one: Judged) -> str:
    """What the form for an exemplar begins with, for whoever may put one forward; never for who was vetoed."""
    if one.veto or not may_nominate(viewer).filter(pk=one.unit_id).exists():
        return ""
    place = _("%(round)s: place %(place)s") % {"round": row.title, "place": one.across}
    return urlencode({"unit": str(one.unit_id), "source": place})
