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

RELATIONS: Mapping[str, str | Promise] = {
    "spouse": in_context("relation", "spouses"),
    "family": in_context("relation", "close family"),
    "in_law": in_context("relation", "related by marriage"),
    "classmate": in_context("relation", "classmates or comrades"),
    "other": in_context("relation", "another close relationship"),
}
"""Reasons to stay out of each other's cases."""
