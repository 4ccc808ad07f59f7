"""What is said on the bad days that don't depend on a rule: title, what happened, the way on."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop


@dataclass(frozen=True)
class Page:
    """What an error page says: what happened, that nothing was lost, the way on."""

    status: int
    title: str
    happened: str
    way_on: str = ""
    resend: bool = False


BAD_REQUEST = Page(
    400,
    gettext_noop("This didn’t arrive whole"),
    gettext_noop(
        "The browser sent something that can’t be read. "
        "Perhaps the connection broke off, or a file was too large."
    ),
    gettext_noop("Go back, check what you wrote and send it again."),
)
FORBIDDEN = Page(
    403,
    gettext_noop("This page isn’t yours to open"),
    gettext_noop("You are logged in, but none of your roles includes this page."),
    gettext_noop("If you need it for your work, ask the administrator of your unit for the role."),
)
NOT_FOUND = Page(
    404,
    gettext_noop("There is nothing here"),
    gettext_noop("The address may be mistyped, or what it led to is not for you to see."),
    gettext_noop("If you followed a code on a poster, scan it again or report without it."),
)
STALE = Page(
    403,
    gettext_noop("The form was open for too long"),
    gettext_noop(
        "For your safety a form is only good for the browser that opened it, while its cookie is there."
    ),
    gettext_noop("Go back, load the page anew and send it again. What you wrote is kept in this browser."),
)
BROKEN = Page(
    500,
    gettext_noop("Something went wrong on our side"),
    gettext_noop("This is not your fault. It has been written down for those who look after the program."),
    gettext_noop(
        "What was saved before is safe. Go back and try again; what you wrote is kept in this browser."
    ),
)
