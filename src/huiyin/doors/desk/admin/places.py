"""Places, their codes and posters (S0-11)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.documents import papers
from huiyin.doors.desk.admin.choosing import unit_choices
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared.access import audience, today
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.templatetags.units import named
from huiyin.intake.actions import make_code, retire_code
from huiyin.intake.models import PlaceCode
from huiyin.intake.places import code_of, codes_of, hanging, has_code
from huiyin.journey.places import codes_for_blueprint
from huiyin.organisations.charge import kept_by
from huiyin.organisations.models import Unit
from huiyin.policy.blueprint import load
from huiyin.policy.queries import city

ROLE = "administrator"
MOST = 60
"""Posters in one PDF."""


class PlaceForm(forms.Form):
    unit = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int)
    name = forms.CharField(
        label=gettext_lazy("Hall or window"),
        max_length=60,
        help_text=gettext_lazy("As it stands above the door: “Filing hall, window 3”."),
    )
    name_en = forms.CharField(label=gettext_lazy("Its name in English"), max_length=100, required=False)
    bilingual = forms.BooleanField(
        label=gettext_lazy("Print the poster in Chinese and English"), required=False
    )

    def __init__(self, units: list[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unit_choices(units)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("unit") and data.get("name") and has_code(data["unit"], data["name"]):
            self.add_error("name", _("This place has a code already. Switch it off first if it must go."))
        return data


def _units(request: HttpRequest) -> list[Unit]:
    return list(kept_by(actor_of(request), ROLE))


@audience("desk", permission=ROLE)
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    units = _units(request)
    rows = hanging([unit.pk for unit in units], today(now_at(request)))
    by_unit: dict[int, list[Any]] = {}
    for place in rows:
        by_unit.setdefault(place.unit_id, []).append(place)
    houses = {unit.pk: unit for unit in units}
    groups = [(_placed(unit, houses), by_unit[unit.pk]) for unit in units if unit.pk in by_unit]
    return desk_page(request, "admin_desk/places.html", {"groups": groups, "count": len(rows)})


def _placed(unit: Unit, known: dict[int, Unit]) -> str:
    """A section with its house: many houses have a filing division."""
    house = known.get(unit.parent_id or 0)
    return f"{named(house)} · {named(unit)}" if house and unit.kind == "section" else named(unit)


@audience("desk", permission=ROLE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    units = _units(request)
    form = PlaceForm(units, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return desk_page(request, "admin_desk/place.html", {"form": form}, 422 if form.is_bound else 200)
    data = form.cleaned_data
    unit = next(unit for unit in units if unit.pk == data["unit"])
    make_code(
        unit, data["name"], by=actor_of(request), now=now_at(request),
        name_en=data["name_en"], bilingual=data["bilingual"],
    )  # fmt: skip
    messages.success(request, _("The code is made. Print its poster from the list."))
    return see_other("desk:places")


@audience("desk", permission=ROLE)
@require_http_methods(["GET", "POST"])
def all_codes(request: HttpRequest) -> HttpResponse:
    """Makes what is missing for the places that the blueprint names."""
    blueprint = load(city().blueprint)
    if request.method == "POST":
        made = len(codes_for_blueprint(blueprint, actor_of(request), now_at(request)))
        text = ngettext("%(n)d code made.", "%(n)d codes made.", made) % {"n": made}
        messages.success(request, text if made else _("Every place of the blueprint has its code."))
        return see_other("desk:places")
    n = len(blueprint.places)
    context = {
        "title": _("Codes for all places of the blueprint"),
        "act": _("Make the codes"),
        "happens": [
            ngettext("The blueprint names %(n)d place.", "The blueprint names %(n)d places.", n) % {"n": n},
            _("Each that has no working code gets one. Codes that work stay as they are."),
        ],
        "told": [],
        "back": "/desk/admin/places",
    }
    return desk_page(request, "shared/confirm.html", context)


@audience("desk", permission=ROLE)
@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, token: str) -> HttpResponse:
    """Switches a code off."""
    code = code_of(token, [unit.pk for unit in _units(request)])
    if code is None:
        raise Http404
    if request.method == "POST":
        retire_code(code, by=actor_of(request), now=now_at(request))
        messages.success(request, _("The code is switched off."))
        return see_other("desk:places")
    context = {
        "title": _("Switch off code %(token)s") % {"token": code.token},
        "act": _("Switch it off"),
        "grave": True,
        "happens": [
            _("Whoever scans the poster is asked to choose the unit by hand; nothing that was sent is lost."),
            _("The posters with this code have to be taken down. It can’t be switched on again."),
        ],
        "to_whom": f"{code.place.unit.name} · {code.place.name}",
        "told": [],
        "back": "/desk/admin/places",
    }
    return desk_page(request, "shared/confirm.html", context)


@audience("desk", permission=ROLE)
@require_GET
def posters(request: HttpRequest) -> HttpResponse:
    """The posters of the chosen codes as one PDF, A4 or A3."""
    asked = request.GET.getlist("code")[:MOST]
    codes = codes_of(asked, [unit.pk for unit in _units(request)])
    if not codes:
        messages.warning(request, _("Choose at least one place first."))
        return see_other("desk:places")
    paper = "a3" if request.GET.get("paper") == "a3" else "a4"
    body = papers.posters([_poster(code, paper) for code in codes])
    headers = {"Content-Disposition": f'inline; filename="posters-{paper}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def _poster(code: PlaceCode, paper: str) -> papers.Poster:
    place, here = code.place, city()
    return papers.Poster(
        unit=place.unit.name,
        place=place.name,
        platform=here.platform,
        url=f"{settings.PUBLIC_URL.rstrip('/')}/c/{code.token}",
        token=code.token,
        languages=("zh", "en") if place.bilingual else ("zh",),
        paper="a3" if paper == "a3" else "a4",
    )
