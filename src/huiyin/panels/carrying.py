"""A quarter is the sum of its months, and a half-year of its quarters: what rounds hand on to the next."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from huiyin.panels.models import Judged, Round
from huiyin.panels.rules import scoring
from huiyin.panels.rules.precision import Precision, precision
from huiyin.panels.rules.terms import public_layers, rule_of
from huiyin.panels.rules.voting import counting


def issued_to(round_: Round) -> dict[str, int]:
    """How many ballots went out, by layer."""
    return dict(Counter(round_.members.exclude(state="resigned").values_list("layer", flat=True)))


def sheets_of(round_: Round) -> list[scoring.Sheet]:
    """The counted ballots as the rules read them."""
    return [scoring.Sheet(ballot.layer, ballot.answers) for ballot in round_.ballots.all()]


def counted_by(round_: Round, sheets: Sequence[scoring.Sheet]) -> scoring.ScoreRule:
    """The round's rule, in which a layer of which too few came back to keep a secret has no part."""
    returned = Counter(sheet.layer for sheet in sheets)
    return counting(rule_of(round_.rule), returned, public_layers(round_.rule))


def earlier(round_: Round, rule: scoring.ScoreRule) -> list[Round]:
    """The published rounds whose results count in this one, in their order."""
    if rule.carried is None:
        return []
    done = Round.objects.filter(committee=round_.committee_id, serial__lt=round_.serial, state="published")
    return list(reversed(done.filter(kind=rule.carried.kind).order_by("-serial")[: rule.carried.number]))


def handed_on(before: Sequence[Round], objects: Sequence[Judged]) -> dict[str, Fraction]:
    """Each object's mean over those rounds in which it has points, exact."""
    points: dict[int, list[Fraction]] = {}
    for unit, got in Judged.objects.filter(round__in=before).exclude(points="").values_list("unit", "points"):
        points.setdefault(unit, []).append(Fraction(got))
    return {
        str(one.pk): sum(there, Fraction(0)) / len(there)
        for one in objects
        if (there := points.get(one.unit_id))
    }


def might_have_been(
    round_: Round, sheets: Sequence[scoring.Sheet], objects: Sequence[Judged], before: Sequence[Round]
) -> Precision:
    """The round's scores had other judges been drawn, now and in the rounds before it.

    Names objects as `objects` does, wherever their ballots come from.
    """
    rule, issued = counted_by(round_, sheets), issued_to(round_)
    codes = [str(one.pk) for one in objects]
    quorate = scoring.quorum(rule, sheets, issued)
    boards = {c: board for c, board in scoring.boards(rule, sheets, codes).items() if c in quorate}
    seed = int(hashlib.sha256(round_.count.encode()).hexdigest()[:16], 16)
    parts = [_once_more(one, objects) for one in before]
    return precision(rule, boards, codes, seed, by_office=public_layers(round_.rule), before=parts)


def _once_more(round_: Round, objects: Sequence[Judged]) -> Precision:
    """An earlier round's, from its counted ballots, under the names of `objects`."""
    now = {one.unit_id: one for one in objects}
    own = {str(one.pk): one.unit_id for one in round_.objects_judged.all()}
    there = [now[unit] for unit in own.values() if unit in now]
    sheets = [
        scoring.Sheet(
            ballot.layer,
            {str(now[own[one]].pk): said for one, said in ballot.answers.items() if own[one] in now},
        )
        for ballot in round_.ballots.all()
    ]
    return might_have_been(round_, sheets, there, earlier(round_, rule_of(round_.rule)))
