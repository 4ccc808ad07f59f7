"""A letter is begun from a kind and its addressees, many at once for a circular, and worded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from huiyin.cases.models import Case
from huiyin.cases.queries import case_for
from huiyin.doors.desk.letters.entries import SENDERS
from huiyin.doors.desk.letters.ledger import kinds
from huiyin.doors.desk.letters.reading import opened_letter
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.pointing import point_out
from huiyin.doors.shared.templatetags.units import named
from huiyin.doors.shared.words import SYSTEMS
from huiyin.doors.shared.words import reason as told
from huiyin.kernel.ids import token
from huiyin.kernel.lifecycle import Conflict, NotAllowed
from huiyin.organisations.models import Unit
from huiyin.supervision.letters import actions, queries


class NewForm(forms.Form):
    """`key` makes that sending the form twice drafts one letter."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    kind = forms.ChoiceField(label=lazy("Kind of paper"))
    many = forms.ChoiceField(
        label=lazy("To many at once"),
        required=False,
        help_text=lazy("Everybody of this group is addressed; single units can be ticked below as well."),
    )
    to = forms.MultipleChoiceField(
        label=lazy("Addressed to"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=lazy("One letter with one number goes to all of them."),
    )
    copies = forms.MultipleChoiceField(
        label=lazy("Copies to"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, issuer: Unit, written: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.units = {str(unit.pk): unit for unit in queries.addressees(issuer)}
        choices = [(pk, _called(unit)) for pk, unit in self.units.items()]
        for name in ("to", "copies"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.groups = _groups(self.units.values())
        self.fields["many"].choices = [  # type: ignore[attr-defined]
            ("", pgettext("group", "none")),
            *((code, f"{_in_words(code)} ({len(group)})") for code, group in self.groups.items()),
        ]
        self.fields["kind"].choices = [row for row in kinds() if row[0] in written]  # type: ignore[attr-defined]

    def chosen(self, name: str) -> list[Unit]:
        return [self.units[pk] for pk in self.cleaned_data[name]]

    def addressed(self) -> list[Unit]:
        """The group that was chosen and the units that were ticked, each once, in the order of the list."""
        wanted = {unit.pk for unit in [*self.groups.get(self.cleaned_data["many"], ()), *self.chosen("to")]}
        return [unit for unit in self.units.values() if unit.pk in wanted]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.addressed():
            self.add_error("to", _("Say to whom it goes."))
        return data


def _groups(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    """All houses, and those of each system: whole houses, not the sections inside them."""
    houses = [unit for unit in units if unit.parent_id is None]
    found = {"all": houses} if houses else {}
    for unit in houses:
        found.setdefault(unit.system, []).append(unit)
    return found


def _in_words(code: str) -> str:
    return _("all houses") if code == "all" else str(SYSTEMS[code])


def _called(unit: Unit) -> str:
    return f"— {named(unit)}" if unit.parent_id else str(named(unit))


class WordingForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=lazy("Title"), max_length=100)
    body = forms.CharField(
        label=lazy("Text"), widget=forms.Textarea({"rows": 18}), max_length=20_000,
        help_text=lazy(
            "A paragraph a line; one that begins with a numbered level is a heading. It must not say who reported."
        ),
    )  # fmt: skip
    annex_title = forms.CharField(label=lazy("Title of the annex"), max_length=100, required=False)
    annex = forms.CharField(
        label=lazy("Annex"), widget=forms.Textarea({"rows": 6}), max_length=20_000, required=False
    )


@audience("desk", permission=SENDERS, hidden=True)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose what and to whom; what is known is filled in."""
    actor = actor_of(request)
    bodies = queries.issuers(actor)
    if not bodies:
        raise Http404
    issuer = next((one for one in bodies if str(one.pk) == request.GET.get("by")), bodies[0])
    case = _case(request)
    written = {row.code for row in queries.may_word(actor, issuer.pk)}
    initial = {"key": f"desk:{token(20)}", "to": [str(case.unit_id)] if case and case.unit_id else []}
    form = NewForm(request.POST or None, issuer=issuer, written=written, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.draft(
                data["kind"], issuer, form.addressed(), about=case, copies=form.chosen("copies"),
                by=actor, now=now_at(request), because=data["key"],
            )  # fmt: skip
        except NotAllowed as no:
            form.add_error(None, told(no.refused))
        else:
            return see_other("desk:letter_wording", made.pk)
    context = {"form": form, "issuer": issuer, "case": case}
    return desk_page(request, "letters_desk/new.html", context, 422 if form.errors else 200)


def _case(request: HttpRequest) -> Case | None:
    """The case that the letter is about, where it exists for the writer."""
    number = request.GET.get("case", "")
    if not number:
        return None
    file = case_for(actor_of(request), number)
    if file is None or not file.sees_report:
        raise Http404
    return file.case


@audience("desk", permission=SENDERS, hidden=True)
@require_http_methods(["GET", "POST"])
def wording(request: HttpRequest, pk: int) -> HttpResponse:
    """Word it: the draft, and beside it the paper."""
    opened = opened_letter(request, pk)
    if "edit" not in opened.verbs:
        raise Http404
    letter = opened.letter
    annex = letter.enclosures[0] if letter.enclosures else ("", "")
    initial = {
        "title": letter.title, "body": letter.body, "seen": letter.version,
        "annex_title": annex[0], "annex": annex[1],
    }  # fmt: skip
    form = WordingForm(request.POST or None, initial=initial, label_suffix="")
    if form.is_valid() and _worded(request, pk, form):
        messages.success(request, _("Saved. Look at the paper before you propose it."))
        return see_other("desk:letter", pk)
    return desk_page(
        request, "letters_desk/wording.html", {"letter": letter, "form": form}, 422 if form.errors else 200
    )


def _worded(request: HttpRequest, pk: int, form: WordingForm) -> bool:
    data = form.cleaned_data
    said = actions.Wording(data["title"], data["body"], ((data["annex_title"], data["annex"]),))
    try:
        actions.edit(pk, said, by=actor_of(request), now=now_at(request), seen=data["seen"])
    except NotAllowed as no:
        point_out(form, no.refused, told(no.refused))
        return False
    except Conflict:
        form.add_error(None, _("Somebody changed the letter in the meantime. Read it again."))
        return False
    return True
