"""What the committee and its work teams decide before a unit hears of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.cases import actions as cases
from huiyin.cases.queries import CaseFile
from huiyin.doors.desk.acts import Act, ActForm, Asked, act_page
from huiyin.doors.desk.queries import people
from huiyin.doors.desk.wording import MARKERS
from huiyin.doors.desk.writing import ReasonForm, TextForm, writing
from huiyin.doors.shared.access import audience
from huiyin.doors.shared.templatetags.units import named
from huiyin.policy import queries as policy


class ReferralForm(ActForm):
    team = forms.TypedChoiceField(label=gettext_lazy("Work team"), coerce=int, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=gettext_lazy("As"), choices=list(MARKERS.items()))
    reason = writing(gettext_lazy("Why"), 3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {team.pk: team for team in people.teams(self.file.case)}
        field = cast(forms.ChoiceField, self.fields["team"])
        field.choices = [(pk, named(team)) for pk, team in self.teams.items()]


class DeclineForm(TextForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = policy.word("elsewhere", self.file.case.report.language)
        self.fields["text"].help_text = _(
            "Say why it isn’t taken up here, and where the reporter can turn instead."
        )


class ProcedureForm(TextForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _("Name the procedure, who is responsible now, and how it goes on.")


class OfficersForm(ActForm):
    officers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Whom the case is about"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = set(self.file.case.accused)
        rows = [row for row in people.officers_of_organ(self.file.case) if row.pk not in known]
        field = cast(forms.ChoiceField, self.fields["officers"])
        field.choices = [(row.pk, f"{row.name} · {named(row.unit)} {row.title}") for row in rows]


def _refer(asked: Asked) -> object:
    team = people.team(asked.data["team"])
    return cases.refer(asked.number, team, asked.data["kind"], asked.data["reason"], **asked.who)


def _returns(asked: Asked) -> object:
    return cases.return_from_team(asked.number, asked.data["reason"], **asked.who)


def _channel(asked: Asked) -> object:
    return cases.channel(asked.number, asked.data["text"], **asked.who)


def _decline(asked: Asked) -> object:
    return cases.decline(asked.number, asked.data["text"], **asked.who)


def _pin(asked: Asked) -> object:
    return cases.pin(asked.number, asked.data["officers"], **asked.who)


def the_reporter(file: CaseFile) -> Iterable[str]:
    """Who hears of an answer, and how."""
    if file.case.identity_mode == "anonymous":
        return [_("the reporter, who left no phone, on the query page")]
    return [_("the reporter, by a text message without any content, and on the query page")]


def reviewers_of(file: CaseFile) -> Iterable[str]:
    return [_("the reviewers of %(committee)s") % {"committee": named(file.case.committee)}]


def _procedure(request: HttpRequest, file: CaseFile) -> Mapping[str, Any]:
    team = file.case.team
    zh = (get_language() or "").startswith("zh")
    return {"procedure": (team.procedure if zh else team.procedure_en) if team else ""}


REFER = Act(
    "refer",
    ReferralForm,
    _refer,
    gettext_lazy("The case is now with the work team."),
    lambda file: [_("The case goes into the team’s queue. The time for review starts anew.")],
    lambda file: [_("the members of the team")],
    "reason",
)
RETURN = Act(
    "return_from_team",
    ReasonForm,
    _returns,
    gettext_lazy("The case is back for review."),
    lambda file: [_("The case leaves the team’s queue and waits for review again.")],
    reviewers_of,
    "reason",
    more=_procedure,
)
CHANNEL = Act(
    "channel",
    ProcedureForm,
    _channel,
    gettext_lazy("The reporter has been told where the matter goes on."),
    lambda file: [
        _("This ends the case here: the reporter reads your text as the answer. It can’t be taken back.")
    ],
    the_reporter,
    "text",
    grave=True,
    more=_procedure,
)
DECLINE = Act(
    "decline",
    DeclineForm,
    _decline,
    gettext_lazy("The reporter has been told why the report isn’t taken up."),
    lambda file: [
        _("This ends the case: the reporter reads your text as the answer. It can’t be taken back.")
    ],
    the_reporter,
    "text",
    grave=True,
)
PIN = Act(
    "pin",
    OfficersForm,
    _pin,
    gettext_lazy("The officers are named. For them this case doesn’t exist."),
    lambda file: [
        _(
            "From this moment the case doesn’t exist for these officers: not in lists, counts, search or notices."
        ),
        _("They and their section can’t be chosen to handle it. A name can’t be taken back."),
    ],
    mends="officers",
    grave=True,
)

REVIEWERS = ("reviewer",)


@audience("desk", permission=REVIEWERS, hidden=True)
@require_http_methods(["GET", "POST"])
def referral(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, REFER)


@audience("desk", permission=("team", "supervisor"), hidden=True)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, RETURN)


@audience("desk", permission="team", hidden=True)
@require_http_methods(["GET", "POST"])
def procedure(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, CHANNEL)


@audience("desk", permission=REVIEWERS, hidden=True)
@require_http_methods(["GET", "POST"])
def refusal(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, DECLINE)


@audience("desk", permission=("reviewer", "supervisor"), hidden=True)
@require_http_methods(["GET", "POST"])
def officers(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, PIN)
