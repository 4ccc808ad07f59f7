"""What the desk's templates say in words."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from huiyin.doors.desk.wording import CALLS, FILES, REPLIES, RESOURCES
from huiyin.doors.shared.templatetags.units import named
from huiyin.policy.queries import channel_name, outcomes

register = template.Library()
register.filter("named", named)


@register.simple_tag
def act_url(number: str, verb: str) -> str:
    """`{% act_url case.number "assign" %}`: the address of the resource that the act makes."""
    return reverse(f"desk:{RESOURCES[verb]}", args=[number])


@register.filter
def file_kind(code: str) -> str:
    return str(FILES.get(code, code))


@register.filter
def channel(code: str) -> str:
    """A way in, in the city's words."""
    return channel_name(code, get_language() or "zh")


@register.filter
def call(code: str) -> str:
    return str(CALLS.get(code, code))


@register.filter
def reply_kind(code: str) -> str:
    return str(REPLIES.get(code, code))


@register.filter
def outcome_name(code: str) -> str:
    """What was done about a person or a matter, in the city's words."""
    return dict(outcomes(get_language() or "zh")).get(code, code)
