"""What the program finds among the messages of many people, once for all parts that ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import perf_counter

from huiyin.site.benches.triage.complaints import Message
from huiyin.site.benches.triage.filled import filled
from huiyin.triage.likeness.actions import regroup
from huiyin.triage.likeness.queries import alike
from huiyin.triage.likeness.rules.grouping import grouped
from huiyin.triage.models import Candidate, Compared, HotMember

DAYS = 365
Groups = list[frozenset[int]]


@dataclass(frozen=True)
class Found:
    """By numbers of messages: `groups` as stored, `alike` of each the others, likeliest first; seconds it took."""

    messages: Sequence[Message]
    groups: Groups
    alike: Mapping[int, Sequence[int]]
    lands: Mapping[int, frozenset[int]]
    close: Mapping[tuple[int, int], float]
    comparing: float
    grouping: float

    def at(self, together: float) -> Groups:
        """The groups at another threshold."""
        return [frozenset(one.members) for one in grouped(self.lands, self.close, together)]


@cache
def found(folder: Path) -> Found:
    with filled(folder) as city:
        begun = perf_counter()
        regroup(city.now, days=DAYS)
        taken, name = perf_counter() - begun, city.message_of
        groups: dict[int, set[int]] = defaultdict(set)
        for issue, report in HotMember.objects.values_list("issue", "report"):
            groups[issue].add(name[report])
        pairs = Candidate.objects.filter(apart=False).values_list("report_id", "other_id", "close")
        return Found(
            city.messages,
            [frozenset(one) for one in groups.values()],
            {name[one]: [name[other.report] for other in alike(one)] for one in name},
            {name[pk]: frozenset(lands) for pk, lands in Compared.objects.values_list("pk", "lands")},
            {(name[one], name[other]): close for one, other, close in pairs},
            city.seconds,
            taken,
        )
