"""Ballots on paper at the desk: printed, given, taken in, and entered by two people who don't see each other's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.documents.papers import Ballots, ballots
from huiyin.doors.desk.navigation import desk_page
from huiyin.doors.desk.panels.finding import own
from huiyin.doors.desk.panels.forms import OnRound
from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.writing import writing
from huiyin.doors.shared import words
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.templatetags.units import named
from huiyin.kernel.lifecycle import NotAllowed, Refused
from huiyin.panels import actions, papers, queries
from huiyin.panels.models import Judged, Round
from huiyin.panels.rules.papers import NONE, digits, read_line, written
from huiyin.panels.rules.terms import rule_of
from huiyin.panels.rules.voting import Marking
from huiyin.policy.queries import in_language


class GivePapersForm(OnRound):
    members = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who votes on paper"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [s for s in queries.seats(self.row) if s.member.state == "seated" and not s.member.on_paper]
        self.fields["members"].choices = [(seat.member.pk, seat.name) for seat in able]  # type: ignore[attr-defined]
        self.initial.setdefault("members", [seat.member.pk for seat in able if not seat.phone])


class PaperForm(OnRound):
    """One paper: its code, a line of digits for each object, and what is written on it."""

    code = forms.CharField(label=gettext_lazy("Check number on the paper"), max_length=40)
    opinions = writing(
        gettext_lazy("What is written on it"), 3, required=False,
        help_text=gettext_lazy("A line each: the number of the unit, then the words."),
    )  # fmt: skip

    def __init__(self, row: Round, *args: Any, judged: list[Judged], **kwargs: Any) -> None:
        super().__init__(row, *args, **kwargs)
        self.rule, self.judged = rule_of(row.rule), judged
        most = len(self.rule.axes)
        typing = {"inputmode": "numeric", "autocomplete": "off", "size": 2 * most, "maxlength": 2 * most}
        for number, one in enumerate(judged, 1):
            label = f"{number}. {named(one.unit)}"
            self.fields[f"o{one.pk}"] = forms.CharField(
                label=label, required=False, widget=forms.TextInput(typing)
            )

    @property
    def lines(self) -> list[forms.BoundField]:
        return [self[f"o{one.pk}"] for one in self.judged]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        self.answers: dict[str, list[str]] = {}
        for one in self.judged:
            found = read_line(said.get(f"o{one.pk}", ""), len(self.rule.axes), list(self.rule.scale))
            if isinstance(found, Refused):
                self.add_error(f"o{one.pk}", words.reason(found))
            else:
                self.answers[str(one.pk)] = found
        self.said = self._opinions(said.get("opinions", ""))
        return said

    def _opinions(self, text: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in filter(None, map(str.strip, text.splitlines())):
            number, _gap, opinion = line.replace("．", " ").replace(".", " ").partition(" ")
            if not (number.isdecimal() and 1 <= int(number) <= len(self.judged) and opinion.strip()):
                self.add_error(
                    "opinions", _("Begin each line with the number of a unit, then a space and the words.")
                )
                return {}
            found[str(self.judged[int(number) - 1].pk)] = opinion.strip()
        return found


@audience("desk", permission=queries.KEEPERS, hidden=True)
@require_http_methods(["GET", "POST"])
def entering(request: HttpRequest, pk: int) -> HttpResponse:
    """First the check number; then what stands on that paper, as the reader entered it before or anew."""
    row, viewer = _voting(request, pk), actor_of(request)
    objects = list(row.objects_judged.select_related("unit"))
    code = request.POST.get("code", "")
    form: PaperForm | None = None
    differing: list[str] = []
    if "enter" in request.POST:
        form = PaperForm(row, request.POST, judged=objects)
        if form.is_valid():
            try:
                alike = actions.transcribe(
                    pk, code, Marking(form.answers, form.said), by=viewer, now=now_at(request)
                )
            except NotAllowed as no:
                form.add_error("code", words.reason(no.refused))
            else:
                messages.success(
                    request,
                    _("Entered, and somebody else read the same.")
                    if alike
                    else _("Entered. Somebody else has to read the same."),
                )
                return see_other("desk:round_papers", pk)
    elif request.method == "POST":
        before = next((one for one in papers.entered(row) if one.code == _plain(code)), None)
        form, differing = _begun(row, objects, code, before, viewer.account_id)
    context = {
        "row": row,
        "form": form,
        "differing": [form[f"o{one}"].name for one in differing] if form else [],
        "layers": papers.layers_on_paper(row).values(),
        "entered": [
            (one.code, one.alike is not None, len(one.by), one.mine(viewer.account_id) is not None)
            for one in papers.entered(row)
        ],
        "digits": [
            (digit, _answer(row, answer)) for digit, answer in digits(list(rule_of(row.rule).scale)).items()
        ],
        "example": NONE * len(row.rule["axes"]),
    }
    return desk_page(
        request, "desk/panels/papers.html", context, 422 if form is not None and form.is_bound else 200
    )


def _begun(
    row: Round, judged: list[Judged], code: str, before: papers.Entered | None, account: int | None
) -> tuple[PaperForm, list[str]]:
    mine = before.mine(account) if before else None
    first: dict[str, str] = {"code": code}
    if before and mine:
        scale = list(rule_of(row.rule).scale)
        first |= {f"o{one}": written(said, scale) for one, said in mine.marking.answers.items()}
        place = {str(one.pk): number for number, one in enumerate(judged, 1)}
        first["opinions"] = "\n".join(f"{place[one]} {text}" for one, text in mine.marking.opinions.items())
    return PaperForm(row, initial=first, judged=judged), before.differing(account) if before else []


def _plain(code: str) -> str:
    return code.replace(" ", "").replace("-", "").upper()


def _answer(row: Round, code: str) -> str:
    language = get_language() or "zh-hans"
    names = {one["code"]: in_language(one, "name", language) for one in row.rule["scale"]}
    return names.get(code, _("nothing filled in"))


def _voting(request: HttpRequest, pk: int) -> Round:
    row = own(request, pk)
    if row.state != "voting" or not queries.keeps(actor_of(request), row):
        raise Http404
    return row


@audience("desk", permission=queries.KEEPERS, hidden=True)
@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """All ballots on paper as a PDF, in an order that says nothing of who gets which."""
    row = _voting(request, pk)
    language = get_language() or "zh-hans"
    codes = sorted(papers.codes(row))
    if not codes or row.closes_at is None:
        raise Http404
    scale = digits(list(rule_of(row.rule).scale))
    made = ballots(
        Ballots(
            title=row.title,
            codes=tuple(codes),
            closes=row.closes_at,
            axes=tuple(in_language(axis, "name", language) for axis in row.rule["axes"]),
            scale=tuple((digit, _answer(row, said)) for digit, said in scale.items() if digit != NONE),
            objects=tuple(
                (named(one.unit), named(one.unit.parent))
                for one in row.objects_judged.select_related("unit__parent")
            ),
            language=language,
        )
    )
    headers = {"Content-Disposition": f'attachment; filename="ballots-{pk}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
