"""What Django says of a form that isn't filled in right. Named here so that our translation stands before its own."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SAID_BY_DJANGO = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a valid date/time."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
)
