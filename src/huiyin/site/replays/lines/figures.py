"""Figures and lists: distributions, the first cycle, the list by what it is asked (S0-20, -29, -31)."""

from __future__ import annotations

from collections import Counter
from itertools import product

from huiyin.cases.models import Case
from huiyin.cases.queries import Filter, listed
from huiyin.cases.rules.lifecycle import LIFECYCLE
from huiyin.reporting import queries as reporting
from huiyin.reporting.rules.cycles import cycles
from huiyin.reporting.rules.measures import DIMENSIONS
from huiyin.site.replays.lines.seen import Line, Seen


def distributions(seen: Seen) -> Line:
    total = reporting.received(seen.leader, seen.whole)
    sums, sound = {}, True
    for dimension in DIMENSIONS:
        rows = reporting.distribution(seen.leader, dimension, seen.whole, now=seen.now)
        sums[dimension] = {row.name: row.total for row in rows} if dimension != "organ" else len(rows)
        plain = Counter(str(v) for v in Case.objects.values_list(dimension, flat=True))
        sound = sound and {row.key: row.total for row in rows} == dict(plain)
        sound = sound and all(sum(row.stages.values()) == row.total for row in rows)
    stages: Counter[str] = Counter()
    for row in reporting.distribution(seen.leader, "system", seen.whole, now=seen.now):
        stages.update(row.stages)
    measured = {"received": total, "progress": dict(stages), "distribution": sums}
    ok = sound and sum(stages.values()) == total > 0
    return Line(
        ok, measured, "the distributions by every dimension, each against a plain count of the same cases"
    )


def first_cycle(seen: Seen) -> Line:
    """The article's figures, each measured: nothing here knows them, they stand in the story beside their source."""
    city, article = seen.stage.city.city, seen.stage.story.article
    first = next(iter(cycles(city.start, city.cycle_day, seen.whole.last)))
    share = reporting.closing(seen.leader, first, now=seen.now)
    measured = {
        "cycle": [first.first.isoformat(), first.last.isoformat()],
        "received_until_the_end": reporting.received(seen.leader, seen.whole),
        "due": share.whole,
        "closed": share.part,
        "percent": share.percent,
    }
    told = (article["received"], article["due"], article["closed"])
    ok = (measured["received_until_the_end"], share.whole, share.part) == told
    how = "cases whose promised day lies in the cycle, those of them answered by its end; compared with the article"
    return Line(ok, measured, how)


def filtered(seen: Seen) -> Line:
    total = listed(seen.leader, Filter(), now=seen.now).count()
    values = {
        "level": sorted(set(Case.objects.values_list("level", flat=True))),
        "system": sorted(set(Case.objects.values_list("system", flat=True))),
        "state": sorted(LIFECYCLE.states),
    }
    by = {name: {v: _count(seen, **{name: v}) for v in codes} for name, codes in values.items()}
    crossed = sum(
        _count(seen, level=level, system=system, state=state)
        for level, system, state in product(values["level"], values["system"], by["state"])
        if by["state"][state]
    )
    days = seen.whole
    by_time = listed(seen.leader, Filter(since=days.first, until=days.last), now=seen.now).count()
    page = seen.page("desk:cases", role="reviewer", level="city", system="court")
    sheet = seen.page("desk:export", role="reviewer")
    measured = {
        "cases": total, "by_level": by["level"], "by_system": by["system"], "by_state": by["state"],
        "all_combinations": crossed, "by_time": by_time, "page": page.status, "xlsx_bytes": len(sheet.body),
    }  # fmt: skip
    ok = all(sum(counts.values()) == total for counts in by.values()) and crossed == by_time == total > 0
    ok = ok and page.status == 200 and sheet.status == 200 and sheet.body[:2] == b"PK"
    return Line(
        ok, measured, "the list asked by level, system, state, all of them, and time; its page and its export"
    )


def _count(seen: Seen, **asked: str) -> int:
    return listed(seen.leader, Filter(**asked), now=seen.now).count()  # type: ignore[arg-type]
