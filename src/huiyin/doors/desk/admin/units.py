"""The units' mail addresses: told of papers that came for a unit, kept by its administrator."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.templatetags.units import named
from huiyin.organisations.actions import set_unit_mail
from huiyin.organisations.charge import kept_by
from huiyin.organisations.models import Unit

KEEPER = "administrator"


class MailForm(forms.Form):
    mail = forms.EmailField(
        label=gettext_lazy("Mail address of the unit"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        help_text=gettext_lazy(
            "It hears that a paper came, never what it is about; of papers about a case it hears nothing. Empty: none."
        ),
    )


@audience("desk", permission=KEEPER)
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Every unit in the reader's charge with its address."""
    rows = kept_by(actor_of(request), KEEPER).exclude(kind__in=("team", "group")).order_by("path")
    rows = rows.select_related("parent")
    return desk_page(request, "admin_desk/units.html", {"rows": rows})


@audience("desk", permission=KEEPER, hidden=True)
@require_http_methods(["GET", "POST"])
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes one address."""
    row: Unit | None = kept_by(actor_of(request), KEEPER).filter(pk=pk).first()
    if row is None:
        raise Http404
    form = MailForm(request.POST if request.method == "POST" else None, initial={"mail": row.mail})
    if form.is_valid():
        set_unit_mail(pk, form.cleaned_data["mail"], by=actor_of(request), now=now_at(request))
        messages.success(request, _("The address of %(unit)s is kept.") % {"unit": named(row)})
        return see_other("desk:units")
    return desk_page(
        request, "admin_desk/unit_mail.html", {"row": row, "form": form}, 422 if form.errors else 200
    )
