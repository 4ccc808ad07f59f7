"""Whether the first candidates of a message are about the same thing; and how well two texts tell it by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from statistics import mean

import numpy as np

from huiyin.site.benches.figures import Figure
from huiyin.site.benches.triage.complaints import ISSUES, MESSAGES, Labelled, Message, labelled
from huiyin.site.benches.triage.found import found
from huiyin.triage.index.rules.words import normal, pairs
from huiyin.triage.likeness.rules.comparing import compared

FILES = (MESSAGES, ISSUES)
FIRST, STRANGERS = 5, 20


def measure(folder: Path) -> list[Figure]:
    """R@5: of the five first candidates, or as many as there are others about the thing, how many are about it."""
    here, known = found(folder), labelled(folder)
    ours, plain = recall(here.alike, known), recall(_plainly(here.messages, known), known)
    each = here.comparing / len(here.messages) * 1000
    how = (
        f"each of {sum(map(len, known.issues.values()))} messages of {len(known.issues)} issues among "
        f"{len(here.messages)}, {each:.0f} ms each; beside it TF-IDF of 2-3 characters of the whole text"
    )
    figure = Figure("same issue, R@5", "share", round(ours, 4), round(plain, 4), round(ours / plain, 3),
                    "at least 0.97", ours >= 0.97, how)  # fmt: skip
    return [figure, _compared({one.id: one.says for one in here.messages}, known)]


def recall(alike: Mapping[int, Sequence[int]], known: Labelled) -> float:
    shares = []
    for members in known.issues.values():
        for one in members:
            right = sum(other in members for other in alike[one][:FIRST])
            shares.append(right / min(FIRST, len(members) - 1))
    return mean(shares)


def _plainly(messages: Sequence[Message], known: Labelled) -> dict[int, list[int]]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    weighed = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), min_df=2, dtype=np.float32)
    rows, ids = weighed.fit_transform([one.says for one in messages]), [one.id for one in messages]
    nearest = {}
    for one in sorted(frozenset().union(*known.issues.values())):
        alike = (rows @ rows[ids.index(one)].T).toarray().ravel()
        order = np.argsort(-alike, kind="stable")[: FIRST + 1].tolist()
        nearest[one] = [ids[i] for i in order if ids[i] != one][:FIRST]
    return nearest


def _compared(says: Mapping[int, str], known: Labelled) -> Figure:
    """How often of two pairs of texts, one about one issue and one not, the first is found more alike."""
    random, everybody = np.random.default_rng(2015), sorted(says)
    same = [pair for members in known.issues.values() for pair in combinations(sorted(members), 2)]
    other = [
        (one, stranger)
        for members in known.issues.values()
        for one in sorted(members)
        for stranger in random.choice(everybody, STRANGERS, replace=False).tolist()
        if stranger not in members
    ]
    other += [
        (one, trap)
        for name, traps in known.traps.items()
        for trap in sorted(traps)
        for one in known.issues[name]
    ]
    ours = _ranks([[compared(says[a], says[b]).score for a, b in kind] for kind in (same, other)])
    sets = {one: pairs(normal(text)) for one, text in says.items()}
    plain = _ranks([[_shared(sets[a], sets[b]) for a, b in kind] for kind in (same, other)])
    how = (
        f"`compared` tells {len(same)} pairs about one issue from {len(other)} others, those with almost the same "
        "words about another place included: area under the curve; beside it Jaccard's index of pairs of characters"
    )
    return Figure("two texts compared, told apart", "AUC", round(ours, 4), round(plain, 4), round(ours / plain, 3),
                  "more than Jaccard's index", ours > plain, how)  # fmt: skip


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _ranks(kinds: Sequence[Sequence[float]]) -> float:
    yes, no = (np.array(kind)[:, None] for kind in kinds)
    return float((yes > no.T).mean() + (yes == no.T).mean() / 2)
