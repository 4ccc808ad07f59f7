"""What the pages of appraisals say in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

register = template.Library()


@register.filter
def points(score: Decimal | None) -> str:
    """`{{ judged.score|points }}`: 78.40; a dash where there is none."""
    return "–" if score is None else f"{score:.2f}"


@register.filter
def at(found: Mapping[str, Any], code: str) -> Any:
    """`{{ agreement|at:layer }}`."""
    return found.get(code)
