"""Figures before and after in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def moved(change: Decimal) -> str:
    """`{{ indicator.change|moved }}`: fell by 22.8%."""
    if not change:
        return _("stayed the same")
    if change < 0:
        return _("fell by %(share)s%%") % {"share": -change}
    return _("rose by %(share)s%%") % {"share": change}


@register.filter
def span(since: date, until: date) -> str:
    """`{{ since|span:until }}`: 2023-01-01 – 2023-05-31."""
    return f"{since.isoformat()} – {until.isoformat()}"


@register.filter
def plain(value: Decimal) -> str:
    """`{{ value|plain }}`: 1,250 or 3.5, without zeros that say nothing."""
    whole = value == value.to_integral_value()
    return f"{value:,.0f}" if whole else f"{value.normalize():,f}"
