"""What the templates of imports say in words."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """`{{ batch.good|grouped }}`: 2,816."""
    return f"{number:,}"
