"""Rounds in words: states, kinds, ties, what is wrong in a roster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as in_context

from huiyin.panels.rules.reading import Wrong
from huiyin.policy.queries import appraisals, in_language

if TYPE_CHECKING:  # it brings the solver, which no page needs
    from huiyin.panels.rules.relaxing import Relaxation

Words = Mapping[str, str | Promise]

STATES: Words = {
    "planned": in_context("round", "planned"),
    "announced": in_context("round", "announced, waiting for the draw"),
    "drawn": in_context("round", "panel drawn"),
    "voting": in_context("round", "judges are voting"),
    "counted": in_context("round", "counted, not published yet"),
    "published": in_context("round", "published"),
}

KINDS: Words = {
    "month": in_context("round", "month"),
    "quarter": in_context("round", "quarter"),
    "half": in_context("round", "half-year"),
}

MEMBERS: Words = {
    "seated": in_context("member", "hasn’t voted yet"),
    "voted": in_context("member", "has voted"),
    "resigned": in_context("member", "can’t come, replaced"),
}

WRONG: Words = {
    "column_missing": _("The column “%(about)s” is missing."),
    "cell_missing": _("“%(about)s” is empty."),
    "person_twice": _("Number %(about)s stood in an earlier line already."),
    "no_phone_number": _("This isn’t a telephone number."),
    "value_unknown": _("This value isn’t among those of the city’s rules: %(about)s."),
    "neither_yes_nor_no": _("“%(about)s” takes yes or no."),
    "unit_unknown": _("There is no such unit: %(about)s."),
    "nobody_in_file": _("Nobody stands in this file."),
}


SIDES: Words = {
    "least": _("%(trait)s, %(value)s: at least %(after)s instead of %(before)s"),
    "most": _("%(trait)s, %(value)s: at most %(after)s instead of %(before)s"),
}


def wrong(one: Wrong) -> str:
    """A mistake in a roster as a sentence."""
    return str(WRONG[one.reason]) % {"about": one.about}


def relaxed(change: Relaxation) -> str:
    """What quota would have to give way, in the city's own words for the trait."""
    language = get_language() or "zh-hans"
    traits = {trait["code"]: trait for row in appraisals().values() for trait in row.traits}
    trait = traits.get(change.feature, {"values": ()})
    value = next((one for one in trait["values"] if one["code"] == change.value), None)
    said = {
        "trait": in_language(trait, "name", language) if "name" in trait else change.feature,
        "value": in_language(value, "name", language) if value else change.value,
        "before": change.before,
        "after": change.after,
    }
    return str(SIDES[change.side]) % said
