"""What the templates of rounds say in words."""

from __future__ import annotations

from decimal import Decimal

from django import template

from huiyin.doors.desk.panels.wording import MEMBERS

register = template.Library()


@register.filter
def member_state(code: str) -> str:
    """`{{ member.state|member_state }}`: has voted."""
    return str(MEMBERS.get(code, code))


@register.filter
def points(score: Decimal | None) -> str:
    """`{{ judged.score|points }}`: 78.40; a dash where there is none."""
    return "–" if score is None else f"{score:.2f}"
