"""Who judges: the groups, the layers, the pool and the draw (S4-03, S4-07 … S4-11)."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

from huiyin.panels.models import Judge, Member, Round
from huiyin.panels.rules.terms import public_layers
from huiyin.panels.rules.verify_draw import problems, unfairness
from huiyin.site.replays.lines.appraised import months, published, sitting
from huiyin.site.replays.lines.seen import Line, Seen


def groups(seen: Seen) -> Line:
    """S4-03: the county's committee leads; each group of judges sat in each round."""
    committee = seen.stage.city.city.committee
    sat: dict[str, list[int]] = {}
    for round_ in months():
        counted = Counter(m.judge.values["group"] for m in sitting(round_).select_related("judge"))
        for group, number in counted.items():
            sat.setdefault(group, []).append(number)
    led = set(Round.objects.values_list("committee__code", flat=True)) == {committee}
    ok = led and {"deputy", "delegate", "commissioner", "trader", "village", "society"} <= set(sat)
    return Line(ok, {"led_by": committee, "seats_by_group": sat}, "who sat in each month's panel, by group")


def layers(kind: str, most: int) -> Any:
    """S4-07 … S4-09: who judges in the rounds of a kind: by lot each month, by office each quarter and half-year."""

    def measured(seen: Seen) -> Line:
        rounds = list(published(kind))
        by_lot = [sitting(r).exclude(mark="").count() for r in rounds]
        by_office = [sitting(r).filter(mark="").count() for r in rounds]
        public = {bool(public_layers(r.rule)) for r in rounds}
        ok = bool(rounds) and (
            (set(by_lot), set(by_office), public)
            == (({most}, {0}, {False}) if kind == "month" else ({0}, {most}, {True}))
        )
        facts = {
            "rounds": len(rounds),
            "by_lot": by_lot,
            "by_office": by_office,
            "under_their_names": public == {True},
        }
        return Line(ok, facts, "the members of each round and how they came to their seats")

    return measured


def pool(seen: Seen) -> Line:
    """S4-10: the whole of deputies, delegates and commissioners in the pool; of the others a part."""
    wanted, there = seen.stage.story.panel["pool"], Counter[str]()
    for values in Judge.objects.filter(active=True).values_list("values", flat=True):
        there[values["group"]] += 1
    ok = all(there[group] == number for group, number in wanted.items())
    return Line(ok, dict(there), "the pool by group, against the roster that was entered")


def drawn(seen: Seen) -> Line:
    """S4-11: 100 drawn by lot each time, each draw repeated from its published record alone, quotas kept at the end."""
    rounds, seats = months(), seen.stage.story.article["judges"]
    held, kept, gaps = 0, 0, []
    for round_ in rounds:
        assert round_.record is not None
        held += not problems(round_.record)
        gaps.append(float(unfairness(round_.record["announcement"])))
        kept += _quotas_kept(round_)
    resigned = Member.objects.filter(round__kind="month", state="resigned").count()
    served = Member.objects.filter(round__in=rounds, state__in=("seated", "voted"))
    twice = sum(
        pair.count() > 1 and _neighbours([m.round.serial for m in pair.select_related("round")])
        for pair in (served.filter(judge=j) for j in served.values_list("judge", flat=True).distinct())
    )
    measured: dict[str, Any] = {
        "rounds": len(rounds),
        "drawn": [len(r.record["result"]["panel"]) for r in rounds if r.record],
        "draws_repeated": held,
        "largest_gap": max(gaps, default=None),
        "panels_that_keep_every_quota_at_the_vote": kept,
        "resigned_and_replaced_by_the_record": resigned,
        "twice_running": twice,
    }
    ok = bool(rounds) and set(measured["drawn"]) == {seats} and held == kept == len(rounds) and not twice
    return Line(
        ok, measured, "each record checked by the verifier; the panels at the vote against the quotas"
    )


def _neighbours(serials: list[int]) -> bool:
    """Whether somebody sat in two rounds between which the cool-down didn't pass."""
    ordered = sorted(serials)
    return any(later - earlier <= 1 for earlier, later in itertools.pairwise(ordered))


def _quotas_kept(round_: Round) -> bool:
    panel = [m.judge.values for m in sitting(round_).select_related("judge")]
    return all(
        least <= sum(v[trait] == value for v in panel) <= most
        for trait, quotas in round_.plan["features"].items()
        for value, (least, most) in quotas.items()
    )
