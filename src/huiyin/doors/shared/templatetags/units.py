"""Units, places and regions by name, in the reader's language."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def named(row: Any) -> str:
    """`{{ unit|named }}`: the name of a unit, place or region; Chinese where it has none in the reader's language."""
    if row is None:
        return ""
    english = "" if _chinese() else getattr(row, "name_en", "")
    return str(english or row.name)


@register.filter
def fully(unit: Any) -> str:
    """`{{ unit|fully }}`: a section with its house before it: 市中级法院政治部."""
    if unit is None or unit.kind != "section" or unit.parent is None:
        return named(unit)
    if _chinese():
        return f"{unit.parent.short or unit.parent.name}{unit.name}"
    return f"{named(unit.parent)}, {named(unit)}"


@register.filter
def house(unit: Any) -> str:
    """`{{ unit|house }}`: the court, bureau or committee that a section belongs to; else the unit itself."""
    return named(unit.parent if unit.kind == "section" and unit.parent else unit)


@register.filter
def section(unit: Any) -> str:
    """`{{ unit|section }}`: the section inside its house; "" for a whole house."""
    return named(unit) if unit.kind == "section" and unit.parent else ""


@register.filter
def short(unit: Any) -> str:
    """`{{ committee|short }}`: 邢台市委政法委."""
    return str(unit.short or unit.name) if _chinese() else named(unit)


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
