"""What the citizen's templates say in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.models import TimeRequest
from huiyin.doors.shared import times
from huiyin.kernel.limits import Limit

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


@register.filter
def change_in_words(change: TimeRequest) -> str:
    """Why the promised day moved: what was granted, and the reason."""
    asked = Limit.from_json(change.limit)
    facts = {"amount": times.amount(asked.value, asked.unit), "reason": change.reason}
    if change.kind == "extension":
        return _("%(amount)s more were granted. The reason: %(reason)s") % facts
    return _("The clock was stopped for %(amount)s at most. The reason: %(reason)s") % facts


@register.filter
def named_scripts(names: str) -> list[str]:
    """`{% for src in "draft copy"|named_scripts %}`: the addresses of the doors' shared scripts."""
    return [static(f"shared/js/{name}.js") for name in names.split()]


@register.filter
def part_template(part: str) -> str:
    """Where a part of the report's form is drawn."""
    return f"citizen/partials/{part}.html"
