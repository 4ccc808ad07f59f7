"""Declared close relationships: whoever has one stays out of the other's cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.doors.desk.admin.choosing import officer_choices
from huiyin.doors.desk.admin.wording import RELATIONS
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared import words
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.kernel.lifecycle import NotAllowed
from huiyin.organisations import actions, queries


class RelationForm(forms.Form):
    one = forms.TypedChoiceField(label=gettext_lazy("Officer"), coerce=int)
    other = forms.TypedChoiceField(label=gettext_lazy("The other officer"), coerce=int)
    kind = forms.ChoiceField(
        label=gettext_lazy("Relationship"), choices=list(RELATIONS.items()), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officers = {officer.pk: officer for officer in queries.everybody()}
        for name in ("one", "other"):
            self.fields[name].choices = officer_choices(self.officers.values(), _("Choose …"))  # type: ignore[attr-defined]


@audience("desk", permission=("reviewer", "security"))
@require_http_methods(["GET", "POST"])
def relations(request: HttpRequest) -> HttpResponse:
    form = RelationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        one, other = form.officers[data["one"]], form.officers[data["other"]]
        try:
            actions.declare_relation(one, other, data["kind"], by=actor_of(request), now=now_at(request))
        except NotAllowed as no:
            form.add_error("other", words.reason(no.refused))
        else:
            messages.success(request, _("Written down: neither takes part in a case on the other."))
            return see_other("desk:relations")
    rows = [(row, RELATIONS.get(row.kind, row.kind)) for row in queries.relations()]
    context = {"form": form, "rows": rows}
    return desk_page(request, "admin_desk/relations.html", context, 422 if form.is_bound else 200)
