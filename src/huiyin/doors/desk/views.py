"""Saved views: a search with its filters under a name, in the navigation of whoever kept it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases.actions import delete_view, save_view
from huiyin.cases.search.views import view_of
from huiyin.doors.desk.asking import ListForm
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import CASE_ROLES, actor_of
from huiyin.doors.desk.wording import mend
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.kernel.lifecycle import NotAllowed


class ViewForm(forms.Form):
    """The name of a view; `query` is the address of the list without its page."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=30)
    query = forms.CharField(widget=forms.HiddenInput, max_length=2000)


def plain(query: str) -> str:
    """What an address asks of the list, and nothing else that stands in it."""
    given, kept = QueryDict(query), QueryDict(mutable=True)
    for name in ListForm.base_fields:
        if value := given.get(name):
            kept[name] = value
    return kept.urlencode()


def address_of(query: str) -> str:
    return f"{reverse('desk:cases')}?{query}" if query else reverse("desk:cases")


@audience("desk", permission=CASE_ROLES, hidden=True)
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps a search under a name. The same name again keeps the new search."""
    form = ViewForm(request.POST)
    query = plain(request.POST.get("query", ""))
    if form.is_valid():
        try:
            save_view(form.cleaned_data["name"], query, by=actor_of(request))
            messages.success(request, _("The view is kept. It stands in the menu."))
        except NotAllowed as no:
            messages.error(request, mend(no.refused))
    else:
        messages.error(request, _("Give the view a name of up to 30 characters."))
    return see_other(address_of(query))


@audience("desk", permission=CASE_ROLES, hidden=True)
@require_http_methods(["GET", "POST"])
def deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a view away, after asking."""
    actor = actor_of(request)
    view = view_of(actor, pk)
    if view is None:
        raise Http404
    if request.method == "POST":
        delete_view(view, by=actor)
        messages.success(request, _("The view is deleted."))
        return see_other("desk:cases")
    context = {
        "title": _("Delete the view %(name)s") % {"name": view.name},
        "act": _("Delete it"),
        "grave": True,
        "happens": [_("The view leaves your menu. The cases stay as they are.")],
        "told": [],
        "back": address_of(view.query),
    }
    return desk_page(request, "shared/confirm.html", context)
