"""Is everything done on the platform (S3-04)? Of the answered matters those of which something went beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import F, Q, QuerySet, Value

from huiyin.cases.models import Case, Talk, TalkPaper
from huiyin.policy.queries import Policy

FITTING = {"phone": ("phone",), "letter": ("letter", "mail"), "paper": ("letter", "visit")}
"""By which ways an answer that a person owes is given as its channel has it; who couldn't be reached is no way."""


def beside(answered: Q, rules: Policy) -> dict[str, Q]:
    """Of the cases that `answered` asks for those that went beside the platform, by how; `outside` is any of them.

    - `other_way`: the answer reached its reporter otherwise than by the channel it came by (S3-15);
    - `entered_late`: it lay at its channel, or a talk about it lay unwritten, longer than the city's `late_entry` days
      (one where it names none), or a talk from before the answer was written down after it;
    - `paper_later`: a paper was brought for a talk once the answer was out.
    """
    found = {how: reduce(or_, parts) for how, parts in _signs(rules).items()}
    found["outside"] = reduce(or_, found.values())
    return {measure: answered & wanted for measure, wanted in found.items()}


def _signs(rules: Policy) -> Mapping[str, tuple[Q, ...]]:
    """What shows that something went beside the platform, by how; each sign lies in a table of its own."""
    days = timedelta(days=rules.watches.get("late_entry", 1))
    kept = Q(report__reply_task__how="unreachable")
    for way, how in FITTING.items():
        kept |= Q(report__reply_task__way=way, report__reply_task__how__in=how)
    after = Q(at__gt=F("case__answered_at"))
    behind = Talk.objects.filter(
        Q(at__gt=F("held_at") + days) | Q(held_at__lt=F("case__answered_at")) & after
    )
    later = Talk.objects.filter(after).exclude(paper=None)
    brought = TalkPaper.objects.filter(at__gt=F("talk__case__answered_at"))
    return {
        "other_way": (Q(report__reply_task__done_at__isnull=False) & ~kept,),
        "entered_late": (
            Q(received_at__gt=F("report__origin__came_at") + days),
            Q(pk__in=behind.values("case")),
        ),
        "paper_later": (Q(pk__in=later.values("case")), Q(pk__in=brought.values("talk__case"))),
    }


def signs(answered: QuerySet[Case], rules: Policy) -> QuerySet[Case, tuple[int, str]]:
    """Which of these answered cases went beside the platform, and how; more than once where several signs show it.

    Each sign is looked for on its own, where it lies, not case by case.
    """
    first, *others = (
        answered.filter(sign).order_by().values_list("pk", Value(how))
        for how, signs in _signs(rules).items()
        for sign in signs
    )
    return first.union(*others)
