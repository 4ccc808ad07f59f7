"""Elder-friendly mode (适老化): the same form, one question a page. Answers travel in hidden fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from django.forms import BoundField
from django.http import HttpRequest

from huiyin.doors.citizen.forms import ReportForm
from huiyin.doors.shared.context import ELDER_COOKIE

PARTS: Final = ("text", "kind", "details", "files", "identity")
"""The form's parts, in order: each is a template of its own."""
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "text": ("text",),
    "kind": ("problem_type",),
    "details": ("officer_text", "occurred_on"),
    "files": (),
    "identity": ("identity_mode", "name", "phone"),
}

Asked = Literal["next", "back", "wrong"] | None


@dataclass(frozen=True)
class Step:
    """One page of the form: which part is asked, and what is carried along unseen."""

    part: str
    number: int
    of: int
    last: bool
    hidden: list[BoundField]

    @property
    def parts(self) -> tuple[str, ...]:
        return (self.part,)


def step(request: HttpRequest, form: ReportForm, *, asked: Asked) -> Step | None:
    """The step to show; None outside the elder-friendly mode. A mistake leads back to where it was made."""
    if request.COOKIES.get(ELDER_COOKIE) != "1":
        return None
    here = request.POST.get("step", PARTS[0])
    at = PARTS.index(here) if here in PARTS else 0
    wrong = [i for i, part in enumerate(PARTS) if any(form.errors.get(name) for name in FIELDS[part])]
    if asked == "back":
        at = max(0, at - 1)
    elif asked == "next" and at not in wrong:
        at = min(len(PARTS) - 1, at + 1)
    elif asked == "wrong" and wrong:
        at = wrong[0]
    part = PARTS[at]
    if asked in ("next", "back"):
        _only_said_where_asked(form, part if part == here else "")
    carried = [form[name] for other in PARTS if other != part for name in FIELDS[other]]
    return Step(part, at + 1, len(PARTS), at == len(PARTS) - 1, carried)


def _only_said_where_asked(form: ReportForm, part: str) -> None:
    """Nothing is wrong yet with a question that wasn't put."""
    asked = FIELDS.get(part, ())
    for name in [name for name in form.errors if name not in asked]:
        del form.errors[name]
