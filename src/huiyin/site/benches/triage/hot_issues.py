"""What many people write about: the groups that are found among thousands of messages, beside a plain clustering."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import mean

import numpy as np

from huiyin.site.benches.figures import Figure
from huiyin.site.benches.triage.complaints import (
    ISSUES,
    MESSAGES,
    Labelled,
    Message,
    f1_by_issue,
    labelled,
    merged,
)
from huiyin.site.benches.triage.found import Groups, found

FILES = (MESSAGES, ISSUES)
STEPS = tuple(round(0.1 + 0.01 * i, 2) for i in range(13))
PLAIN_STEPS = tuple(round(0.06 + 0.02 * i, 2) for i in range(10))


def measure(folder: Path) -> list[Figure]:
    """F1 by issue and the traps, as the tables hold them; then what it gives for an issue it wasn't chosen on."""
    here, known = found(folder), labelled(folder)
    ours, plain = here.groups, plainly(here.messages, known)
    f1, beside = mean(f1_by_issue(ours, known).values()), mean(f1_by_issue(plain, known).values())
    each = ", ".join(f"{value:.2f}" for value in f1_by_issue(ours, known).values())
    how = (
        f"mean over {len(known.issues)} issues ({each}) among {len(here.messages)} messages, each compared as it "
        f"came in, {here.comparing:.0f} s in all, then grouped in {here.grouping:.1f} s; "
        "beside it TF-IDF of 2-3 characters, average linkage cut at the best of its thresholds"
    )
    traps = sum(map(len, known.traps.values()))
    at = {step: f1_by_issue(here.at(step), known) for step in STEPS}
    return [
        Figure("hot issues, F1", "F1", round(f1, 4), round(beside, 4), round(f1 / beside, 3), "at least 0.96",
               f1 >= 0.96, how),
        Figure("hot issues, traps merged", "", merged(ours, known), merged(plain, known), None, "0",
               not merged(ours, known), f"{traps} messages with almost the same words about another place"),
        _unseen(at, beside),
    ]  # fmt: skip


def _unseen(at: Mapping[float, Mapping[str, float]], plain: float) -> Figure:
    """Each issue judged at the threshold that is best for the others."""
    names = list(next(iter(at.values())))
    found, chosen = [], []
    for name in names:
        best = max(at, key=lambda step: (mean(v for n, v in at[step].items() if n != name), -step))
        chosen.append(best)
        found.append(at[best][name])
    flat = {step: round(mean(values.values()), 3) for step, values in at.items()}
    how = f"each issue at the threshold chosen on the others ({sorted(set(chosen))}); by threshold: {flat}"
    return Figure("hot issues, F1 of an issue left out", "F1", round(mean(found), 4), round(plain, 4), None,
                  "more than the plain one, which knew the labels", mean(found) > plain, how)  # fmt: skip


def plainly(given: Sequence[Message], known: Labelled) -> Groups:
    """The plain thing to beat: all of every text, TF-IDF, average linkage, cut where it fits the labels best."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform
    from sklearn.feature_extraction.text import TfidfVectorizer

    weighed = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), min_df=2, dtype=np.float32)
    rows = weighed.fit_transform([one.says for one in given])
    apart = np.clip(1 - (rows @ rows.T).toarray(), 0, 1)
    np.fill_diagonal(apart, 0)
    tree = linkage(squareform(apart, checks=False), "average")
    cuts = [_cut(given, fcluster(tree, 1 - step, "distance")) for step in PLAIN_STEPS]
    return max(cuts, key=lambda groups: mean(f1_by_issue(groups, known).values()))


def _cut(given: Sequence[Message], labels: Iterable[int]) -> Groups:
    groups: dict[int, set[int]] = defaultdict(set)
    for one, group in zip(given, labels, strict=True):
        groups[int(group)].add(one.id)
    return [frozenset(one) for one in groups.values() if len(one) > 1]
