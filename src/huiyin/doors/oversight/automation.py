"""Does the program send matters to the right desk? How much it gives out, and how often it was right, side by side."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from huiyin.doors.oversight.panels import link
from huiyin.policy.queries import said
from huiyin.reporting.rules.automation import Automation, Given, wilson
from huiyin.reporting.rules.cycles import Period
from huiyin.triage.routing.queries import newest


def panel(figures: Automation, period: Period, language: str) -> dict[str, Any]:
    """The panel's figures with the lists behind them."""
    names = {rule.code: said(rule, "name", language) for rule in newest().rules}
    return {
        "rate": figures.rate,
        "right": figures.right,
        "between": wilson(figures.right),
        "given_url": link("given", period),
        "automated_url": link("automated", period),
        "overridden": figures.right.whole - figures.right.part,
        "overridden_url": link("overridden", period),
        "lines": [_line(one, period, names) for one in figures.by_program],
    }


def _line(one: Given, period: Period, names: dict[str, str]) -> dict[str, Any]:
    only = {"rule": one.rule} if one.rule else {"version": one.version}
    return {
        "name": names.get(one.rule, one.rule)
        if one.rule
        else _("learnt, version %(version)s") % {"version": one.version.rpartition("-")[2]},
        "right": one.right,
        "between": wilson(one.right),
        "url": link("automated", period, **only),
        "wrong": one.overridden,
        "wrong_url": link("overridden", period, **only),
    }
