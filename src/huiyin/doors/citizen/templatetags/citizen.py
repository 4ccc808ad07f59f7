"""What the citizen's templates say in words."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.translation import gettext as _

from huiyin.cases.models import TimeRequest
from huiyin.doors.shared import times
from huiyin.doors.shared.templatetags import units
from huiyin.kernel.limits import Limit

register = template.Library()


for name, filter_ in units.register.filters.items():
    register.filter(name, filter_)


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
