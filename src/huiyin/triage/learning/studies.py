"""A study: from lessons to a classifier and its card, and whether it may take the place of the one in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from huiyin.kernel.lifecycle import Refused
from huiyin.triage.learning.models import ModelVersion
from huiyin.triage.learning.queries import Taught, counts, load
from huiyin.triage.learning.rules import figures
from huiyin.triage.learning.rules.classifier import Classifier
from huiyin.triage.learning.rules.doubts import doubtful
from huiyin.triage.learning.rules.names import from_names
from huiyin.triage.learning.rules.versions import Compared, better

if TYPE_CHECKING:
    from huiyin.triage.learning.training import Recipe

Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True, eq=False)
class Study:
    """What came out. `said` are the labels proposed for the lessons when they were held back, in their order."""

    classifier: Classifier
    card: dict[str, Any]
    said: tuple[str, ...]
    lessons: int
    until: datetime


def study(lessons: Sequence[Taught], recipe: Recipe | None = None, unsaid: tuple[str, ...] = ()) -> Study:
    """Learns from lessons in the order of time. `unsaid`: names that tell nothing about the label.

    scikit-learn is imported here and stays out of the web process.
    """
    from huiyin.triage.learning import training

    labels = tuple(sorted({one.label for one in lessons}))
    place = {label: i for i, label in enumerate(labels)}
    truth = np.array([place[one.label] for one in lessons])
    weight = np.array([one.weight for one in lessons])
    counted = training.count([one.text for one in lessons], unsaid)
    learnt = training.learn(counted, truth, labels, recipe or training.RECIPE, weight=weight)
    sureness = learnt.classifier.sureness
    card = figures.card(learnt.trial) | {
        "labels": counts(lessons),
        "by_people": figures.plain(learnt.trial, weight >= 1),
        "since": lessons[0].at.isoformat(),
        "until": lessons[-1].at.isoformat(),
        "promise": sureness.promise,
        "threshold": sureness.threshold,
        "doubtful": [
            [lessons[i].number, lessons[i].label, labels[other]]
            for i, other in doubtful(learnt.scores, truth)
        ],
    }
    said = tuple(labels[i] for i in learnt.trial.said)
    return Study(learnt.classifier, card, said, len(lessons), lessons[-1].at)


def compare(
    new: Study, lessons: Sequence[Taught], in_use: ModelVersion | None, names: Names
) -> Refused | None:
    """Why the new version must not be used; None where it may. The first has to be better than the names alone."""
    commonest = max(counts(lessons).values())
    old = load(in_use) if in_use else None
    beside = _beside(new, lessons, in_use, old) if in_use and old else _beside_names(new, lessons, names)
    return better(new.card["right"], new.card["tried"], commonest, beside)


def _beside_names(new: Study, lessons: Sequence[Taught], names: Names) -> Compared | None:
    first = from_names(names)
    right = _right(first, lessons) if first else 0
    return Compared(1.0, 0.0, len(lessons), new.card["right"], right)


def _beside(new: Study, lessons: Sequence[Taught], in_use: ModelVersion, old: Classifier) -> Compared | None:
    if in_use.until is None:
        return None
    fresh = [i for i, one in enumerate(lessons) if one.at > in_use.until]
    return Compared(
        macro_f1=new.card["macro_f1"],
        macro_f1_in_use=in_use.card["macro_f1"],
        fresh=len(fresh),
        fresh_right=sum(new.said[i] == lessons[i].label for i in fresh),
        fresh_right_in_use=_right(old, [lessons[i] for i in fresh]),
    )


def _right(classifier: Classifier, lessons: Sequence[Taught]) -> int:
    answers = [classifier.propose(one.text) for one in lessons]
    return sum(
        said is not None and said.label == one.label for said, one in zip(answers, lessons, strict=True)
    )
