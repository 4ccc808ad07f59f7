"""What administrators' pages call things."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as in_context

RELEASES: Mapping[str, str | Promise] = {
    "trial": in_context("release", "trial"),
    "launch": in_context("release", "launch"),
    "update": in_context("release", "update"),
}

TARGETS: Mapping[str, str | Promise] = {
    "unit": in_context("target", "Whose a report is"),
    "problem_type": in_context("target", "What it is about"),
}
"""What can be learnt."""

MODELS: Mapping[str, str | Promise] = {
    "asked": in_context("model", "being learnt"),
    "in_use": in_context("model", "in use"),
    "earlier": in_context("model", "earlier"),
    "rejected": in_context("model", "not used"),
}
"""Where a version of what was learnt stands."""

RELATIONS: Mapping[str, str | Promise] = {
    "spouse": in_context("relation", "spouses"),
    "family": in_context("relation", "close family"),
    "in_law": in_context("relation", "related by marriage"),
    "classmate": in_context("relation", "classmates or comrades"),
    "other": in_context("relation", "another close relationship"),
}
"""Reasons to stay out of each other's cases."""

FINDINGS: Mapping[str, str | Promise] = {
    "catches_all": in_context(
        "rule", "It has no condition: it would catch everything and leave nothing to anybody."
    ),
    "does_nothing": in_context("rule", "It sets nothing: neither where to, nor anything else."),
    "never_fits": in_context("rule", "It can’t ever fit: what it asks for is what it forbids."),
    "contradicts": in_context("rule", "It contradicts a rule above it: the same conditions, another result."),
    "never_reached": in_context("rule", "It is never reached: whatever fits it fits a rule above it first."),
}
"""What is wrong with a routing rule, seen from the rules alone."""

RULE_VERBS: Mapping[str, str | Promise] = {
    "load": in_context("rules", "Loaded with the city’s blueprint"),
    "add": in_context("rules", "Rule added"),
    "change": in_context("rules", "Rule changed"),
    "move": in_context("rules", "Rule moved"),
    "switch": in_context("rules", "Rule switched"),
    "undo": in_context("rules", "Latest change undone"),
}
"""What an edition of the rules changed."""
