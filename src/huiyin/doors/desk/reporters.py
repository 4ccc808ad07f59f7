"""Finding what one person sent, by phone or name: for those who may open identities, with a reason, on record.

There is no list of "other reports of this person" anywhere else: only this act, each time with its own reason.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.cases.search.ways import openable
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.rows import Reader, Row
from huiyin.doors.desk.scoping import actor_of, now_at, rules_of
from huiyin.doors.desk.wording import mend
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared.access import audience
from huiyin.intake.vault import OPENERS, sent_by
from huiyin.kernel.identifiers import phone
from huiyin.kernel.lifecycle import NotAllowed

MOST = 50
"""Cases shown; nobody sends more about which one reason would hold."""


class PersonForm(forms.Form):
    """A phone or a name, whole: no part of either finds anybody."""

    phone = forms.CharField(
        label=gettext_lazy("Phone"), required=False, max_length=30, widget=forms.TextInput({"type": "tel"})
    )
    name = forms.CharField(
        label=gettext_lazy("or the whole name"), required=False, max_length=50,
        help_text=gettext_lazy("As the reporter wrote it. Others of the same name are found, too."),
    )  # fmt: skip
    reason = writing(
        gettext_lazy("Why do you need to know?"),
        2,
        help_text=gettext_lazy("The auditor reads this, with your name and the moment."),
    )

    def clean_phone(self) -> str:
        given = str(self.cleaned_data["phone"]).strip()
        number = phone(given) if given else ""
        if not isinstance(number, str):
            raise forms.ValidationError(mend(number))
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and bool(data.get("phone")) == bool(data.get("name", "").strip()):
            raise forms.ValidationError(_("Give a phone or a name: one of them."))
        return data


@audience("desk", permission=OPENERS, hidden=True)
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Shows cases on the answer to a POST, never at an address that can be loaded again."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    found = _found(request, form) if form.is_valid() else None
    context = {"form": form, "rows": found, "looked": found is not None, "most": MOST}
    return desk_page(request, "desk/reporters.html", context, 422 if form.errors else 200)


def _found(request: HttpRequest, form: PersonForm) -> list[Row] | None:
    actor, now, given = actor_of(request), now_at(request), form.cleaned_data
    try:
        reports = sent_by(actor, phone=given["phone"], name=given["name"], reason=given["reason"], now=now)
    except NotAllowed as no:
        form.add_error("reason", mend(no.refused))
        return None
    reader = Reader.of(actor, now, rules_of(request))
    cases = openable(actor, reports).select_related("reported", "organ", "unit", "team", "committee")
    return [reader.row(case) for case in cases[:MOST]]
