"""Is everything done on the platform (S3-04)? Of the answered matters those of which something went beside it."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from huiyin.cases.models import Talk
from huiyin.cases.queries import visible
from huiyin.kernel.actor import Actor
from huiyin.policy.queries import Policy
from huiyin.reporting.rules.measures import OUTSIDE, Share

FITTING = {"phone": ("phone",), "letter": ("letter", "mail"), "paper": ("letter", "visit")}
"""By which ways an answer that a person owes is given as its channel has it; who couldn't be reached is no way."""


def beside(answered: Q, rules: Policy) -> dict[str, Q]:
    """Of the cases that `answered` asks for those that went beside the platform, by how; `outside` is any of them.

    - `other_way`: the answer reached its reporter otherwise than by the channel it came by (S3-15);
    - `entered_late`: it lay at its channel, or a talk about it lay unwritten, longer than the city's `late_entry` days
      (one where it names none), or a talk from before the answer was written down after it;
    - `paper_later`: a paper was brought for a talk once the answer was out.
    """
    days = timedelta(days=rules.watches.get("late_entry", 1))
    kept = Q(report__reply_task__how="unreachable")
    for way, how in FITTING.items():
        kept |= Q(report__reply_task__way=way, report__reply_task__how__in=how)
    talks = Talk.objects.filter(case=OuterRef("pk"))
    behind = talks.filter(
        Q(at__gt=F("held_at") + days) | Q(held_at__lt=OuterRef("answered_at"), at__gt=OuterRef("answered_at"))
    )
    later = talks.filter(at__gt=OuterRef("answered_at")).exclude(paper=None)
    found = {
        "other_way": Q(report__reply_task__done_at__isnull=False) & ~kept,
        "entered_late": Q(received_at__gt=F("report__origin__came_at") + days) | Q(Exists(behind)),
        "paper_later": Q(Exists(later)),
    }
    found["outside"] = found["other_way"] | found["entered_late"] | found["paper_later"]
    return {measure: answered & wanted for measure, wanted in found.items()}


def outside(viewer: Actor, answered: Q, rules: Policy) -> dict[str, Share]:
    """Each way of going beside the platform as a share of the viewer's answered cases. One query."""
    asked = {measure: Count("pk", filter=wanted) for measure, wanted in beside(answered, rules).items()}
    counted = visible(viewer).filter(answered).aggregate(whole=Count("pk"), **asked)
    return {measure: Share(counted[measure], counted["whole"]) for measure in OUTSIDE}
