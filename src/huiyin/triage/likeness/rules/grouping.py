"""Which matters are about one thing: those that are close on average, never by a chain of in-betweens."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.triage.likeness.rules.closeness import disjoint

TOGETHER = 0.12
"""How close two groups must be on average, every pair counted, to become one."""
SAME = 1e-6
Lands = frozenset[int]
Links = list[dict[int, float]]


@dataclass(frozen=True)
class Group:
    """Matters (ids) about one thing, the one in their middle first; `held` is their mean closeness, 0 to 1."""

    members: tuple[int, ...]
    held: float


def grouped(
    lands: Mapping[int, Lands], close: Mapping[tuple[int, int], float], together: float = TOGETHER
) -> list[Group]:
    """Groups of two matters at least, the largest first. Each matter is in one at most.

    `lands` holds for each matter (id) the divisions of the land that it names; `close` for each pair that is close at
    all how close. What of it is about a matter that isn't in `lands` doesn't count.
    """
    ids = sorted(lands)
    place = {one: i for i, one in enumerate(ids)}
    links: Links = [{} for _ in ids]
    for (one, other), near in close.items():
        if one in place and other in place:
            links[place[one]][place[other]] = links[place[other]][place[one]] = near
    found = [
        _group(one, links, ids)
        for one in joined(links, [lands[one] for one in ids], together)
        if len(one) > 1
    ]
    return sorted(found, key=lambda group: (-len(group.members), group.members[0]))


def _group(places: list[int], links: Links, ids: Sequence[int]) -> Group:
    inside = set(places)
    sums = {i: sum(near for j, near in links[i].items() if j in inside) for i in places}
    order = sorted(places, key=lambda i: (-sums[i], i))
    pairs = len(places) * (len(places) - 1)
    return Group(tuple(ids[i] for i in order), round(sum(sums.values()) / pairs, 4))


def joined(links: Links, lands: Sequence[Lands], together: float) -> list[list[int]]:
    """The closest two groups are joined again and again while their mean closeness is enough.

    Groups that name different divisions of the land stay apart, whoever stands between them without naming one.
    """
    near, named = [dict(one) for one in links], list(lands)
    members = [[i] for i in range(len(links))]
    heap = [(-c, i, j) for i, one in enumerate(near) for j, c in one.items() if i < j and c >= together]
    heapq.heapify(heap)
    while heap:
        mean, a, b = heapq.heappop(heap)
        if b not in near[a] or abs(near[a][b] / (len(members[a]) * len(members[b])) + mean) > SAME:
            continue  # one of them was joined with another since
        if disjoint(named[a], named[b]):
            continue
        if len(near[a]) < len(near[b]):
            a, b = b, a
        named[a] |= named[b]
        _join(a, b, near, members)
        for c, total in near[a].items():
            if (closer := total / (len(members[a]) * len(members[c]))) >= together:
                heapq.heappush(heap, (-closer, min(a, c), max(a, c)))
    return [one for one in members if one]


def _join(a: int, b: int, near: Links, members: list[list[int]]) -> None:
    """Makes `b` part of `a`. `near` holds the sums of closenesses between the members of two groups."""
    members[a] += members[b]
    members[b] = []
    for c, total in near[b].items():
        del near[c][b]
        if c != a:
            near[a][c] = near[c][a] = near[a].get(c, 0.0) + total
    near[b] = {}
