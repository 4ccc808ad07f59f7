"""The words of letters: states, and what an act is called."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

STATES = {
    "drafted": pgettext_lazy("letter", "being drafted"),
    "in_approval": pgettext_lazy("letter", "waiting for approval"),
    "cleared": pgettext_lazy("letter", "waiting for signature"),
    "signed": pgettext_lazy("letter", "signed"),
    "delivered": pgettext_lazy("letter", "delivered"),
    "concluded": pgettext_lazy("letter", "concluded"),
    "voided": pgettext_lazy("letter", "void"),
    "pending": pgettext_lazy("letter", "not sent yet"),
    "withheld": pgettext_lazy("letter", "withheld"),
    "acknowledged": pgettext_lazy("letter", "acknowledged"),
    "replied": pgettext_lazy("letter", "replied, to be judged"),
    "sufficient": pgettext_lazy("letter", "sufficient, to be struck off"),
    "insufficient": pgettext_lazy("letter", "insufficient, asked again"),
    "struck_off": pgettext_lazy("letter", "struck off"),
}
LETTER_STATES = ("drafted", "in_approval", "cleared", "signed", "delivered", "concluded", "voided")


def state(code: str) -> str:
    return str(STATES.get(code, code))
