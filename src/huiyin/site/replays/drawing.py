"""Chance: one of several by weight, yes or no by percent."""

from __future__ import annotations

from random import Random

from huiyin.site.replays.story import Weights


def pick(rng: Random, weights: Weights) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def chance(rng: Random, percent: float) -> bool:
    return rng.random() * 100 < percent
