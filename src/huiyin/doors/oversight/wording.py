"""What this door calls its figures."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as in_context

from huiyin.doors.shared import words
from huiyin.organisations.models import Unit
from huiyin.policy.queries import Policy, said
from huiyin.reporting.queries.figures import NOBODY
from huiyin.reporting.rules import figures

MEASURES: Mapping[str, str | Promise] = {
    code: lazy(lambda code=code: figures.called(code, get_language() or "zh"), str)()
    for code in figures.MEASURES
}
"""As the rules call them, in the reader's language."""

DIMENSIONS: Mapping[str, str | Promise] = {
    "system": in_context("dimension", "System"),
    "level": in_context("dimension", "Level"),
    "organ": in_context("dimension", "Unit"),
    "problem_type": in_context("dimension", "Type of problem"),
    "identity_mode": in_context("dimension", "Identity"),
    "channel": in_context("dimension", "Channel"),
    "matter": in_context("dimension", "Kind of matter"),
    "unit": in_context("dimension", "Handled by"),
    "team": in_context("dimension", "Work team"),
    "rule": in_context("dimension", "Rule"),
    "version": in_context("dimension", "Learnt"),
}

USES: Mapping[str, str | Promise] = {
    "appraisal": in_context("use", "appraisal"),
    "talk": in_context("use", "talk"),
    "transfer": in_context("use", "transfer"),
    "training": in_context("use", "training"),
    "improvement": in_context("use", "improvement of work"),
    "commendation": in_context("use", "commendation"),
}
"""What use is made of a result (S0-08)."""

_KINDS = {"system": "system", "level": "level", "identity_mode": "identity", "matter": "matter"}


Names = Mapping[str, tuple[str, str]]
"""Units' names in Chinese and English, by id."""


def key_name(dimension: str, key: str, units: Names, policy: Policy, language: str) -> str:
    """What a code of a dimension is called; the code itself where nothing is known of it."""
    if dimension in _KINDS:
        return words.word(_KINDS[dimension], key)
    if dimension == "problem_type":
        return policy.type_name(key, language)
    if dimension == "channel":
        way = policy.channel(key)
        return said(way, "name", language) if way else key
    if key == NOBODY:
        return _("nobody yet")
    chinese, english = units.get(key, (key, key))
    return chinese if language.startswith("zh") else english or chinese


def change(now: int, was: int) -> str:
    """ "+12", "−3" or "unchanged"."""
    if now == was:
        return _("unchanged")
    return f"+{now - was}" if now > was else f"−{was - now}"


def unit_name(unit: Unit) -> str:
    """In the reader's language; Chinese where it has no other."""
    return unit.name if (get_language() or "zh").startswith("zh") else unit.name_en or unit.name


def placed_name(unit: Unit) -> str:
    """A section with the house it belongs to: many houses have a filing division."""
    inside = unit.kind == "section" and unit.parent is not None
    return f"{unit_name(unit.parent)} · {unit_name(unit)}" if inside and unit.parent else unit_name(unit)


SEATS: Mapping[str, str | Promise] = {
    "head": in_context("seat", "head"),
    "deputy": in_context("seat", "deputy"),
    "member": in_context("seat", "member"),
}
"""In the leading group (S0-04)."""
