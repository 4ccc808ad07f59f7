"""The supervision list (S0-31): asked by level, system, status, unit, type, time and words; exported as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.cases.models import Case
from huiyin.cases.queries import Filter, listed
from huiyin.doors.desk.export import sheet
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.queries import work
from huiyin.doors.desk.rows import Reader, Row
from huiyin.doors.desk.scoping import CASE_ROLES, actor_of, now_at, rules_of
from huiyin.doors.desk.templatetags.desk import named
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.words import LEVELS, STATES, SYSTEMS
from huiyin.ledger.actions import looked
from huiyin.organisations.models import Unit
from huiyin.policy.queries import Policy, said

PER_PAGE = 50

ORDERS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "newest": (gettext_lazy("Newest first"), ("-received_at", "-pk")),
    "due": (gettext_lazy("Due first"), (F("due_at").asc(nulls_last=True), "pk")),
    "oldest": (gettext_lazy("Oldest first"), ("received_at", "pk")),
}
"""How a list may stand; the last choice is kept for the reader's next visit."""


def day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}))


class ListForm(forms.Form):
    """What the list is asked. An address with a mistake in it asks without the mistaken part."""

    q = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "data-key-search": ""}),
    )
    state = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    system = forms.ChoiceField(label=gettext_lazy("System"), required=False)
    unit = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int, empty_value=None, required=False)
    problem_type = forms.ChoiceField(label=gettext_lazy("Type of problem"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    acceptor = forms.TypedChoiceField(
        label=gettext_lazy("Accepted by"), coerce=int, empty_value=None, required=False
    )
    since = day(gettext_lazy("From"))
    until = day(gettext_lazy("To"))
    order = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[(code, label) for code, (label, _by) in ORDERS.items()],
    )
    late = forms.BooleanField(label=gettext_lazy("Late or locked only"), required=False)
    team = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, around: list[Unit], rules: Policy) -> None:
        super().__init__(data)
        language = get_language() or "zh"
        houses = [(u.pk, named(u)) for u in around if u.kind in ("organ", "committee")]
        types = [(row.code, said(row, "name", language)) for row in rules.problem_types]
        open_ = ("open", _("all that are open"))
        self._offer("state", [open_, *((code, word) for code, word in STATES.items())])
        self._offer("level", [(code, word) for code, word in LEVELS.items() if code in ("city", "county")])
        self._offer("system", list(SYSTEMS.items()))
        self._offer("unit", houses)
        self._offer("problem_type", types)
        self._offer("channel", [(row.code, said(row, "name", language)) for row in rules.channels])
        self._offer("acceptor", [(u.pk, named(u)) for u in work.accepting(around)])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = [("", _("all")), *choices]

    def asked(self) -> Filter:
        self.is_valid()
        given: Mapping[str, Any] = self.cleaned_data
        names = ("level", "system", "state", "problem_type", "channel")
        return Filter(
            **{name: given.get(name, "") for name in names},
            unit=given.get("unit"),
            acceptor=given.get("acceptor"),
            since=given.get("since"),
            until=given.get("until"),
            late=given.get("late", False),
            words=given.get("q", ""),
        )


def _asked(request: HttpRequest, form: ListForm, order: str) -> QuerySet[Case]:
    cases = listed(actor_of(request), form.asked(), now=now_at(request))
    if team := form.cleaned_data.get("team"):
        cases = cases.filter(team=team, state="referred")
    return cases.select_related("reported", "organ", "acceptor", "unit", "team", "committee").order_by(
        *ORDERS[order][1]
    )


def _order(request: HttpRequest) -> str:
    """The order in the address, else the one that this reader used last."""
    asked = request.GET.get("order") or request.session.get("order", "newest")
    if asked not in ORDERS:
        return "newest"
    if request.session.get("order", "newest") != asked:
        request.session["order"] = asked
    return str(asked)


class Counted(Paginator):  # type: ignore[type-arg]
    """Counts no further than anybody would turn pages."""

    @property
    def count(self) -> int:
        if not hasattr(self, "kept"):
            self.kept = work.capped(cast("QuerySet[Case]", self.object_list))
        return self.kept


def _rows(request: HttpRequest, cases: Any, rules: Policy) -> list[Row]:
    reader = Reader.of(actor_of(request), now_at(request), rules)
    return [reader.row(case) for case in cases]


@audience("desk", permission=CASE_ROLES, hidden=True)
@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """A page of the list; the filter stays in the address."""
    rules, around, order = rules_of(request), work.units_around(actor_of(request)), _order(request)
    data = request.GET.copy()
    data["order"] = order
    form = ListForm(data, around, rules)
    page = Counted(_asked(request, form, order), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": _rows(request, page.object_list, rules),
        "query": query.urlencode(),
        "q": request.GET.get("q", ""),
        "many": page.paginator.count > work.CAP,
        "filtered": any(value for name, value in query.items() if name != "order"),
        "team": next((u for u in around if str(u.pk) == request.GET.get("team")), None),
    }
    return desk_page(request, "desk/cases.html", context, around=around)


@audience("desk", permission=CASE_ROLES, hidden=True)
@require_GET
def export(request: HttpRequest) -> FileResponse:
    """Exactly what the list shows, all its pages, as XLSX. Leaves a record of what was asked."""
    rules, actor, now = rules_of(request), actor_of(request), now_at(request)
    order = _order(request)
    cases = _asked(request, ListForm(request.GET, work.units_around(actor), rules), order)
    looked("list", actor.account, "export", by=actor, now=now, reason=request.GET.urlencode()[:500])
    reader = Reader.of(actor, now, rules)
    file = sheet(reader.row(case) for case in cases.iterator(chunk_size=500))
    return FileResponse(file, as_attachment=True, filename=f"cases-{now:%Y%m%d}.xlsx")
