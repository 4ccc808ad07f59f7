"""A file in which somebody sees a secret: one act takes it out of everybody's sight, to the secrecy officer."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.cases import actions as cases
from huiyin.cases.queries import CaseFile
from huiyin.doors.desk.acts import Act, Asked, act_page
from huiyin.doors.desk.writing import ReasonForm
from huiyin.doors.shared.access import audience


def _hold_back(asked: Asked) -> object:
    return cases.hold_back(asked.number, asked.data["reason"], **asked.who)


def _what_happens(file: CaseFile) -> Iterable[str]:
    yield _("From this moment the file is there for nobody, you included. Only the secrecy officer reads it.")
    yield _("They release it, and it is back where it stood; or they delete it with a record.")
    yield _("The day promised to the reporter stays. Don’t repeat in your reason what is secret.")


HOLD_BACK = Act(
    "hold_back",
    ReasonForm,
    _hold_back,
    gettext_lazy("The file is with the secrecy officer now."),
    _what_happens,
    lambda file: [_("the secrecy officer")],
    "reason",
    grave=True,
)


@audience("desk", permission=("reviewer", "supervisor", "team"), hidden=True)
@require_http_methods(["GET", "POST"])
def secrecy_check(request: HttpRequest, number: str) -> HttpResponse:
    return act_page(request, number, HOLD_BACK)
