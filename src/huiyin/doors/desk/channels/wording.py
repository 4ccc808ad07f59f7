"""Why something waits, and how an answer was given, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as in_context

from huiyin.doors.shared.refusals import REASONS

WAITS: Mapping[str, str | Promise] = {
    "unit_unclear": _("It names no unit, or several: say which one it is about."),
    "mail_automatic": _("Written by a machine: an automatic answer. It lies in the mailbox, in “Failed”."),
    "mail_bounce": _("A mail of ours came back undelivered. It lies in the mailbox, in “Failed”."),
    "mail_loop": _("A mail of our own came back to us. It lies in the mailbox, in “Failed”."),
    "mail_list": _("Sent to many at once, as newsletters are. It lies in the mailbox, in “Failed”."),
    "mail_spam": _("The mail server takes it for spam. It lies in the mailbox, in “Failed”."),
    "mail_too_large": _("Too large to be fetched. It lies in the mailbox, in “Failed”."),
    "mail_too_many": _("This address sent very many letters today."),
    "letter_broken": _("The program couldn’t deal with it. It lies in the mailbox, in “Failed”."),
    "unknown_order": _("An answer to an order that nobody here knows."),
    "order_closed": _("It came for a case that is closed."),
    "order_changed": _("The same number came again with another content."),
    "text_automatic": _("A text message from a service number: no person wrote it."),
    "text_too_many": _("This number sent very many text messages today."),
}

HOW: Mapping[str, str | Promise] = {
    "phone": in_context("reply given", "by telephone"),
    "letter": in_context("reply given", "by letter"),
    "visit": in_context("reply given", "in person"),
    "mail": in_context("reply given", "by e-mail"),
    "other": in_context("reply given", "in another way"),
    "unreachable": in_context("reply given", "couldn’t be reached"),
}

WAYS: Mapping[str, str | Promise] = {
    "phone": in_context("reply owed", "Telephone"),
    "letter": in_context("reply owed", "Letter"),
    "paper": in_context("reply owed", "On paper or in person"),
}


def why(reason: str) -> str:
    return str(WAITS.get(reason) or REASONS.get(reason) or _("It couldn’t be taken in by itself."))


DIFFERENCES: Mapping[str, str | Promise] = {
    "missing_here": _("They have an order that never came here."),
    "missing_there": _("We have an order that isn’t in their list."),
    "not_answered_there": _("We have answered; they don’t know it."),
    "state_differs": _("They have finished it; here it is open."),
}

ORDER_STATES: Mapping[str, str | Promise] = {
    "accepted": in_context("order", "accepted"),
    "handling": in_context("order", "being handled"),
    "answered": in_context("order", "answered"),
    "closed": in_context("order", "closed"),
    "returned": in_context("order", "returned"),
}
