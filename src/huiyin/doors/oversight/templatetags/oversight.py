"""What this door's templates say in words."""

from __future__ import annotations

from django import template

from huiyin.doors.oversight.recorded import SUBJECTS
from huiyin.doors.oversight.wording import SEATS, placed_name, unit_name
from huiyin.organisations.models import Unit

register = template.Library()


@register.filter
def named(unit: Unit | None) -> str:
    """`{{ unit|named }}`: in the reader's language."""
    return unit_name(unit) if unit else ""


@register.filter
def placed(unit: Unit | None) -> str:
    """`{{ unit|placed }}`: a section with its house."""
    return placed_name(unit) if unit else ""


@register.filter
def seat_word(code: str) -> str:
    """`{{ seat.seat|seat_word }}`: "组长"."""
    return str(SEATS.get(code, code))


@register.filter
def subject_word(code: str) -> str:
    """`{{ kind|subject_word }}`: what an event is about."""
    return str(SUBJECTS.get(code, code))
