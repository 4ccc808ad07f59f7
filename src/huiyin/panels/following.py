"""What follows from a round: each unit's strong and weak duties, the first and the last, what is to be put right."""

from __future__ import annotations

from collections.abc import Mapping

from huiyin.panels.carrying import counted_by, earlier, sheets_of
from huiyin.panels.models import Judged, Round
from huiyin.panels.rules import profile, ranking
from huiyin.panels.rules.scoring import boards

FLAGS, LAST = 10, 5
"""So many red flags there are, and so many stand at the end (S4-17, S4-18)."""


def profiles(round_: Round) -> Mapping[int, tuple[profile.Duty, ...]]:
    """Each object's duties by its key, from the counted ballots."""
    objects = [str(pk) for pk in round_.objects_judged.values_list("pk", flat=True)]
    sheets = sheets_of(round_)
    rule = counted_by(round_, sheets)
    return {
        int(one): duties
        for one, duties in profile.profiles(rule, boards(rule, sheets, objects), objects).items()
    }


def ends(round_: Round) -> tuple[list[Judged], list[Judged]]:
    """The first ten across and the last five, worst first; who shares the edge is in as well."""
    rows = {str(one.pk): one for one in round_.objects_judged.select_related("unit__parent")}
    standings = [ranking.Standing(code, one.unit.system, one.score, one.veto) for code, one in rows.items()]
    places = ranking.places(standings)
    first = [rows[place.standing.code] for place in ranking.first(places, FLAGS)]
    last = [rows[place.standing.code] for place in ranking.last(places, LAST)]
    return first, last


def to_put_right(round_: Round) -> list[tuple[Judged, str]]:
    """The weakest duty of each of the last five, and "" for who was vetoed in this very round."""
    found = profiles(round_)
    carried = {
        unit
        for before in earlier(round_, counted_by(round_, []))
        for unit in before.objects_judged.exclude(veto="").values_list("unit", flat=True)
    }
    asked: list[tuple[Judged, str]] = []
    for one in ends(round_)[1]:
        if not one.veto and found[one.pk]:
            asked.append((one, found[one.pk][-1].axis))
    asked += [(one, "") for one in round_.objects_judged.exclude(veto="") if one.unit_id not in carried]
    return asked
