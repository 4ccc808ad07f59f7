"""How well the city's own lessons teach: thresholds nested, blocks of time beside random folds, doubtful lessons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from huiyin.triage.learning import queries
from huiyin.triage.learning.queries import Taught
from huiyin.triage.learning.rules import figures
from huiyin.triage.learning.rules.doubts import doubtful
from huiyin.triage.learning.rules.folds import blocks, shuffled
from huiyin.triage.learning.rules.versions import learnable

SEED = 1


def evaluate(target: str) -> dict[str, Any]:
    """Figures as JSON may hold them; `refused` alone where there is nothing to learn from."""
    from huiyin.triage.learning import training

    lessons = queries.lessons(target)
    by_label = queries.counts(lessons)
    if refused := learnable(by_label):
        return {"refused": {"reason": refused.reason, "detail": dict(refused.detail)}}
    labels = tuple(sorted(by_label))
    truth = np.array([labels.index(one.label) for one in lessons])
    weight = np.array([one.weight for one in lessons])
    counted = training.count([one.text for one in lessons], queries.unsaid(target))
    found: dict[str, Any] = {"lessons": len(lessons), "labels": by_label}
    for name, folds in (("blocks", blocks), ("random", partial(shuffled, seed=SEED))):
        trial = training.nested(counted, truth, labels, folds=folds, weight=weight)
        found[name] = figures.card(trial) | {"by_people": figures.plain(trial, weight >= 1)}
    scores = training.learn(counted, truth, labels, weight=weight).scores
    return found | {"doubtful": _named(lessons, labels, doubtful(scores, truth))}


def _named(
    lessons: Sequence[Taught], labels: tuple[str, ...], doubts: Sequence[tuple[int, int]]
) -> list[dict[str, str]]:
    return [
        {"number": lessons[i].number, "label": lessons[i].label, "rather": labels[other]}
        for i, other in doubts
    ]
