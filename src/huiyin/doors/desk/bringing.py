"""A paper that is brought for a file afterwards: of a talk, of an interview."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.doors.desk.scoping import actor_of, now_at
from huiyin.doors.desk.wording import mend
from huiyin.doors.shared.answers import see_other
from huiyin.doors.shared.attachments import kept
from huiyin.kernel.lifecycle import NotAllowed


def paper_brought(
    request: HttpRequest, number: str, draft: str, add: Callable[..., object], said: str
) -> HttpResponse:
    """Keeps what the fold "Add a paper" sent and has `add` take it by its token; then back to the file, and says how.

    `draft` names what it is for, `said` what is said where it was taken.
    """
    file, now = request.FILES.get("paper"), now_at(request)
    if file is None:
        messages.error(request, _("Please choose a file."))
        return see_other("desk:case", number)
    try:
        add(kept(file, draft, now), by=actor_of(request), now=now)
    except NotAllowed as no:
        messages.error(request, mend(no.refused))
    else:
        messages.success(request, said)
    return see_other("desk:case", number)
